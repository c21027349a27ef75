"""The W3C's own tests of the SPARQL 1.1 Protocol, query side: all 20 of the manifest, read from it."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import pytest
from rdflib import Graph, Namespace
from rdflib.collection import Collection
from rdflib.namespace import RDF
from rdflib.term import Node

if TYPE_CHECKING:
    from tests.api.conftest import Server

MANIFEST: Final = Path(__file__).parent / "w3c" / "sparql11-protocol" / "manifest.ttl"
MF: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT: Final = Namespace("http://www.w3.org/2011/http#")
CNT: Final = Namespace("http://www.w3.org/2011/content#")

MEDIA_TYPES: Final = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ),
    "RDF": ("text/turtle", "application/n-triples", "application/rdf+xml"),
}


@dataclass(frozen=True)
class Exchange:
    """One request of a test, and what it expects."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    status: tuple[str, ...]
    format: str | None
    boolean: bool | None


def _exchange(graph: Graph, request: Node) -> Exchange:
    response = graph.value(request, HT.resp)
    headers = graph.value(request, HT.headers)
    fields = Collection(graph, headers) if headers else ()
    body = graph.value(request, HT.body)
    encoding = str(graph.value(body, CNT.characterEncoding)) if body else "utf-8"
    boolean = graph.value(response, MF.expectedBoolean)
    format_ = graph.value(response, MF.expectedFormat)
    return Exchange(
        method=str(graph.value(request, HT.methodName)),
        path=str(graph.value(request, HT.absolutePath)),
        headers={str(graph.value(each, HT.fieldName)): str(graph.value(each, HT.fieldValue)) for each in fields},
        body=str(graph.value(body, CNT.chars)).encode(encoding) if body else b"",
        status=tuple(sorted(str(code)[-3] for code in graph.objects(response, MF.expectedStatus))),
        format=None if format_ is None else str(format_),
        boolean=None if boolean is None else bool(boolean.toPython()),  # type: ignore[attr-defined]  # it is a literal
    )


def _tests() -> Iterator[tuple[str, list[Exchange]]]:
    graph = Graph().parse(MANIFEST)
    for test in sorted(graph.subjects(RDF.type, MF.ProtocolTest), key=str):
        name = str(test).rsplit("#", 1)[1]
        if name.startswith(("query_", "bad_query", "bad_multiple_queries")):
            connection = graph.value(test, MF.action)
            requests = graph.value(connection, HT.requests, any=False) or RDF.nil
            exchanges = [_exchange(graph, each) for each in Collection(graph, requests)]
            yield str(test), exchanges


TESTS: Final = list(_tests())


def test_all_twenty_are_there() -> None:
    assert len(TESTS) == 20


@pytest.mark.parametrize(("test", "exchanges"), TESTS, ids=[test.rpartition("#")[2] for test, _ in TESTS])
def test_protocol(
    server: Server, record_property: Callable[[str, object], None], test: str, exchanges: list[Exchange]
) -> None:
    record_property("w3c", test)
    for exchange in exchanges:
        status, media_type, body = _send(server, exchange)
        assert str(status)[0] in exchange.status, body
        if exchange.format is not None:
            assert media_type in MEDIA_TYPES[exchange.format]
        if exchange.boolean is not None:
            assert json.loads(body)["boolean"] is exchange.boolean


def _send(server: Server, exchange: Exchange) -> tuple[int, str, str]:
    """Send exactly what the manifest says; a client library would add headers that it leaves out on purpose."""
    connection = http.client.HTTPConnection(urlsplit(server.base).netloc)
    connection.putrequest(exchange.method, exchange.path)
    for name, value in exchange.headers.items():
        connection.putheader(name, value)
    if exchange.body:
        connection.putheader("Content-Length", str(len(exchange.body)))
    connection.endheaders(exchange.body or None)
    response = connection.getresponse()
    media_type = response.headers.get_content_type()
    body = response.read().decode()
    connection.close()
    return response.status, media_type, body
