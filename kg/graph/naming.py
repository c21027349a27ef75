"""The nodes below a plan: parts, rows, and whatever the registries do not know (`docs/graph.md`, names of things)."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.extraction.model import Row
from kg.graph.terms import below, part
from kg.resolution.model import Link, ResolvedPlan
from kg.vocabulary import PLAN_GRAPH


@dataclass(frozen=True, slots=True)
class PlanNames:
    """Gives the nodes below the plan `node`; `slug` names its graph."""

    node: NamedNode
    slug: str

    @property
    def graph(self) -> NamedNode:
        """The plan's named graph."""
        return NamedNode(PLAN_GRAPH + self.slug)

    def owns(self, subject: NamedNode) -> bool:
        """Tell whether `subject` is the plan or is minted below it."""
        return subject == self.node or subject.value.startswith(self.node.value + "/")

    def assignment(self, path: str) -> NamedNode:
        """Return the node of the row at `path`."""
        return below(self.node, "assignment", path)

    def table(self, label: str | None) -> NamedNode:
        """Return the node of the table with this printed label."""
        return below(self.node, "table", part(label))

    def section(self, table: str | None, label: str | None, title: str | None) -> NamedNode | None:
        """Return the node of a section, named by its label, else by its title; None when the row is in no section."""
        if label is None and title is None:
            return None
        return below(self.node, "section", part(table), part(label if label is not None else title))

    def section_of(self, row: Row) -> NamedNode | None:
        """Return the section that a row stands in."""
        return self.section(row.table, row.section, row.section_title)

    def agency(self, link: Link) -> NamedNode:
        """Return what an agency's printed name is taken to name; a node of the plan's own when it is unresolved."""
        return NamedNode(link.iri) if link.iri else below(self.node, "agency", "unresolved", part(link.printed))

    def item(self, link: Link, path: str) -> NamedNode:
        """Return the item that a row or body target at `path` is about; a node of the plan's own when unresolved."""
        return NamedNode(link.iri) if link.iri else below(self.node, "indicator", path)


def names_of(plan: ResolvedPlan) -> PlanNames:
    """Return what names the nodes of a plan."""
    return PlanNames(NamedNode(plan.iri), plan.slug)
