"""What only one plan knows: its unnamed place and bodies, its incomplete documents, names that stay unresolved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.extraction.model import RowKind
from kg.graph.citation import all_citations
from kg.graph.entity import entity_facts
from kg.graph.naming import PlanNames
from kg.graph.terms import PREF_LABEL, RDF_TYPE, RDFS_LABEL, Fact, ct, describe, vietnamese
from kg.resolution.model import Link, Place, ResolvedPlan, ResolvedRoles

ITEM_CLASSES: Final = {
    RowKind.INDICATOR: ct("Indicator"),
    RowKind.TASK: ct("Task"),
    RowKind.INFORMATION: ct("InformationItem"),
}


def local_facts(plan: ResolvedPlan, names: PlanNames) -> Iterator[Fact]:
    """Describe the nodes minted below the plan for things that the registries do not know."""
    classes = item_classes(plan)
    for entity in plan.entities:
        if names.owns(NamedNode(entity.iri)):
            yield from entity_facts(entity, classes.get(entity.iri))
    yield from _unnamed_place(plan)
    yield from _unresolved_agencies(plan, names)
    yield from _unresolved_items(plan, names)
    yield from _document_candidates(plan, names)


def item_classes(plan: ResolvedPlan) -> dict[str, NamedNode]:
    """Return, for each item that rows are about, the class that its first row gives it."""
    classes: dict[str, NamedNode] = {}
    for row in plan.rows:
        if row.indicator.iri is not None:
            classes.setdefault(row.indicator.iri, ITEM_CLASSES[row.row.row_kind])
    return classes


def agency_links(plan: ResolvedPlan) -> Iterator[Link]:
    """Yield the links of all printed agency names, of both readings, in the order of the rows."""
    for row in plan.rows:
        for roles in (row.roles, row.alternative_roles or ResolvedRoles()):
            yield from (*roles.lead, *roles.coordinating, *roles.guiding)


def _unnamed_place(plan: ResolvedPlan) -> Iterator[Fact]:
    """Say of the plan's own place that the print does not name it; a named place that no registry has is not that."""
    if plan.record.document.locality.name is None:
        own = (entity for entity in plan.entities if isinstance(entity, Place) and entity.local)
        yield from ((NamedNode(place.iri), ct("unnamed"), Literal(True)) for place in own)


def _unresolved_agencies(plan: ResolvedPlan, names: PlanNames) -> Iterator[Fact]:
    unresolved = {names.agency(link): link.printed for link in agency_links(plan) if link.iri is None}
    for node, printed in unresolved.items():
        yield from describe(node, (RDF_TYPE, ct("UnresolvedAgency")), (RDFS_LABEL, vietnamese(printed)))


def _unresolved_items(plan: ResolvedPlan, names: PlanNames) -> Iterator[Fact]:
    for row in plan.rows:
        if row.indicator.iri is None:
            node, item_class = names.item(row.indicator, row.path), ITEM_CLASSES[row.row.row_kind]
            yield from describe(node, (RDF_TYPE, item_class), (PREF_LABEL, vietnamese(row.row.label)))
    for n, target in enumerate(plan.body_targets, start=1):
        if target.indicator.iri is None:
            node, label = names.item(target.indicator, f"body/{n}"), target.body_target.phrase
            yield from describe(node, (RDF_TYPE, ct("Indicator")), (PREF_LABEL, vietnamese(label)))


def _document_candidates(plan: ResolvedPlan, names: PlanNames) -> Iterator[Fact]:
    """Link the plan's own nodes of incompletely identified documents to what they may be."""
    for citation in all_citations(plan):
        iri = citation.document.iri
        if iri is not None and names.owns(NamedNode(iri)):
            for candidate in citation.document.candidates:
                yield NamedNode(iri), ct("candidate"), NamedNode(candidate.iri)
