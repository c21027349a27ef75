// Text fields that name a thing of the graph offer what matches (WAI-ARIA: editable combobox with list autocomplete).
//
// `data-suggest` holds the address of our search as data, without its words (`/search.json?kind=agency`); with
// `data-follow` a chosen thing is gone to, else it is what the form sends in the field's place. A field without this
// file takes names as they are typed, and the server finds what they mean.

import { element } from "./dom";
import { addressOf, curieOf } from "./things";

const PAUSE_MS = 120;
const MOST = 12;

/** A hit of the search, as `/search.json` has it. */
interface Suggestion {
  readonly iri: string;
  readonly label: string;
  /** The words that matched: the label itself, or another name. */
  readonly snippet: string;
}

export function enhanceComboboxes(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>("input[data-suggest]")) new Combobox(field);
}

class Combobox {
  private readonly list: HTMLElement;
  private options: readonly Suggestion[] = [];
  private active = -1;
  private picked: { readonly label: string; readonly iri: string } | undefined;
  private waiting: number | undefined;
  private asking: AbortController | undefined;

  constructor(private readonly field: HTMLInputElement) {
    const id = `${field.id}-suggestions`;
    const name = field.labels?.[0]?.textContent?.trim() || field.getAttribute("aria-label") || "";
    this.list = element("ul", { id, role: "listbox", class: "suggestions", hidden: true, "aria-label": name });
    const frame = element("span", { class: "combobox" });
    const typedIn = document.activeElement === field;
    field.replaceWith(frame);
    frame.append(field, this.list);
    if (typedIn) field.focus(); // who was quicker than this script types on
    for (const [key, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": id,
    })) {
      field.setAttribute(key, value);
    }
    field.removeAttribute("list");
    field.addEventListener("input", () => this.typed());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
    field.form?.addEventListener("formdata", (event) => this.hand(event.formData));
  }

  private typed(): void {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.ask(), PAUSE_MS);
  }

  private async ask(): Promise<void> {
    this.asking?.abort();
    const words = this.field.value.trim();
    if (!words) return this.close();
    const asking = (this.asking = new AbortController());
    const address = new URL(this.field.dataset["suggest"] ?? "", location.href);
    address.searchParams.set("q", words);
    try {
      const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "application/json" } });
      const found = answer.ok ? ((await answer.json()) as { rows: Suggestion[] }).rows : [];
      this.open(found.slice(0, MOST));
    } catch {
      // superseded by what was typed meanwhile, or the server is away: the field is one to type in
    }
  }

  private open(options: readonly Suggestion[]): void {
    this.options = options;
    this.active = -1;
    this.list.replaceChildren(...options.map((option, index) => this.optionShown(option, index)));
    this.list.hidden = options.length === 0;
    this.field.setAttribute("aria-expanded", String(options.length > 0));
    this.field.removeAttribute("aria-activedescendant");
  }

  private optionShown(option: Suggestion, index: number): HTMLElement {
    const id = `${this.list.id}-${index}`;
    const shown = element("li", { id, role: "option", "aria-selected": "false" }, option.label);
    if (option.snippet !== option.label) shown.append(" ", element("span", { class: "matched" }, option.snippet));
    shown.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    shown.addEventListener("click", () => this.pick(option));
    return shown;
  }

  private close(): void {
    this.asking?.abort();
    this.open([]);
  }

  private key(event: KeyboardEvent): void {
    const option = this.options[this.active];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.options.length) this.move(event.key === "ArrowDown" ? 1 : -1);
      else this.typed();
    } else if (event.key === "Enter" && option) {
      event.preventDefault();
      this.pick(option);
    } else if (event.key === "Escape" && this.options.length) {
      event.preventDefault();
      this.close();
    }
  }

  private move(by: number): void {
    const places = this.options.length + 1; // the field itself is one of them
    this.active = ((this.active + 1 + by + places) % places) - 1;
    const shown = [...this.list.children] as HTMLElement[];
    shown.forEach((each, index) => each.setAttribute("aria-selected", String(index === this.active)));
    const chosen = shown[this.active];
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) this.field.setAttribute("aria-activedescendant", chosen.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  private pick(option: Suggestion): void {
    if ("follow" in this.field.dataset) {
      location.assign(addressOf(option.iri));
      return;
    }
    this.picked = option;
    this.field.value = option.label;
    this.close();
  }

  /** Sends the thing that was chosen, if the field still says its name. */
  private hand(sent: FormData): void {
    if (this.picked && this.picked.label === this.field.value) sent.set(this.field.name, curieOf(this.picked.iri));
  }
}
