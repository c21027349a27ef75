"""The engines behind one interface: a catalogue of rules and a graph in, solutions out.

`SparqlEngine` evaluates the declared queries on the store itself; `kg.validation.shacl.ShaclEngine` gives the same
files to pyshacl. A differential test holds the one against the other (`docs/decisions/0010-validation-engines.md`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Protocol, TypeVar, cast

import pyoxigraph as ox

from kg.validation.catalogue import Catalogue, Population, Rule
from kg.vocabulary import expand

_DECIMAL: Final = expand("xsd:decimal")
_MOST_THREADS: Final = 4
"""Each thread holds the intermediate results of one query; more of them than this would buy little for much memory."""

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
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

    Attributes:
        threads: queries that are evaluated at a time. The store lets Python's other threads run while it evaluates one,
            so two threads use two cores, on one copy of the graph. What comes out is the same, in the same order.
    """

    store: ox.Store
    catalogue: Catalogue
    threads: int = 1

    def run(self, rules: Iterable[Rule]) -> Iterator[Solution]:
        """Yield every solution of every rule."""
        for solutions in self._each(self._solutions, rules):
            yield from solutions

    def count(self, populations: Iterable[Population]) -> dict[str, int]:
        """Return how many things of each population the store holds, by the population's IRI."""
        listed = list(populations)
        return {one.iri: number for one, number in zip(listed, self._each(self._number, listed), strict=True)}

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

    def _each(self, work: Callable[[Asked], Answer], asked: Iterable[Asked]) -> Iterator[Answer]:
        """Yield the answers to what is asked, in its order."""
        if self.threads == 1:
            yield from map(work, asked)
            return
        with ThreadPoolExecutor(self.threads) as pool:
            yield from pool.map(work, asked)

    def _solutions(self, rule: Rule) -> list[Solution]:
        solutions = self._select(rule.select)
        names = [variable.value for variable in solutions.variables]
        rows = ({name: term for name, term in zip(names, row, strict=True) if term is not None} for row in solutions)
        return [Solution(rule, bindings["value"], bindings) for bindings in rows]

    def _number(self, population: Population) -> int:
        (row,) = self._select(population.select)
        return int(row["checked"].value)

    def _select(self, query: str) -> ox.QuerySolutions:
        solutions = self.store.query(query, prefixes=self.catalogue.prefixes, use_default_graph_as_union=True)
        return cast("ox.QuerySolutions", solutions)  # the queries of rules and populations are SELECTs


def all_threads() -> int:
    """Return how many queries to evaluate at a time where a whole graph is judged: one a core, a few at most."""
    return min(os.cpu_count() or 1, _MOST_THREADS)


def _sortable(term: Term) -> Decimal | str:
    literal = cast("ox.Literal", term)
    return Decimal(literal.value) if literal.datatype.value == _DECIMAL else literal.value
