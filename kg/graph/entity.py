"""Bodies, groups, places, documents and items: described once, by the plan if they are its own, else for all plans."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from kg.graph.terms import (
    PREF_LABEL,
    RDF_TYPE,
    RDFS_LABEL,
    Fact,
    concept,
    ct,
    describe,
    full_date,
    name,
    text,
    vietnamese,
    year_of,
)
from kg.resolution.model import Agency, AgencyGroup, Entity, Indicator, LegalDocument, Level, Place


def entity_facts(entity: Entity, item_class: NamedNode | None = None) -> Iterator[Fact]:
    """Describe an entity; `item_class` is the class of an `Indicator` record (indicator, task, item of information)."""
    match entity:
        case Place():
            return place_facts(entity)
        case Agency():
            return _agency_facts(entity)
        case AgencyGroup():
            return _group_facts(entity)
        case LegalDocument():
            return _document_facts(entity)
        case Indicator():
            return _item_facts(entity, item_class or ct("Indicator"))


def place_facts(place: Place) -> Iterator[Fact]:
    """Describe a place: a registry entry, or a plan's own."""
    return describe(
        NamedNode(place.iri),
        (RDF_TYPE, ct("Place")),
        (RDFS_LABEL, vietnamese(place.label)),
        (ct("level"), _level(place.level)),
        (ct("gsoCode"), text(place.gso_code)),
        (ct("partOf"), _node(place.part_of)),
        (ct("validFrom"), full_date(place.valid_from) or text(place.valid_from)),
        (ct("validUntil"), full_date(place.valid_until) or text(place.valid_until)),
    )


def _agency_facts(agency: Agency) -> Iterator[Fact]:
    return describe(
        NamedNode(agency.iri),
        (RDF_TYPE, ct("Agency")),
        (RDFS_LABEL, vietnamese(agency.label)),
        (ct("kind"), _node(agency.kind)),
        (ct("place"), _node(agency.place)),
        (ct("level"), _level(agency.level)),
        (name("org:subOrganizationOf"), _node(agency.part_of)),
    )


def _group_facts(group: AgencyGroup) -> Iterator[Fact]:
    return describe(
        NamedNode(group.iri),
        (RDF_TYPE, ct("AgencyGroup")),
        (RDFS_LABEL, vietnamese(group.label)),
        (ct("kind"), _node(group.kind)),
        (ct("place"), _node(group.place)),
        (ct("level"), _level(group.level)),
        *((ct("memberKind"), NamedNode(kind)) for kind in group.member_kinds),
    )


def _document_facts(document: LegalDocument) -> Iterator[Fact]:
    return describe(
        NamedNode(document.iri),
        (RDF_TYPE, name(document.kind)),
        (RDFS_LABEL, vietnamese(document.label)),
        (ct("number"), text(document.number)),
        (ct("datePrinted"), text(document.date)),
        (name("eli:date_document"), full_date(document.date)),
        (ct("year"), year_of(document.date)),
        (name("eli:passed_by"), _node(document.issuer)),
        (ct("issuerPrinted"), text(document.issuer_printed)),
        (name("dcterms:title"), vietnamese(document.title)),
    )


def _item_facts(item: Indicator, item_class: NamedNode) -> Iterator[Fact]:
    return describe(NamedNode(item.iri), (RDF_TYPE, item_class), (PREF_LABEL, vietnamese(item.label)))


def _node(iri: str | None) -> NamedNode | None:
    return NamedNode(iri) if iri else None


def _level(level: Level | None) -> NamedNode | None:
    return concept("level", level) if level else None
