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
_POPULATIONS = """
SELECT ?population ?select ?shared WHERE {
    ?population a cts:Population ; sh:select ?select OPTIONAL { ?population cts:shared ?shared } }"""
_SCOPES = """
SELECT ?rule ?meets ?parts ?ends WHERE {
    ?rule sh:sparql ?query
    { ?query cts:meets/sh:select ?meets } UNION { ?query cts:parts ?parts ; cts:ends ?ends } }"""
_BACKWARDS = "SELECT ?path WHERE { cts:Rules cts:backwards ?path } ORDER BY ?path"
_DECLARED = "SELECT ?prefix ?namespace WHERE { cts:Rules sh:declare [ sh:prefix ?prefix ; sh:namespace ?namespace ] }"


@dataclass(frozen=True, slots=True)
class Population:
    """The things that a rule looks at.

    Attributes:
        label: their name.
        select: the query that counts them (one number, `?checked`). Numbers of plans add up, unless `shared` is given:
        shared: the query (`?plan`, `?member`) of things that count when two or more plans have them.
    """

    iri: str
    label: Text
    select: str
    shared: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a rule has to see of other plans to judge one plan; nothing, if neither query is given.

    Attributes:
        meets: the plans (`?plan`, of the plan `$this`) whose rows it is held against.
        parts: rows (`?plan ?row ?item ?group ?class`) of which only the least ones of a class count.
        ends: whether only the first and the last class of an item and group count.
    """

    meets: str | None = None
    parts: str | None = None
    ends: bool = False

    @property
    def within(self) -> bool:
        """Whether the rule looks at each plan by itself."""
        return self.meets is None and self.parts is None


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
        scope: what it sees of other plans.
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
    scope: Scope


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All rules, by code, the prefixes that their queries declare, and the paths that they read backwards (IRIs)."""

    rules: tuple[Rule, ...]
    prefixes: dict[str, str]
    backwards: tuple[str, ...]

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    @property
    def populations(self) -> tuple[Population, ...]:
        """What the rules look at, each once."""
        return tuple({rule.population.iri: rule.population for rule in self.rules}.values())

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
    scopes = {row["rule"].value: _scope(row) for row in _select(shapes, _SCOPES)}
    rules = tuple(_rule(shapes, row, populations, scopes) for row in _select(shapes, _RULES))
    prefixes = {row["prefix"].value: row["namespace"].value for row in _select(shapes, _DECLARED)}
    _complain_of_incomplete(shapes, rules)
    return Catalogue(rules, prefixes, tuple(row["path"].value for row in _select(shapes, _BACKWARDS)))


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
        iri, shared = row["population"], row["shared"]
        yield Population(
            iri.value, _text(shapes, iri, "rdfs:label"), row["select"].value, shared.value if shared else None
        )


def _scope(row: ox.QuerySolution) -> Scope:
    if row["meets"]:
        return Scope(meets=row["meets"].value)
    return Scope(parts=row["parts"].value, ends=row["ends"].value == "true")


def _rule(
    shapes: ox.Store, row: ox.QuerySolution, populations: dict[str, Population], scopes: dict[str, Scope]
) -> Rule:
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
        scope=scopes.get(iri.value, Scope()),
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
