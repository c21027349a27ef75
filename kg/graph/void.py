"""The VoID description of a dataset, with counts that include the description itself (https://www.w3.org/TR/void/)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.statistics import Statistics, measure
from kg.graph.terms import RDF_TYPE, Fact, Term, below, ct, describe, in_graph, integer, name
from kg.vocabulary import CT, GRAPH, ID, PREFIXES, VOID_GRAPH

DATASET: Final = NamedNode(ID + "dataset")
_LICENCE: Final = NamedNode("https://creativecommons.org/licenses/by/4.0/")
_TITLES: Final = (
    Literal("Chỉ tiêu: đồ thị tri thức về chỉ tiêu trong các kế hoạch", language="vi"),
    Literal("Chitieu: a knowledge graph of the indicators that plans assign", language="en"),
)
# Of these classes one thing each stands as an example.
_EXAMPLES: Final = (ct("Plan"), ct("Assignment"), ct("Indicator"), ct("Agency"))


def describe_dataset(quads: Iterable[Quad]) -> list[Quad]:
    """Return the VoID graph of a dataset of pairwise disjoint named graphs.

    Every count speaks of the dataset together with the returned graph, which is what a stranger counts. (Distinct
    objects are left out: the number would be one of the objects that it counts.)
    """
    counted = measure(quads)
    description: list[Quad] = []
    # Settles in the third round: the first names the description's own classes and properties, and the number of its
    # triples depends on how many there are of them, not on their counts.
    while (described := _description(counted + measure(description))) != description:
        description = described
    return description


def _description(statistics: Statistics) -> list[Quad]:
    facts = [*_dataset_facts(statistics), *_graph_facts(statistics), *_partition_facts(statistics)]
    return list(in_graph(NamedNode(VOID_GRAPH), facts))


def _dataset_facts(statistics: Statistics) -> Iterator[Fact]:
    yield from describe(
        DATASET,
        (RDF_TYPE, name("void:Dataset")),
        (RDF_TYPE, name("dcat:Dataset")),
        *((name("dcterms:title"), title) for title in _TITLES),
        (name("dcterms:license"), _LICENCE),
        (name("void:uriSpace"), Literal(ID)),
        (name("void:vocabulary"), NamedNode(CT)),
        *((name("void:exampleResource"), statistics.examples.get(kind)) for kind in _EXAMPLES),
        (name("void:triples"), integer(statistics.triples)),
        (name("void:classes"), integer(len(statistics.entities))),
        (name("void:properties"), integer(len(statistics.properties))),
        (name("void:distinctSubjects"), integer(len(statistics.subjects))),
    )


def _graph_facts(statistics: Statistics) -> Iterator[Fact]:
    """Describe each named graph as a subset."""
    for graph, triples in statistics.graphs.items():
        if isinstance(graph, NamedNode):
            node = below(DATASET, "graph", graph.value.removeprefix(GRAPH))
            yield DATASET, name("void:subset"), node
            yield from describe(
                node,
                (RDF_TYPE, name("void:Dataset")),
                (RDF_TYPE, name("sd:NamedGraph")),
                (name("sd:name"), graph),
                (name("void:triples"), integer(triples)),
            )


def _partition_facts(statistics: Statistics) -> Iterator[Fact]:
    """Describe what editors offer for completion: the properties, the classes, and the properties of each class."""
    for predicate, triples in statistics.properties.items():
        node = below(DATASET, "property", _segment(predicate))
        yield DATASET, name("void:propertyPartition"), node
        yield from describe(node, (name("void:property"), predicate), (name("void:triples"), integer(triples)))
    for kind, entities in statistics.entities.items():
        node = below(DATASET, "class", _segment(kind))
        yield DATASET, name("void:classPartition"), node
        yield from describe(node, (name("void:class"), kind), (name("void:entities"), integer(entities)))
    for (kind, predicate), triples in statistics.class_properties.items():
        partition = below(DATASET, "class", _segment(kind))
        node = below(partition, "property", _segment(predicate))
        yield partition, name("void:propertyPartition"), node
        yield from describe(node, (name("void:property"), predicate), (name("void:triples"), integer(triples)))


@cache
def _segment(term: Term) -> str:
    """Return a class or property as an IRI segment: its prefix and local name."""
    iri = term.value if isinstance(term, NamedNode) else str(term)
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}-{iri[len(namespace) :]}"
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in iri)
