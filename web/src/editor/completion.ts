// Completion of classes and properties from the VoID description of the data that is served, most used first.

import Yasgui from "@zazuko/yasgui";
import type { AutocompletionToken } from "@zazuko/yasqe/build/ts/src/autocompleters/index.d.ts";
import type { Hint, Yasqe } from "@zazuko/yasqe";
import { shorten } from "./terms";
import type { PageData } from "./page";

const VOID = "http://rdfs.org/ns/void#";
const MOST = 100;
const TRIPLE = /^<([^>]*)> <([^>]*)> (?:<([^>]*)>|"([^"]*)".*) \.$/;
const LABELS = `SELECT ?term ?label WHERE {
  VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty }
  ?term a ?kind ; rdfs:label ?label
}`;

interface Vocabulary {
  readonly classes: readonly string[];
  readonly properties: readonly string[];
  /** What a term is called in the reader's language, by CURIE. */
  readonly labels: ReadonlyMap<string, string>;
}

/** Registers the completers and returns their names. The vocabulary is fetched when one is first needed. */
export function registerCompleters(page: PageData): string[] {
  let fetched: Promise<Vocabulary> | undefined;
  const vocabulary = () => (fetched ??= fetchVocabulary(page));
  fork("class", "void-class", vocabulary, "classes");
  fork("property", "void-property", vocabulary, "properties");
  return ["void-class", "void-property", "variables"];
}

function fork(
  from: string,
  name: string,
  vocabulary: () => Promise<Vocabulary>,
  list: "classes" | "properties",
): void {
  let labels: Vocabulary["labels"] = new Map();
  const completer = {
    name,
    autoShow: true,
    bulk: false,
    preProcessToken: (_: Yasqe, token: AutocompletionToken) => token,
    postProcessSuggestion: (_: Yasqe, __: AutocompletionToken, suggestion: string) => suggestion,
    get: async (_: Yasqe, token?: AutocompletionToken) => {
      const known = await vocabulary();
      labels = known.labels;
      return matching(known[list], labels, (token as { string: string } | undefined)?.string.trim() ?? "");
    },
    postprocessHints: (_: Yasqe, hints: Hint[]) =>
      hints.map((hint) => ({ ...hint, displayText: described(hint.text, labels) })),
  };
  Yasgui.Yasqe.forkAutocompleter(from, completer, false);
}

function described(curie: string, labels: Vocabulary["labels"]): string {
  const label = labels.get(curie);
  return label ? `${curie} – ${label}` : curie;
}

/** The terms that hold what was typed, in their name or label; those that begin with it come first. None of one that is whole. */
function matching(terms: readonly string[], labels: Vocabulary["labels"], typed: string): string[] {
  if (terms.includes(typed)) return []; // or the menu would open again after each choice
  const wanted = typed.toLowerCase();
  const holding = terms.filter((term) => described(term, labels).toLowerCase().includes(wanted));
  const first = holding.filter((term) => term.toLowerCase().startsWith(wanted));
  return [...new Set([...first, ...holding])].slice(0, MOST);
}

async function fetchVocabulary(page: PageData): Promise<Vocabulary> {
  const [description, labels] = await Promise.all([
    fetch("/.well-known/void", { headers: { Accept: "application/n-triples" } }).then((answer) => answer.text()),
    fetchLabels(page),
  ]);
  const usage = usageOf(description);
  const short = (iri: string) => shorten(iri, page.prefixes);
  return { classes: usage("class", "entities").map(short), properties: usage("property", "triples").map(short), labels };
}

/** Reads N-Triples; returns what gives the terms of one kind of partition by falling use. */
function usageOf(description: string): (kind: string, count: string) => string[] {
  const said = new Map<string, Map<string, string>>();
  for (const line of description.split("\n")) {
    const [, subject, predicate, iri, literal] = TRIPLE.exec(line) ?? [];
    if (!subject || !predicate?.startsWith(VOID)) continue;
    const facts = said.get(subject) ?? new Map<string, string>();
    said.set(subject, facts.set(predicate.slice(VOID.length), iri ?? literal ?? ""));
  }
  return (kind, count) => {
    const uses = new Map<string, number>();
    for (const facts of said.values()) {
      const term = facts.get(kind);
      if (term) uses.set(term, Math.max(uses.get(term) ?? 0, Number(facts.get(count) ?? 0)));
    }
    return [...uses.keys()].sort((a, b) => (uses.get(b) ?? 0) - (uses.get(a) ?? 0) || (a < b ? -1 : 1));
  };
}

async function fetchLabels(page: PageData): Promise<Map<string, string>> {
  const answer = await fetch(`/sparql?${new URLSearchParams({ query: LABELS, format: "json" })}`);
  const labels = new Map<string, string>();
  if (!answer.ok) return labels; // completion works without them
  const found = (await answer.json()) as { results: { bindings: Record<string, { value: string; "xml:lang"?: string }>[] } };
  for (const { term, label } of found.results.bindings) {
    if (term && label?.["xml:lang"] === page.language) labels.set(shorten(term.value, page.prefixes), label.value);
  }
  return labels;
}
