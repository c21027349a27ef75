"""Counting what a set of quads holds, as VoID asks (https://www.w3.org/TR/void/#statistics)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from kg.graph.terms import RDF_TYPE, Subject, Term

GraphName = NamedNode | BlankNode | DefaultGraph


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts over disjoint named graphs, where every quad is one triple of their union.

    Attributes:
        graphs: named graph → triples.
        properties: property → triples.
        entities: class → things of that class.
        class_properties: class and property → triples whose subject is of that class.
        subjects: the distinct ones.
        examples: class → the thing of it whose IRI comes first.
    """

    graphs: Counter[GraphName]
    properties: Counter[NamedNode]
    entities: Counter[Term]
    class_properties: Counter[tuple[Term, NamedNode]]
    subjects: frozenset[Subject]
    examples: Mapping[Term, NamedNode]

    @property
    def triples(self) -> int:
        """Number of triples of the union of the graphs."""
        return self.graphs.total()

    def __add__(self, other: Statistics) -> Statistics:
        """Return the counts of both together; they must not describe the same subject."""
        return Statistics(
            self.graphs + other.graphs,
            self.properties + other.properties,
            self.entities + other.entities,
            self.class_properties + other.class_properties,
            self.subjects | other.subjects,
            {**other.examples, **self.examples},
        )


def measure(quads: Iterable[Quad]) -> Statistics:
    """Count quads of named graphs that are pairwise disjoint."""
    graphs: Counter[GraphName] = Counter()
    used: dict[Subject, Counter[NamedNode]] = defaultdict(Counter)
    classes: dict[Subject, list[Term]] = defaultdict(list)
    for subject, predicate, value, graph in quads:
        graphs[graph] += 1
        used[subject][predicate] += 1
        if predicate == RDF_TYPE:
            classes[subject].append(value)
    properties: Counter[NamedNode] = Counter()
    entities: Counter[Term] = Counter()
    class_properties: Counter[tuple[Term, NamedNode]] = Counter()
    examples: dict[Term, NamedNode] = {}
    for subject, counted in used.items():
        entities.update(classes[subject])
        if isinstance(subject, NamedNode):
            for kind in classes[subject]:
                examples[kind] = min(examples.get(kind, subject), subject, key=lambda node: node.value)
        for predicate, count in counted.items():
            properties[predicate] += count
            for kind in classes[subject]:
                class_properties[kind, predicate] += count
    return Statistics(graphs, properties, entities, class_properties, frozenset(used), examples)
