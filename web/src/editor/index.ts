// The SPARQL editor: the two halves of YASGUI, in the place of the plain query box of the page.

import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";
import "./editor.css";
import { element } from "../dom";
import { makeQueryBox, mark, unmark, type QueryBox } from "./box";
import { ChartView } from "./chart";
import { GraphView } from "./graph";
import { type PageData, readPageData, type Say, speaker } from "./page";
import { problemShown } from "./problem";
import { TableView } from "./table";
import type { ResultsView } from "./view";

const { Yasr } = Yasgui;
const DOWNLOADS = ["csv", "tsv", "json", "xml", "turtle", "nt", "jsonld"] as const;
const OF_GRAPHS = new Set<string>(["turtle", "nt", "jsonld"]);

type Results = InstanceType<typeof Yasr>;
type View = new (yasr: Results, page: PageData, say: Say) => ResultsView;

function start(): void {
  const form = document.querySelector<HTMLFormElement>("form.query");
  const text = form?.querySelector<HTMLTextAreaElement>("textarea[name=query]");
  if (!form || !text) return;
  const page = readPageData();
  const say = speaker(page.words);
  const box = makeQueryBox(form, text, page, say);
  const status = element("p", { class: "status", "aria-live": "polite" });
  const results = element("section", { class: "results", "aria-label": say("results"), hidden: true });
  form.after(status, results);
  const yasr = makeResults(results, box, page, say);
  connect(form, box, yasr, results, status, say);
}

function makeResults(place: HTMLElement, box: QueryBox, page: PageData, say: Say): Results {
  register("table", TableView, page, say);
  register("chart", ChartView, page, say);
  register("graph", GraphView, page, say);
  return new Yasr(place, {
    persistenceId: null,
    pluginOrder: ["table", "chart", "graph", "boolean", "response"],
    defaultPlugin: "table",
    prefixes: { ...page.prefixes },
    errorRenderers: [(error) => Promise.resolve(problemShown(error, say, (line, column) => mark(box, line, column)))],
  });
}

/** Puts a view of ours in the place of YASR's of that name, or beside them. */
function register(name: string, view: View, page: PageData, say: Say): void {
  const plugin = class extends view {
    constructor(yasr: Results) {
      super(yasr, page, say);
    }
  };
  Yasr.registerPlugin(name, plugin as never); // YASR's own type of a plugin is an abstract class that nothing is
}

function connect(
  form: HTMLFormElement,
  box: QueryBox,
  yasr: Results,
  results: HTMLElement,
  status: HTMLElement,
  say: Say,
): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void box.query().catch(() => undefined); // what went wrong is shown as a result
  });
  box.on("query", () => {
    status.textContent = say("editor_running");
    results.setAttribute("aria-busy", "true");
    unmark(box);
    history.replaceState(null, "", `#${new URLSearchParams({ query: box.getValue() })}`); // an address to share
  });
  box.on("queryResponse", (_: unknown, response: unknown, milliseconds: number) => {
    results.hidden = false;
    results.removeAttribute("aria-busy");
    yasr.setResponse(response, milliseconds);
    const seconds = (milliseconds / 1000).toFixed(2);
    status.replaceChildren(say("editor_answered", { seconds }), ...downloads(yasr, box.getValue(), say));
  });
  // YASR says which views there are by classes, at moments of its own.
  const views = results.querySelector(".yasr_btnGroup");
  if (views) new MutationObserver(() => nameViews(results, say)).observe(views, { attributeFilter: ["class"], subtree: true });
}

/** Links to the same answer in each format that can hold it. */
function downloads(yasr: Results, query: string, say: Say): (Node | string)[] {
  if (yasr.results?.hasError()) return [];
  const graph = (yasr.results?.getStatements() ?? []).length > 0;
  const links = DOWNLOADS.filter((format) => OF_GRAPHS.has(format) === graph).map((format) =>
    element("a", { href: `/sparql?${new URLSearchParams({ query, format })}` }, format),
  );
  return [` ${say("download")}: `, ...links.flatMap((link) => [link, " "])];
}

/** Says in the reader's language what YASR says in English only, and to everybody which view is the current one. */
function nameViews(results: HTMLElement, say: Say): void {
  results.querySelector(".yasr_btnGroup")?.setAttribute("aria-label", say("editor_views"));
  const names = new Map([["select_response", say("editor_raw")], ["select_boolean", say("editor_boolean")]]);
  for (const button of results.querySelectorAll<HTMLButtonElement>(".yasr_btnGroup button")) {
    button.removeAttribute("aria-label");
    button.removeAttribute("title");
    button.setAttribute("aria-pressed", String(button.classList.contains("selected")));
    button.disabled = button.classList.contains("disabled");
    const name = [...button.classList].map((each) => names.get(each)).find(Boolean);
    const text = button.querySelector("span");
    if (name && text) text.textContent = name;
  }
}

start();
