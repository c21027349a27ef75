"""What all plans share, described once: registries, schemes, places; bodies, documents and units that plans name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.graph.entity import entity_facts, place_facts
from kg.graph.local import item_classes
from kg.graph.naming import names_of
from kg.graph.schemes import load_schemes
from kg.graph.source import file_facts
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Fact, ct, describe, name, text, vietnamese
from kg.graph.turtle import facts_of
from kg.resolution.model import ResolvedPlan
from kg.resolution.places import PlaceEntry
from kg.resolution.registries import Registries
from kg.resources import resource

# The vocabulary itself has a graph of its own; every other Turtle file of the room is a registry.
VOCABULARY_FILES: Final = ("chitieu.ttl", "alignments.ttl")


def registry_files() -> list[str]:
    """Return the resource names of the registries written in Turtle, sorted."""
    files = sorted(path.name for path in resource("ontology").glob("*.ttl"))
    return [f"ontology/{file}" for file in files if file not in VOCABULARY_FILES]


def reference_facts(plans: Sequence[ResolvedPlan], registries: Registries) -> Iterator[Fact]:
    """Yield the facts of the reference graph; some may come twice. Plans that are loaded describe themselves."""
    for file in registry_files():
        yield from facts_of(file)
    for entry in registries.places.entries:
        yield from _registered_place(entry)
    for body in registries.named_bodies():
        yield from entity_facts(body)
    for plan in plans:
        yield from file_facts(plan.record.source)
        yield from _shared_entities(plan)
    yield from _counting_units(plans)


def _registered_place(entry: PlaceEntry) -> Iterator[Fact]:
    yield from place_facts(entry.place)
    yield from describe(
        NamedNode(entry.place.iri),
        (name("dcterms:isReplacedBy"), NamedNode(entry.replaced_by) if entry.replaced_by else None),
        (ct("source"), text(entry.source)),
        *((name("skos:altLabel"), vietnamese(alias)) for alias in entry.aliases),
    )


def _shared_entities(plan: ResolvedPlan) -> Iterator[Fact]:
    """Describe what the plan refers to and neither the registries list nor the plan itself owns."""
    names, classes = names_of(plan), item_classes(plan)
    for entity in plan.entities:
        if not names.owns(NamedNode(entity.iri)):
            yield from entity_facts(entity, classes.get(entity.iri))


def _counting_units(plans: Sequence[ResolvedPlan]) -> Iterator[Fact]:
    """Describe the printed units that the scheme does not list; the first spelling in order is the label."""
    schemes = load_schemes()
    labels: dict[NamedNode, str] = {}
    for printed in sorted({unit for plan in plans for unit in _printed_units(plan)}):
        labels.setdefault(schemes.unit(printed), printed)
    known = set(schemes.units.values())
    for node, printed in labels.items():
        if node not in known:
            yield from describe(node, (RDF_TYPE, ct("Unit")), (RDFS_LABEL, Literal(printed, language="vi")))


def _printed_units(plan: ResolvedPlan) -> Iterator[str]:
    for row in plan.record.rows:
        yield from (target.unit for target in row.targets if target.unit)
        yield from (threshold.unit for threshold in row.label_thresholds if threshold.unit)
    yield from (body.target.unit for body in plan.record.body_targets if body.target.unit)
