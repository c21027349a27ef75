// The box that queries are written in: YASQE in the place of the page's text area.

import Yasgui from "@zazuko/yasgui";
import { element } from "../dom";
import { registerCompleters } from "./completion";
import type { PageData, Say } from "./page";

const { Yasqe } = Yasgui;
const MODE = "sparql-predeclared";
export type QueryBox = InstanceType<typeof Yasqe>;

/** What we use of CodeMirror 5, whose types YASQE does not carry along. */
interface Mode {
  startState(...given: unknown[]): { prefixes: Record<string, string> };
}
interface Modes {
  getMode(options: unknown, name: string): Mode;
  defineMode(name: string, make: (options: unknown) => Mode): void;
}

/** Teaches the box that the server declares prefixes: without it each of them would be marked as an error. */
function predeclare(prefixes: PageData["prefixes"]): void {
  const modes = Yasqe as unknown as Modes;
  modes.defineMode(MODE, (options) => {
    const mode = modes.getMode(options, "sparql11");
    return { ...mode, startState: (...given) => ({ ...mode.startState(...given), prefixes: { ...prefixes } }) };
  });
}

export function makeQueryBox(form: HTMLFormElement, text: HTMLTextAreaElement, page: PageData, say: Say): QueryBox {
  const place = element("div", { class: "editor" });
  form.querySelector("fieldset")?.remove(); // the views of the results take the place of the choice of a format
  form.querySelector("label[for=query]")?.remove();
  text.replaceWith(place);
  place.after(element("p", { class: "hint" }, say("editor_keys")));
  const shared = new URLSearchParams(location.hash.slice(1)).get("query");
  predeclare(page.prefixes);
  const box = new Yasqe(place, {
    mode: MODE,
    value: shared ?? text.value,
    autocompleters: registerCompleters(page),
    requestConfig: {
      endpoint: new URL("/sparql", location.href).href,
      method: "POST",
      acceptHeaderSelect: "application/sparql-results+json",
      acceptHeaderGraph: "text/turtle",
    },
    // Nothing is kept in the browser, and nothing is asked of other hosts.
    consumeShareLink: null,
    persistenceId: null,
    prefixCcApi: null,
    resizeable: false,
    editorHeight: "auto",
    showQueryButton: false,
    // Tab leaves the box, as it leaves every field: indenting is not worth a keyboard trap (WCAG 2.1.2).
    extraKeys: { ...Yasqe.defaults.extraKeys, Tab: false, "Shift-Tab": false },
  } as never); // its types know neither of these keys nor of parts of a request's settings
  box.getInputField().setAttribute("aria-label", say("query"));
  place.querySelector(".yasqe_buttons")?.remove();
  box.on("autocompletionShown", () => {
    document.querySelector(".CodeMirror-hints")?.setAttribute("aria-label", say("editor_completions"));
  });
  return box;
}

/** Marks the line of an error and brings its place into view; both are counted from 1. */
export function mark(box: QueryBox, line: number, column: number): void {
  box.addLineClass(line - 1, "background", "wrong");
  box.scrollIntoView({ line: line - 1, ch: column - 1 });
}

export function unmark(box: QueryBox): void {
  for (let line = 0; line < box.lineCount(); line++) box.removeLineClass(line, "background", "wrong");
}
