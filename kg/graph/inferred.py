"""What follows from the rest: the superclasses of every typed thing, and who certainly leads what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from pyoxigraph import NamedNode

from kg.graph.terms import RDF_TYPE, Fact, Subject, Term, concept, ct, name
from kg.graph.turtle import facts_of

SCHEMA_FILES: Final = ("ontology/chitieu.ttl", "ontology/alignments.ttl")
_CERTAIN: Final = concept("certainty", "certain")


def inferred_facts(asserted: Collection[Fact]) -> Iterator[Fact]:
    """Yield what follows from the facts of the plans and the reference graph, and is not among them."""
    known = set(asserted)
    for fact in (*_supertypes(asserted), *_leads(asserted)):
        if fact not in known:
            known.add(fact)
            yield fact


@cache
def superclasses() -> Mapping[Term, tuple[NamedNode, ...]]:
    """Return for each class of the ontology its named superclasses, by way of all steps upwards, nearest first."""
    direct: dict[Term, list[NamedNode]] = defaultdict(list)
    for file in SCHEMA_FILES:
        for s, p, o in facts_of(file):
            if p == name("rdfs:subClassOf") and isinstance(o, NamedNode):
                direct[s].append(o)
    return {node: tuple(_above(node, direct)) for node in list(direct)}


def _above(node: Term, direct: Mapping[Term, list[NamedNode]]) -> dict[NamedNode, None]:
    found: dict[NamedNode, None] = {}
    waiting = list(direct.get(node, ()))
    for parent in waiting:
        if parent not in found:
            found[parent] = None
            waiting.extend(direct.get(parent, ()))
    return found


def _supertypes(asserted: Iterable[Fact]) -> Iterator[Fact]:
    above = superclasses()
    for s, p, o in asserted:
        if p == RDF_TYPE:
            for parent in above.get(o, ()):
                yield s, RDF_TYPE, parent


def _leads(asserted: Iterable[Fact]) -> Iterator[Fact]:
    """Yield `ct:leadsIndicator` for a lead that is certain: the row's roles are, or both readings give it."""
    leads, others, items, certainty = _values(asserted, "lead", "alternativeLead", "item", "certainty")
    for row, bodies in leads.items():
        for body in bodies if _CERTAIN in certainty[row] else bodies & others[row]:
            if isinstance(body, NamedNode):
                yield from ((body, ct("leadsIndicator"), item) for item in items[row])


def _values(facts: Iterable[Fact], *properties: str) -> list[defaultdict[Subject, set[Term]]]:
    """Return subject → objects for each of some properties of our vocabulary."""
    found: dict[NamedNode, defaultdict[Subject, set[Term]]] = {ct(local): defaultdict(set) for local in properties}
    for s, p, o in facts:
        if p in found:
            found[p][s].add(o)
    return list(found.values())
