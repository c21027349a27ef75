"""`/graph-store` (the GET and HEAD cases of the W3C's Graph Store tests) and `/.well-known/void`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.vocabulary import GRAPH, ID, expand

if TYPE_CHECKING:
    from tests.api.conftest import Server

TESTS = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/http-rdf-update/manifest#"
G1 = "http://example.org/g1"


def triples(content: bytes, format_: RdfFormat) -> int:
    return len(list(parse(content, format_)))


@pytest.mark.parametrize(
    ("accept", "format_"),
    [
        ("*/*", RdfFormat.TURTLE),
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
def test_get_of_an_existing_graph(
    server: Server, record_property: Callable[[str, object], None], accept: str, format_: RdfFormat
) -> None:
    record_property("w3c", f"{TESTS}get_of_put__initial_state")
    response = server.get("/graph-store", accept, graph=G1)
    assert response.status_code == 200
    assert response.headers["content-type"].split(";")[0] == format_.media_type
    assert triples(response.content, format_) == 1000


def test_head_of_an_existing_graph(server: Server, record_property: Callable[[str, object], None]) -> None:
    record_property("w3c", f"{TESTS}head_on_an_existing_graph")
    response = server.client.head("/graph-store", params={"graph": G1}, headers={"Accept-Encoding": "identity"})
    assert response.status_code == 200
    assert response.content == b""
    got = server.client.get("/graph-store", params={"graph": G1}, headers={"Accept-Encoding": "identity"})
    assert response.headers["content-length"] == got.headers["content-length"]


@pytest.mark.parametrize(
    ("method", "test"), [("GET", "get_of_delete__existing_graph"), ("HEAD", "head_on_a_nonexisting_graph")]
)
def test_a_graph_that_is_not_there(
    server: Server, record_property: Callable[[str, object], None], method: str, test: str
) -> None:
    record_property("w3c", f"{TESTS}{test}")
    assert server.client.request(method, "/graph-store", params={"graph": "http://example.org/x"}).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_writing_is_off(server: Server, method: str) -> None:
    response = server.client.request(method, "/graph-store", params={"graph": G1}, content=b"<a> <b> <c> .")
    assert response.status_code == 405
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD"}


def test_the_default_graph_is_the_union(asked: Server, record_property: Callable[[str, object], None]) -> None:
    record_property("w3c", f"{TESTS}get_of_put__default_graph")
    everything = asked.client.get("/graph-store?default", headers={"Accept": "application/n-triples"})
    assert triples(everything.content, RdfFormat.N_TRIPLES) == asked.get("/health").json()["quads"]


@pytest.mark.parametrize("format_", [RdfFormat.N_QUADS, RdfFormat.TRIG])
def test_the_dataset_is_had_with_its_graphs(asked: Server, format_: RdfFormat) -> None:
    response = asked.get("/graph-store", format_.media_type)
    assert response.headers["content-type"] == format_.media_type
    quads = list(parse(response.content, format_))
    assert len(quads) == asked.get("/health").json()["quads"]
    assert NamedNode(f"{GRAPH}reference") in {quad.graph_name for quad in quads}
    assert asked.get("/graph-store", "text/turtle").status_code == 406
    again = asked.client.get(
        "/graph-store", headers={"Accept": format_.media_type, "If-None-Match": response.headers["etag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize("query", ["?graph=http://a/&default", "?graph=http://a/&graph=http://b/"])
def test_one_graph_has_to_be_named(server: Server, query: str) -> None:
    assert server.client.get(f"/graph-store{query}").status_code == 400


def test_no_serialisation_of_a_graph_is_a_table(server: Server) -> None:
    assert server.get("/graph-store", "text/csv", graph=G1).status_code == 406


def test_a_graph_is_not_sent_twice(server: Server) -> None:
    first = server.get("/graph-store", graph=G1)
    again = server.client.get("/graph-store", params={"graph": G1}, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_void_describes_the_snapshot_and_where_it_is_asked(asked: Server) -> None:
    response = asked.get("/.well-known/void")
    assert response.headers["content-type"] == "text/turtle; charset=utf-8"
    facts = {(str(q.subject), q.predicate.value, q.object) for q in parse(response.content, RdfFormat.TURTLE)}
    values = {
        predicate: getattr(object_, "value", "") for subject, predicate, object_ in facts if subject == f"<{ID}dataset>"
    }
    assert values[expand("void:sparqlEndpoint")] == f"{asked.base}/sparql"
    assert int(values[expand("void:triples")]) == asked.get("/health").json()["quads"]
    assert values[expand("dcterms:license")]
    assert any(predicate == expand("void:classPartition") for _, predicate, _ in facts)
    endpoints = [subject for subject, predicate, _ in facts if predicate == expand("void:sparqlEndpoint")]
    assert endpoints == [f"<{ID}dataset>"]  # not once a named graph
    dump = asked.client.get(values[expand("void:dataDump")])
    assert dump.status_code == 200
    again = asked.client.get("/.well-known/void", headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304


def test_every_graph_that_is_named_can_be_had(asked: Server) -> None:
    named = f"{GRAPH}reference"
    assert asked.get("/graph-store", graph=named).status_code == 200
