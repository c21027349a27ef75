// The SPARQL editor: the two halves of YASGUI, in the place of the plain query box of the page.

import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";
import "./editor.css";
import { element } from "../dom";
import { ChartView } from "./chart";
import { registerCompleters } from "./completion";
import { GraphView } from "./graph";
import { problemShown } from "./problem";
import { type PageData, readPageData, type Say, speaker } from "./page";
import { TableView } from "./table";
import type { ResultsView } from "./view";

const { Yasqe, Yasr } = Yasgui;
const ACCEPT = { select: "application/sparql-results+json", graph: "text/turtle" };
type Results = InstanceType<typeof Yasr>;
type View = new (yasr: Results, page: PageData, say: Say) => ResultsView;

function start(): void {
  const form = document.querySelector<HTMLFormElement>("form.query");
  const box = form?.querySelector<HTMLTextAreaElement>("textarea[name=query]");
  if (!form || !box) return;
  const page = readPageData();
  const say = speaker(page.words);
  const results = element("section", { class: "results", "aria-label": say("results") });
  const editor = makeEditor(form, box, page, say);
  form.after(results);
  const yasr = makeResults(results, editor, page, say);
  connect(form, editor, yasr, results, say);
}

function makeEditor(form: HTMLFormElement, box: HTMLTextAreaElement, page: PageData, say: Say) {
  const place = element("div", { class: "editor" });
  form.querySelector("fieldset")?.remove(); // the format is chosen by the view of the results
  box.replaceWith(place);
  form.querySelector("label[for=query]")?.remove();
  const editor = new Yasqe(place, {
    value: new URLSearchParams(location.hash.slice(1)).get("query") ?? box.value,
    autocompleters: registerCompleters(page),
    consumeShareLink: null,
    createShortLink: undefined,
    persistenceId: null,
    prefixCcApi: null,
    resizeable: false,
    showQueryButton: false,
    screenReaderLabel: say("query"),
    requestConfig: {
      endpoint: new URL("/sparql", location.href).href,
      method: "POST",
      acceptHeaderSelect: ACCEPT.select,
      acceptHeaderGraph: ACCEPT.graph,
    },
    // Tab leaves the editor, as it leaves every field: indenting is not worth a keyboard trap (WCAG 2.1.2).
    extraKeys: { Tab: false, "Shift-Tab": false } as never,
  } as never);
  editor.getInputField().setAttribute("aria-label", say("query"));
  place.querySelector(".yasqe_buttons")?.remove();
  return editor;
}

function makeResults(place: HTMLElement, editor: InstanceType<typeof Yasqe>, page: PageData, say: Say): Results {
  register("table", TableView, page, say);
  register("chart", ChartView, page, say);
  register("graph", GraphView, page, say);
  return new Yasr(place, {
    persistenceId: null,
    pluginOrder: ["table", "chart", "graph", "boolean", "response"],
    defaultPlugin: "table",
    prefixes: { ...page.prefixes },
    errorRenderers: [(error) => Promise.resolve(problemShown(error, say, (line, column) => point(editor, line, column)))],
  });
}

/** Puts a view of ours in the place of YASR's. */
function register(name: string, view: View, page: PageData, say: Say): void {
  const plugin = class extends view {
    constructor(yasr: Results) {
      super(yasr, page, say);
    }
  };
  Yasr.registerPlugin(name, plugin as never);
}

/** Marks the line of an error and puts the cursor to its place; both are counted from 1. */
function point(editor: InstanceType<typeof Yasqe>, line: number, column: number): void {
  editor.addLineClass(line - 1, "background", "wrong");
  editor.setCursor({ line: line - 1, ch: column - 1 });
}

function connect(
  form: HTMLFormElement,
  editor: InstanceType<typeof Yasqe>,
  yasr: Results,
  results: HTMLElement,
  say: Say,
): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void editor.query().catch(() => undefined); // what went wrong is shown as a result
  });
  editor.on("query", () => {
    results.setAttribute("aria-busy", "true");
    editor.eachLine((line: unknown) => editor.removeLineClass(line as never, "background", "wrong"));
    history.replaceState(null, "", `#${new URLSearchParams({ query: editor.getValue() })}`);
  });
  editor.on("queryResponse", (_: unknown, response: unknown, duration: number) => {
    results.removeAttribute("aria-busy");
    yasr.setResponse(response, duration);
  });
  yasr.on("drawn", () => translate(results, say));
}

/** Says in the reader's language what YASR says in English only. */
function translate(results: HTMLElement, say: Say): void {
  for (const [selector, key] of [
    [".select_response .plugin_label, .select_response", "editor_raw"],
    [".select_boolean .plugin_label, .select_boolean", "editor_boolean"],
  ] as const) {
    const button = results.querySelector<HTMLElement>(selector);
    if (button && button.querySelector("span")) button.querySelector("span")!.textContent = say(key);
  }
}

start();
