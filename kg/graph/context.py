"""What every part of one plan's graph needs to know of the plan."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.extraction.model import Row
from kg.graph.header import target_year
from kg.graph.naming import PlanNames, names_of
from kg.graph.schemes import Schemes, load_schemes
from kg.graph.source import file_node
from kg.resolution.model import ResolvedPlan


@dataclass(frozen=True, slots=True)
class PlanContext:
    """The plan, as its rows see it.

    Attributes:
        names: names the nodes below the plan.
        file: node of the file that the plan was read from.
        target_year: year of targets that print no year of their own; None = not known.
        schemes: what printed units and headings stand for.
        paths: the paths of all rows, so that a sub-row finds its parent.
    """

    names: PlanNames
    file: NamedNode
    target_year: int | None
    schemes: Schemes
    paths: frozenset[str]

    def parent(self, path: str, row: Row) -> NamedNode | None:
        """Return the row that a sub-row stands under (its path without the last step), None for other rows."""
        above = path.rpartition("/")[0]
        return self.names.assignment(above) if row.parent_ordinal is not None and above in self.paths else None


def context_of(plan: ResolvedPlan) -> PlanContext:
    """Return the context of a plan."""
    return PlanContext(
        names=names_of(plan),
        file=file_node(plan.record.source),
        target_year=target_year(plan),
        schemes=load_schemes(),
        paths=frozenset(row.path for row in plan.rows),
    )
