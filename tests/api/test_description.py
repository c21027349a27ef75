"""The W3C's three tests of service descriptions, and that ours tells the truth."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF, VOID

if TYPE_CHECKING:
    from tests.api.conftest import Server

SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
TESTS: Final = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/service-description/manifest#"
MANIFEST: Final = Path(__file__).parent / "w3c" / "service-description-manifest.ttl"


def description(server: Server, accept: str = "text/turtle") -> Graph:
    response = server.get("/sparql", accept)
    assert response.status_code == 200
    return Graph().parse(data=response.content, format=response.headers["content-type"].split(";")[0])


def test_the_manifest_names_the_three_tests_below() -> None:
    names = {str(each).rsplit("#")[1] for each in Graph().parse(MANIFEST).subjects(RDF.type) if "#" in str(each)}
    assert names == {"returns-rdf", "has-endpoint-triple", "conforms-to-schema"}


@pytest.mark.parametrize("accept", ["*/*", "text/turtle", "application/rdf+xml", "application/n-triples"])
def test_returns_rdf(server: Server, record_property: Callable[[str, object], None], accept: str) -> None:
    record_property("w3c", f"{TESTS}returns-rdf")
    assert len(description(server, accept)) > 20


def test_has_endpoint_triple(server: Server, record_property: Callable[[str, object], None]) -> None:
    record_property("w3c", f"{TESTS}has-endpoint-triple")
    services = list(description(server).subject_objects(SD.endpoint))
    assert [str(endpoint) for _, endpoint in services] == [f"{server.base}/sparql"]


def test_conforms_to_schema(server: Server, record_property: Callable[[str, object], None]) -> None:
    """Every term of the vocabulary that is used exists, and domains and ranges of the W3C's document hold."""
    record_property("w3c", f"{TESTS}conforms-to-schema")
    graph = description(server)
    properties = {
        SD.endpoint: (SD.Service, None),
        SD.supportedLanguage: (SD.Service, None),
        SD.feature: (SD.Service, None),
        SD.resultFormat: (SD.Service, None),
        SD.defaultDataset: (SD.Service, SD.Dataset),
        SD.availableGraphs: (SD.Service, SD.GraphCollection),
        SD.defaultGraph: (SD.Dataset, SD.Graph),
        SD.namedGraph: ((SD.Dataset, SD.GraphCollection), SD.NamedGraph),
        SD.name: (SD.NamedGraph, None),
        SD.graph: (SD.NamedGraph, SD.Graph),
    }
    used = {predicate for predicate in graph.predicates() if str(predicate).startswith(str(SD))}
    assert used == set(properties)
    for predicate, (domain, range_) in properties.items():
        for subject, object_ in graph.subject_objects(predicate):
            assert set(graph.objects(subject, RDF.type)) & set(domain if isinstance(domain, tuple) else (domain,))
            assert range_ is None or (object_, RDF.type, range_) in graph


def test_it_claims_what_works_and_nothing_else(server: Server) -> None:
    graph = description(server)
    service = URIRef(f"{server.base}/sparql")
    assert set(graph.objects(service, SD.feature)) == {SD.UnionDefaultGraph}
    assert set(graph.objects(service, SD.supportedLanguage)) == {SD.SPARQL11Query}
    assert (None, None, SD.BasicFederatedQuery) not in graph


def test_it_counts_every_graph(server: Server) -> None:
    graph = description(server)
    sizes = {
        str(name): int(str(graph.value(graph.value(named, SD.graph), VOID.triples)))
        for named, name in graph.subject_objects(SD.name)
    }
    assert sizes["http://example.org/g1"] == 1000
    default = graph.value(graph.value(None, RDF.type, SD.Dataset), SD.defaultGraph)
    assert graph.value(default, VOID.triples) == Literal(sum(sizes.values()))


def test_a_table_cannot_hold_it(server: Server) -> None:
    assert server.get("/sparql", "text/csv").status_code == 406
