"""The clients that people use get what they expect."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, POST, POSTDIRECTLY, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

if TYPE_CHECKING:
    from tests.api.conftest import Server

S1 = "SELECT ?o { <http://example.org/s1> <http://example.org/p> ?o }"


def answer(client: SPARQLWrapper) -> Any:  # noqa: ANN401  # what it is depends on the format asked for
    return client.queryAndConvert()


@pytest.mark.parametrize(("method", "sending"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)])
def test_sparqlwrapper_asks_for_json(server: Server, method: str, sending: str) -> None:
    client = SPARQLWrapper(f"{server.base}/sparql")
    client.setMethod(method)
    client.setRequestMethod(sending)
    client.setReturnFormat(JSON)
    client.setQuery(S1)
    assert answer(client)["results"]["bindings"][0]["o"]["value"] == "1"


def test_sparqlwrapper_asks_for_other_formats(server: Server) -> None:
    client = SPARQLWrapper(f"{server.base}/sparql")
    client.setQuery(S1)
    client.setReturnFormat(XML)
    assert "<literal>1</literal>" in answer(client).toxml()
    client.setReturnFormat(CSV)
    assert answer(client) == b"o\r\n1\r\n"
    client.setQuery("CONSTRUCT WHERE { <http://example.org/s1> ?p ?o }")
    client.setReturnFormat(TURTLE)
    assert len(Graph().parse(data=answer(client), format="turtle")) == 1


def test_sparqlwrapper_understands_the_error(server: Server) -> None:
    client = SPARQLWrapper(f"{server.base}/sparql")
    client.setQuery("SELECT {")
    with pytest.raises(QueryBadFormed):
        client.query()


def test_rdflib_s_store_reads(server: Server) -> None:
    graph = Graph(SPARQLStore(f"{server.base}/sparql"))
    assert [str(value) for value in graph.objects(URIRef("http://example.org/s1"))] == ["1"]
    assert len(list(graph.query("SELECT * { ?s ?p ?o } LIMIT 7"))) == 7


def test_curl(server: Server) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed here")
    command = [curl, "-sS", "--compressed", f"{server.base}/sparql", "--data-urlencode", f"query={S1}"]
    answer = subprocess.run(command, capture_output=True, check=True)
    assert json.loads(answer.stdout)["results"]["bindings"][0]["o"]["value"] == "1"


def test_a_query_editor_in_a_browser(server: Server) -> None:
    """What YASGUI sends: a form by POST from another origin, with its own Accept header."""
    headers = {
        "Origin": "https://yasgui.org",
        "Accept": "application/sparql-results+json,*/*;q=0.9",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    response = server.client.post("/sparql", data={"query": S1}, headers=headers)
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["content-type"] == "application/sparql-results+json"
    graph = server.client.post(
        "/sparql",
        data={"query": "DESCRIBE <http://example.org/s1>"},
        headers=headers | {"Accept": "text/turtle,application/n-triples;q=0.9,*/*;q=0.8"},
    )
    assert graph.headers["content-type"].startswith("text/turtle")
