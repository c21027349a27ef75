"""The engines behind one interface: a catalogue of rules and a graph in, solutions out.

`SparqlEngine` evaluates the declared queries on the store itself; `kg.validation.shacl.ShaclEngine` gives the same
files to pyshacl. A differential test holds the one against the other (`docs/decisions/0010-validation-engines.md`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, cast

import pyoxigraph as ox

from kg.validation.catalogue import Catalogue, Population, Rule

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Solution:
    """One solution of a rule's query: `value` is the focus; `bindings` holds every bound variable by name."""

    rule: Rule
    value: ox.NamedNode
    bindings: Mapping[str, Term]


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

    def _select(self, query: str) -> ox.QuerySolutions:
        solutions = self.store.query(query, prefixes=self.catalogue.prefixes, use_default_graph_as_union=True)
        return cast("ox.QuerySolutions", solutions)  # the queries of rules and populations are SELECTs
