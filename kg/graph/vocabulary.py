"""The ontology graph: the vocabulary as published, its blank nodes under canonical labels."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad

from kg.graph.inferred import SCHEMA_FILES
from kg.graph.turtle import facts_of
from kg.vocabulary import ONTOLOGY_GRAPH


def ontology_graph() -> Iterator[Quad]:
    """Yield the quads of `ontology/chitieu.ttl` and `ontology/alignments.ttl`.

    Blank nodes get the labels of RDFC-1.0 (https://www.w3.org/TR/rdf-canon/): the same file gives the same bytes.
    """
    graph = NamedNode(ONTOLOGY_GRAPH)
    dataset = Dataset(Quad(*fact, graph) for file in SCHEMA_FILES for fact in facts_of(file))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    yield from dataset
