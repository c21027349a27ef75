// Results as a table: sorted by a click on a heading, filtered by words, in pages.

import type Yasr from "@zazuko/yasr";
import { element } from "../dom";
import type { PageData, Say } from "./page";
import { icon, type ResultsView } from "./view";
import { numberOf, shorten, shownTerm, type Term } from "./terms";

const PAGE_ROWS = 100;
type Row = Readonly<Record<string, Term>>;

export class TableView implements ResultsView {
  readonly priority = 30;
  readonly label: string;
  private sortedBy = "";
  private descending = false;
  private words = "";
  private page = 0;

  constructor(
    private readonly yasr: Yasr,
    private readonly data: PageData,
    private readonly say: Say,
  ) {
    this.label = say("editor_table");
  }

  canHandleResults(): boolean {
    return this.columns().length > 0;
  }

  getIcon(): Element {
    return icon("M2 4h20v16H2zM2 9h20M2 14h20M9 4v16");
  }

  draw(): void {
    this.sortedBy = this.words = "";
    this.page = 0;
    const body = element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": this.label });
    const count = element("p", { "aria-live": "polite" });
    const turn = element("p", { class: "turn" });
    const redraw = () => this.fill(body, count, turn, redraw);
    const filter = element("input", { type: "search", "aria-label": this.say("editor_filter") });
    filter.placeholder = this.say("editor_filter");
    filter.addEventListener("input", () => {
      this.words = filter.value.toLowerCase();
      this.page = 0;
      redraw();
    });
    this.yasr.resultsEl.append(filter, count, body, turn);
    redraw();
  }

  private columns(): string[] {
    return this.yasr.results?.getVariables() ?? [];
  }

  private rows(): Row[] {
    const bindings: Row[] = this.yasr.results?.getBindings() ?? [];
    const found = this.words ? bindings.filter((row) => this.holds(row)) : [...bindings];
    return this.sortedBy ? found.sort((a, b) => this.compare(a[this.sortedBy], b[this.sortedBy])) : found;
  }

  private holds(row: Row): boolean {
    const texts = Object.values(row).map((term) => shorten(term.value, this.data.prefixes).toLowerCase());
    return texts.some((text) => text.includes(this.words));
  }

  private compare(a: Term | undefined, b: Term | undefined): number {
    const [left, right] = [numberOf(a), numberOf(b)];
    const order =
      left !== undefined && right !== undefined
        ? left - right
        : (a?.value ?? "").localeCompare(b?.value ?? "", this.data.language);
    return this.descending ? -order : order;
  }

  private fill(body: HTMLElement, count: HTMLElement, turn: HTMLElement, redraw: () => void): void {
    const rows = this.rows();
    const from = this.page * PAGE_ROWS;
    const shown = rows.slice(from, from + PAGE_ROWS);
    const known = { from: from + 1, to: from + shown.length, all: rows.length };
    count.textContent = this.say(rows.length ? "editor_rows" : "editor_no_rows", known);
    body.replaceChildren(element("table", {}, this.head(redraw), this.body(shown)));
    const last = Math.max(0, Math.ceil(rows.length / PAGE_ROWS) - 1);
    turn.replaceChildren(...(last ? this.turnButtons(last, redraw) : []));
  }

  private head(redraw: () => void): HTMLElement {
    const cells = this.columns().map((name) => {
      const sort = element("button", { type: "button" }, name);
      sort.addEventListener("click", () => {
        this.descending = this.sortedBy === name && !this.descending;
        this.sortedBy = name;
        redraw();
      });
      const order = this.descending ? "descending" : "ascending";
      return element("th", { scope: "col", "aria-sort": name === this.sortedBy ? order : undefined }, sort);
    });
    return element("thead", {}, element("tr", {}, ...cells));
  }

  private body(rows: readonly Row[]): HTMLElement {
    const lines = rows.map((row) =>
      element("tr", {}, ...this.columns().map((name) => element("td", {}, shownTerm(row[name], this.data.prefixes)))),
    );
    return element("tbody", {}, ...lines);
  }

  private turnButtons(last: number, redraw: () => void): HTMLElement[] {
    const button = (key: string, page: number) => {
      const made = element("button", { type: "button", disabled: page < 0 || page > last }, this.say(key));
      made.addEventListener("click", () => {
        this.page = page;
        redraw();
      });
      return made;
    };
    return [button("editor_previous", this.page - 1), button("editor_next", this.page + 1)];
  }
}
