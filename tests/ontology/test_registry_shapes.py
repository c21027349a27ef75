"""The registries keep the shapes that are made for them; each shape finds its own fault."""

from __future__ import annotations

import pyshacl
import pytest
import rdflib

from kg.resources import resource
from kg.vocabulary import PREFIXES

FILES = ("ontology/indicators.ttl", "ontology/reorganisations.ttl")


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    graph = rdflib.Graph()
    for name in ("registry", "agency"):
        graph.parse(resource(f"shapes/model/{name}.ttl"))
    return graph


def faults(data: rdflib.Graph, shapes: rdflib.Graph) -> set[str]:
    """The local names of the shapes that find something."""
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes)
    return {str(shape).rpartition("#")[2] for shape in results.objects(None, rdflib.SH.sourceShape)}


def test_the_registries_keep_their_shapes(shapes: rdflib.Graph) -> None:
    data = rdflib.Graph()
    for name in FILES:
        data.parse(resource(name))
    assert len(set(data.subjects(rdflib.RDF.type, rdflib.ORG.ChangeEvent))) > 5
    assert faults(data, shapes) == set()


@pytest.mark.parametrize(
    ("data", "shape"),
    [
        ('<indicator/a> ct:denominator "x"@vi .', "Indicator-numerator"),
        ('<indicator/a> ct:denominator "x"@vi ; ct:numerator "y" .', "Indicator-numerator"),
        ("<indicator/a> ct:direction <direction/higher> .", "Indicator-directionBasis"),
        ('<indicator/a> ct:direction <direction/up> ; ct:directionBasis "x"@vi .', "Indicator-direction"),
        ('<change/a> a org:ChangeEvent ; rdfs:label "x"@vi ; ct:source "s" .', "ChangeEvent"),
        ('<change/a> a org:ChangeEvent ; rdfs:label "x"@vi ; ct:originalKind <k> .', "ChangeEvent-source"),
        (
            "<change/a> a org:ChangeEvent ; ct:originalKind <k> ; org:originalOrganization <agency/a> .",
            "ChangeEvent",
        ),
        (
            '<change/a> a org:ChangeEvent ; org:originalOrganization <agency/a> ; dcterms:date "2025" .',
            "ChangeEvent-date",
        ),
    ],
)
def test_a_fault_is_found(data: str, shape: str, shapes: rdflib.Graph) -> None:
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    graph = rdflib.Graph().parse(data=f"@base <https://w3id.org/chitieu/id/> .\n{prefixes}{data}", format="turtle")
    assert shape in faults(graph, shapes)
