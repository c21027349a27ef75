"""The rules of `shapes/rules`, read once: what each checks, how it is called, what it says.

They are standard SHACL: any processor with SHACL-SPARQL runs the same files. This module only reads their annotations.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import pyoxigraph as ox

from kg.errors import ResourceError
from kg.output.bilingual import Text
from kg.resources import resource
from kg.validation.model import Severity
from kg.vocabulary import PREFIXES

_RULES = """
SELECT ?rule ?code ?severity ?select ?population WHERE {
    ?rule a cts:Rule ; dcterms:identifier ?code ; sh:severity ?severity ; sh:sparql/sh:select ?select ;
        cts:checks ?population
} ORDER BY ?code"""
_POPULATIONS = "SELECT ?population ?select WHERE { ?population a cts:Population ; sh:select ?select }"
_DECLARED = "SELECT ?prefix ?namespace WHERE { cts:Rules sh:declare [ sh:prefix ?prefix ; sh:namespace ?namespace ] }"


@dataclass(frozen=True, slots=True)
class Population:
    """The things that a rule looks at: their name and the query (one number, `?checked`) that counts them."""

    iri: str
    label: Text
    select: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue.

    Attributes:
        iri, code: its names; the code is stable for ever.
        title, message, remedy: what is shown; the message has `{?variable}` placeholders.
        rationale, source: why it is a finding, and what says so.
        fires, silent: a case that it finds, and a near one on which it stays silent, in a line each.
        cells: the columns whose printed words show the finding.
        population: what it looks at.
        select: its SPARQL SELECT, without prologue.
    """

    iri: str
    code: str
    severity: Severity
    title: Text
    message: Text
    remedy: Text
    rationale: Text
    source: Text
    fires: Text
    silent: Text
    cells: tuple[str, ...]
    population: Population
    select: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All rules, by code, and the prefixes that their queries declare."""

    rules: tuple[Rule, ...]
    prefixes: dict[str, str]

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def rule(self, code: str) -> Rule:
        """Return the rule of `code`.

        Raises:
            ResourceError: there is none.
        """
        for rule in self.rules:
            if rule.code == code:
                return rule
        raise ResourceError(f"There is no rule {code!r} in shapes/rules.")


def rules() -> tuple[Rule, ...]:
    """Return every rule, by code: what a page or a service shows of the catalogue.

    Texts hold both languages (`rule.title.in_("vi")`). Messages have `{?name}` where a finding has words. A rule's IRI
    is `…/shapes#<code>`: give its entry on a page the code as anchor.

    Raises:
        ResourceError: as for `load_catalogue`.
    """
    return load_catalogue().rules


@lru_cache(maxsize=1)
def load_catalogue() -> Catalogue:
    """Read `shapes/rules/*.ttl`.

    Raises:
        ResourceError: a file is missing or not Turtle, or a rule lacks one of its annotations.
    """
    shapes = _load()
    populations = {p.iri: p for p in _populations(shapes)}
    rules = tuple(_rule(shapes, row, populations) for row in _select(shapes, _RULES))
    prefixes = {row["prefix"].value: row["namespace"].value for row in _select(shapes, _DECLARED)}
    _complain_of_incomplete(shapes, rules)
    return Catalogue(rules, prefixes)


def _load() -> ox.Store:
    shapes = ox.Store()
    for path in sorted(resource("shapes/rules").glob("*.ttl")):
        try:
            shapes.load(path=str(path), format=ox.RdfFormat.TURTLE)
        except SyntaxError as error:
            raise ResourceError(f"shapes/rules/{path.name} is not Turtle: {error}.") from error
    return shapes


def _select(shapes: ox.Store, query: str) -> ox.QuerySolutions:
    return cast("ox.QuerySolutions", shapes.query(query, prefixes=PREFIXES))  # every query here is a SELECT


def _populations(shapes: ox.Store) -> Iterator[Population]:
    for row in _select(shapes, _POPULATIONS):
        iri = row["population"]
        yield Population(iri.value, _text(shapes, iri, "rdfs:label"), row["select"].value)


def _rule(shapes: ox.Store, row: ox.QuerySolution, populations: dict[str, Population]) -> Rule:
    iri = row["rule"]
    return Rule(
        iri=iri.value,
        code=row["code"].value,
        severity=Severity(row["severity"].value.rpartition("#")[2].lower()),
        title=_text(shapes, iri, "rdfs:label"),
        message=_text(shapes, iri, "sh:sparql/sh:message"),
        remedy=_text(shapes, iri, "cts:remedy"),
        rationale=_text(shapes, iri, "cts:rationale"),
        source=_text(shapes, iri, "dcterms:source"),
        fires=_text(shapes, iri, "cts:fires"),
        silent=_text(shapes, iri, "cts:silent"),
        cells=tuple(one["cell"].value for one in _select(shapes, f"SELECT ?cell {{ <{iri.value}> cts:cell ?cell }}")),
        population=populations[row["population"].value],
        select=row["select"].value,
    )


def _text(shapes: ox.Store, subject: ox.NamedNode, path: str) -> Text:
    rows = _select(shapes, f"SELECT ?text {{ <{subject.value}> {path} ?text }}")
    words = {row["text"].language: " ".join(row["text"].value.split()) for row in rows}
    if not {"vi", "en"} <= words.keys():
        raise ResourceError(f"{subject.value} in shapes/rules has no {path} in both vi and en.")
    return Text(words["vi"], words["en"])


def _complain_of_incomplete(shapes: ox.Store, rules: tuple[Rule, ...]) -> None:
    """A rule that lacks an annotation would be left out silently by the query above."""
    declared = {row["rule"].value for row in _select(shapes, "SELECT ?rule { ?rule a cts:Rule }")}
    missing = sorted(declared - {rule.iri for rule in rules})
    if missing:
        raise ResourceError(f"Rules in shapes/rules lack an annotation, a severity or a query: {', '.join(missing)}.")
