"""Counts of the served snapshot, asked once a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from kg.serving.pool import Lane
from kg.serving.protocol import QueryRequest
from kg.vocabulary import expand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.serving.pool import Pool

_COUNTED: Final = {
    "plans": "ct:Plan",
    "assignments": "ct:Assignment",
    "indicators": "ct:Indicator",
    "agencies": "ct:Agency",
    "documents": "ct:LegalDocument",
}
_SIZES: Final = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_KINDS: Final = "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class } GROUP BY ?class"


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of what a snapshot holds.

    Attributes:
        snapshot: its id.
        graphs: number of triples by named graph.
        numbers: how many plans, assignments, indicators, agencies, legal documents; and triples.
    """

    snapshot: str
    graphs: Mapping[str, int]
    numbers: Mapping[str, int]


class Statistics:
    """Keeps the counts of the snapshot that is served.

    Args:
        pool: asked once a snapshot.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._known: Counts | None = None

    async def counts(self) -> Counts:
        """Return the counts."""
        snapshot = self._pool.snapshot
        if self._known is None or self._known.snapshot != snapshot:
            self._known = await _count(self._pool)
        return self._known


async def _count(pool: Pool) -> Counts:
    sizes = await pool.query(QueryRequest(_SIZES), lane=Lane.RESERVED)
    kinds = await pool.query(QueryRequest(_KINDS), lane=Lane.RESERVED)
    graphs = _numbers(sizes.body)
    by_class = _numbers(kinds.body)
    numbers = {name: by_class.get(expand(curie), 0) for name, curie in _COUNTED.items()}
    return Counts(sizes.snapshot, graphs, numbers | {"triples": sum(graphs.values())})


def _numbers(body: bytes) -> Mapping[str, int]:
    solutions = cast("QuerySolutions", parse_query_results(body, QueryResultsFormat.JSON))
    numbers: dict[str, int] = {}
    for thing, count in solutions:
        if isinstance(thing, NamedNode) and isinstance(count, Literal):
            numbers[thing.value] = int(count.value)
    return numbers
