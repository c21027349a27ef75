"""The plan itself: what its head prints, and what its issuer and place resolve to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from pyoxigraph import NamedNode

from kg.extraction.model import Header
from kg.graph.naming import PlanNames
from kg.graph.source import derived_from, file_node
from kg.graph.terms import (
    RDF_TYPE,
    RDFS_LABEL,
    Fact,
    below,
    concept,
    ct,
    describe,
    full_date,
    integer,
    name,
    text,
    vietnamese,
    year_of,
)
from kg.resolution.documents import document_label
from kg.resolution.model import Agency, Level, Place, ResolvedPlan
from kg.resolution.numbers import DocumentKinds, load_document_kinds, parse_number
from kg.resolution.places import LEVEL_WORDS
from kg.resources import resource
from kg.vietnamese import fold

_TARGET_YEAR: Final = "ct:targetYear"


def header_facts(plan: ResolvedPlan, names: PlanNames) -> Iterator[Fact]:
    """Describe the plan node, its file and where its head is printed."""
    printed, file, level = plan.record.document, file_node(plan.record.source), plan_level(plan)
    yield from describe(
        names.node,
        (RDF_TYPE, name(_kind(printed)[0])),
        (RDFS_LABEL, vietnamese(plan_label(plan))),
        (ct("number"), text(printed.number)),
        (ct("datePrinted"), text(printed.date)),
        (name("eli:date_document"), full_date(printed.date)),
        (ct("year"), year_of(printed.date)),
        (ct("targetYear"), integer(target_year(plan))),
        (name("eli:passed_by"), NamedNode(plan.issuer.iri) if plan.issuer.iri else None),
        (ct("issuerPrinted"), text(printed.issuer)),
        (ct("place"), NamedNode(plan.place.iri) if plan.place.iri else None),
        (ct("level"), concept("level", level) if level else None),
        (name("dcterms:title"), vietnamese(printed.title)),
        (ct("appendixLabel"), text(printed.appendix_label)),
        (ct("status"), concept("status", printed.status) if printed.status else None),
        (ct("identityMethod"), text(plan.identity_method)),
        (ct("sourceFile"), file),
    )
    yield from derived_from(names.node, below(names.node, "source"), file, printed.location)


def target_year(plan: ResolvedPlan) -> int | None:
    """Return the year that the plan's targets are for: printed, else as a curator adds it, else None."""
    curated = (int(s.value) for s in plan.statements if s.property == _TARGET_YEAR)
    return plan.record.document.year_of_targets or next(curated, None)


def plan_level(plan: ResolvedPlan) -> Level | None:
    """Return the level of administration that issued the plan: of its place or issuer, else as the print names it."""
    described = {entity.iri: entity for entity in plan.entities}
    for link in (plan.place, plan.issuer):
        entity = described.get(link.iri or "")
        if isinstance(entity, Place | Agency):
            return entity.level
    possible = LEVEL_WORDS.get(tuple(fold(plan.record.document.locality.level or "").split()), ())
    return possible[0] if len(possible) == 1 else None


def plan_label(plan: ResolvedPlan) -> str:
    """Return how people speak of the plan: "Kế hoạch 4465/KH-UBND ngày 30/12/2022 của UBND tỉnh Kon Tum".

    What is not printed is left out; without number and issuer, the appendix and its title say which document it is.
    """
    printed = plan.record.document
    bodies = {entity.iri: entity.label for entity in plan.entities if isinstance(entity, Agency)}
    issuer = bodies.get(plan.issuer.iri or "", printed.issuer)
    label = document_label(_kind(printed)[1], printed.number, printed.date, issuer)
    return label if printed.number or issuer else _with_title(label, printed)


def _with_title(label: str, printed: Header) -> str:
    details = ", ".join(filter(None, (printed.appendix_label, printed.appendix_title or printed.title)))
    return f"{label} không in số hiệu ({details})" if details else f"{label} không in số hiệu"


def _kind(printed: Header) -> tuple[str, str]:
    """Return class (CURIE) and label of the kind of document that the head prints."""
    kinds = _document_kinds()
    return kinds.of(printed.kind, parse_number(printed.number, kinds.symbols))


@cache
def _document_kinds() -> DocumentKinds:
    return load_document_kinds(resource("ontology/document-kinds.tsv"))
