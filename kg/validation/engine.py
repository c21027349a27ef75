"""The engines behind one interface: a catalogue of rules and a graph in, solutions out.

`SparqlEngine` evaluates the declared queries on the store itself; `kg.validation.shacl.ShaclEngine` gives the same
files to pyshacl. A differential test holds the one against the other (`docs/decisions/0010-validation-engines.md`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Protocol, cast

import pyoxigraph as ox

from kg.validation.catalogue import Catalogue, Population, Rule
from kg.vocabulary import expand

_DECIMAL: Final = expand("xsd:decimal")
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Solution:
    """One solution of a rule's query: `value` is the focus; `bindings` holds every bound variable by name."""

    rule: Rule
    value: ox.NamedNode
    bindings: Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Part:
    """A row's part in what a rule compares: its group among the rows of an item, and the class that it is sorted by."""

    rule: str
    plan: str
    row: str
    item: str
    group: str
    sorted_by: Decimal | str


class Engine(Protocol):
    """What runs rules."""

    def run(self, rules: Iterable[Rule]) -> Iterator[Solution]:
        """Yield every solution of every rule, in no particular order."""


@dataclass(frozen=True, slots=True)
class SparqlEngine:
    """Evaluates the rules' queries over the union of a store's graphs, each once.

    The variable `$this` of SHACL is the one global target, which no rule asks anything about: it stays unbound.
    """

    store: ox.Store
    catalogue: Catalogue

    def run(self, rules: Iterable[Rule]) -> Iterator[Solution]:
        """Yield every solution of every rule."""
        for rule in rules:
            solutions = self._select(rule.select)
            names = [variable.value for variable in solutions.variables]
            for row in solutions:
                bindings = {name: term for name, term in zip(names, row, strict=True) if term is not None}
                yield Solution(rule, bindings["value"], bindings)

    def count(self, population: Population) -> int:
        """Return how many things of `population` the store holds."""
        (row,) = self._select(population.select)
        return int(row["checked"].value)

    def members(self, population: Population) -> Iterator[tuple[str, str]]:
        """Yield (plan, thing) of a population that counts what plans share; nothing for another one."""
        if population.shared:
            for row in self._select(population.shared):
                yield row["plan"].value, row["member"].value

    def met(self, rule: Rule, plan: str) -> Iterator[str]:
        """Yield the plans whose rows `rule` holds against those of `plan`."""
        if rule.scope.meets:
            for row in self._select(rule.scope.meets.replace("$this", f"<{plan}>")):
                yield row["plan"].value

    def parts(self, rule: Rule) -> Iterator[Part]:
        """Yield the rows that `rule` compares class by class."""
        if rule.scope.parts:
            for row in self._select(rule.scope.parts):
                plan, of, item, group = (row[name].value for name in ("plan", "row", "item", "group"))
                yield Part(rule.code, plan, of, item, group, _sortable(row["class"]))

    def _select(self, query: str) -> ox.QuerySolutions:
        solutions = self.store.query(query, prefixes=self.catalogue.prefixes, use_default_graph_as_union=True)
        return cast("ox.QuerySolutions", solutions)  # the queries of rules and populations are SELECTs


def _sortable(term: Term) -> Decimal | str:
    literal = cast("ox.Literal", term)
    return Decimal(literal.value) if literal.datatype.value == _DECIMAL else literal.value
