// RDF terms of a result, and how they are shown.

import type { Parser } from "@zazuko/yasr";
import { element } from "../dom";
import { addressOf } from "../things";

export type Term = Parser.BindingValue;

const NUMERIC = new Set(
  ["integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger", "positiveInteger"].map(
    (name) => `http://www.w3.org/2001/XMLSchema#${name}`,
  ),
);

export function numberOf(term: Term | undefined): number | undefined {
  return term?.datatype && NUMERIC.has(term.datatype) ? Number(term.value) : undefined;
}

/** The shortest CURIE of an IRI, or the IRI itself. */
export function shorten(iri: string, prefixes: Readonly<Record<string, string>>): string {
  const [prefix, namespace] = Object.entries(prefixes)
    .filter(([, candidate]) => iri.startsWith(candidate))
    .reduce((best, each) => (each[1].length > best[1].length ? each : best), ["", ""]);
  return namespace ? `${prefix}:${iri.slice(namespace.length)}` : iri;
}

export function shownTerm(term: Term | undefined, prefixes: Readonly<Record<string, string>>): Node | string {
  if (!term) return "";
  if (term.type === "uri") return linkTo(term.value, shorten(term.value, prefixes));
  return element("span", { lang: term["xml:lang"] }, term.value);
}

/** A link, if following it is safe: an IRI of another scheme (javascript:, data:) is only text. */
function linkTo(iri: string, text: string): Node | string {
  return /^https?:/.test(iri) ? element("a", { href: addressOf(iri), title: iri }, text) : text;
}
