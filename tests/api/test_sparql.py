"""The endpoint's answers: parameters, media types, errors, headers."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import httpx
import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

if TYPE_CHECKING:
    from tests.api.conftest import Server

S1 = "SELECT ?o { <http://example.org/s1> <http://example.org/p> ?o }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 5"


def number(response: httpx.Response) -> int:
    assert response.status_code == 200, response.text
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


def problem(response: httpx.Response, status: int, code: str) -> dict[str, object]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    members: dict[str, object] = response.json()
    assert members["type"] == f"https://w3id.org/chitieu/problem/{code}"
    assert members["status"] == status
    assert members["detail"]
    return members


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/*;q=0.5, application/xml", "application/sparql-results+xml"),
        ("text/turtle, application/sparql-results+json;q=0.1", "application/sparql-results+json"),
    ],
)
def test_a_table_comes_as_asked(server: Server, accept: str, media_type: str) -> None:
    response = server.get("/sparql", accept, query=S1)
    assert response.status_code == 200
    assert response.headers["content-type"].split(";")[0] == media_type
    assert cells(response) == ["1"]


def cells(response: httpx.Response) -> list[str]:
    kind = response.headers["content-type"].split(";")[0]
    if kind == "text/csv":
        return [row["o"] for row in csv.DictReader(io.StringIO(response.text))]
    if kind == "text/tab-separated-values":
        return [json.loads(line) for line in response.text.splitlines()[1:]]
    if kind.endswith("+xml"):
        return [str(text) for text in re.findall("<literal>(.*?)</literal>", response.text)]
    return [row["o"]["value"] for row in response.json()["results"]["bindings"]]


@pytest.mark.parametrize(
    ("accept", "format_"),
    [
        ("*/*", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
def test_a_graph_comes_as_asked(server: Server, accept: str, format_: RdfFormat) -> None:
    response = server.get("/sparql", accept, query=CONSTRUCT)
    assert response.headers["content-type"].split(";")[0] == format_.media_type
    assert len(list(parse(response.content, format_))) == 5


@pytest.mark.parametrize(
    ("query", "accept"),
    [(S1, "text/turtle"), (CONSTRUCT, "text/csv"), ("ASK {}", "text/csv"), (S1, "image/png"), (S1, "text/csv;q=0")],
)
def test_what_cannot_hold_the_answer_is_406(server: Server, query: str, accept: str) -> None:
    problem(server.get("/sparql", accept, query=query), 406, "not-acceptable")


def test_the_format_parameter_goes_before_the_header(server: Server) -> None:
    assert server.get("/sparql", "text/html", query=S1, format="csv").text == "o\r\n1\r\n"
    assert server.get("/sparql", "text/csv", query=S1, format="no-such").text == "o\r\n1\r\n"


def test_every_way_of_asking_gives_the_same(server: Server) -> None:
    got = server.select(COUNT)
    form = server.client.post("/sparql", data={"query": COUNT})
    direct = server.client.post(
        "/sparql", content=COUNT, headers={"Content-Type": "application/sparql-query; charset=UTF-8"}
    )
    assert number(got) == number(form) == number(direct) == 3003


def test_a_form_may_come_with_parameters_in_the_address(server: Server) -> None:
    graph = "http://example.org/g1"
    asked = {"params": {"default-graph-uri": graph}, "data": {"query": COUNT}}
    assert number(server.client.post("/sparql", **asked)) == 1000  # type: ignore[arg-type]


def test_the_default_graph_is_the_union_unless_a_dataset_is_named(server: Server) -> None:
    assert number(server.select(COUNT)) == 3003
    assert number(server.select(COUNT.replace("{", "FROM <http://example.org/g1> {", 1))) == 1000
    assert number(server.select(COUNT, **{"default-graph-uri": "http://example.org/g2"})) == 1000
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert number(server.select(named, **{"named-graph-uri": "http://example.org/g2"})) == 1000
    assert number(server.select(named, **{"default-graph-uri": "http://example.org/g2"})) == 0
    assert number(server.select(COUNT, **{"named-graph-uri": "http://example.org/g2"})) == 0


def test_an_unknown_graph_is_an_empty_one(server: Server) -> None:
    assert number(server.select(COUNT, **{"default-graph-uri": "http://example.org/unknown"})) == 0
    assert number(server.select(COUNT.replace("{", "FROM <http://127.0.0.1:9/x> {", 1))) == 0
    assert number(server.select(COUNT.replace("{", "FROM <file:///etc/passwd> {", 1))) == 0


def test_relative_iris_are_resolved_against_the_endpoint(server: Server) -> None:
    body = server.select("SELECT (<x> AS ?iri) {}").json()
    assert body["results"]["bindings"][0]["iri"]["value"] == f"{server.base}/x"


def test_prefixes_of_chitieu_are_predeclared(server: Server) -> None:
    body = server.select("SELECT (ct:Plan AS ?iri) {}").json()
    assert body["results"]["bindings"][0]["iri"]["value"] == "https://w3id.org/chitieu/def#Plan"


def test_vietnamese_comes_back_as_it_went_in(server: Server) -> None:
    assert (
        server.get("/sparql", "text/csv", query='SELECT ("Sở Thông tin – đ" AS ?x) {}').text
        == "x\r\nSở Thông tin – đ\r\n"
    )


def test_a_syntax_error_tells_where(server: Server) -> None:
    members = problem(server.select("SELECT * {\n ?s ?p }"), 400, "query-syntax")
    assert (members["line"], members["column"]) == (2, 9)


@pytest.mark.parametrize(
    ("parameters", "detail"),
    [
        ([("query", "ASK {}"), ("query", "ASK {}")], "query"),
        ([("query", "ASK {}"), ("timeout", "1"), ("timeout", "2")], "timeout"),
        ([("query", "ASK {}"), ("timeout", "soon")], "soon"),
        ([("query", "ASK {}"), ("timeout", "-1")], "-1"),
        ([("query", "ASK {}"), ("timeout", "nan")], "nan"),
    ],
)
def test_malformed_parameters_are_400(server: Server, parameters: list[tuple[str, str]], detail: str) -> None:
    members = problem(server.client.get(f"/sparql?{urlencode(parameters)}"), 400, "request")
    assert detail in str(members["detail"])


@pytest.mark.parametrize("address", ["/sparql?query=%FF", "/sparql?query=ASK%20%7B%7D&default-graph-uri=%C3%28"])
def test_what_is_not_utf8_is_400(server: Server, address: str) -> None:
    problem(server.client.get(address), 400, "request")


@pytest.mark.parametrize(
    ("body", "media_type", "status", "code"),
    [
        (b"ASK {}", "text/plain", 415, "unsupported-media-type"),
        (b"ASK {}", "application/sparql-query; charset=utf-16", 415, "unsupported-media-type"),
        (b"\xff", "application/sparql-query", 400, "request"),
        (b"x=1", "application/x-www-form-urlencoded", 400, "request"),
        (b"", "application/sparql-query", 400, "query-syntax"),
        (b"CLEAR ALL", "application/sparql-update", 403, "query-refused"),
        (b"update=CLEAR+ALL", "application/x-www-form-urlencoded", 403, "query-refused"),
        (b"query=CLEAR+ALL", "application/x-www-form-urlencoded", 403, "query-refused"),
        (b"query=" + b"+" * 300_000, "application/x-www-form-urlencoded", 413, "request-too-large"),
        (b"#" * 1_000_000, "application/sparql-query", 413, "request-too-large"),
    ],
)
def test_bodies_that_are_not_taken(server: Server, body: bytes, media_type: str, status: int, code: str) -> None:
    response = server.client.post("/sparql", content=body, headers={"Content-Type": media_type})
    problem(response, status, code)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_405(server: Server, method: str) -> None:
    response = server.client.request(method, "/sparql", params={"query": "ASK {}"})
    problem(response, 405, "method-not-allowed")
    assert {"GET", "HEAD", "POST", "OPTIONS"} == set(response.headers["allow"].split(", "))


def test_head_is_get_without_a_body(server: Server) -> None:
    got, head = server.select(S1), server.client.head("/sparql", params={"query": S1})
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == got.headers["content-length"]
    assert head.headers["etag"] == got.headers["etag"]


def test_any_origin_may_ask_without_credentials(server: Server) -> None:
    preflight = server.client.options(
        "/sparql", headers={"Origin": "https://yasgui.org", "Access-Control-Request-Method": "POST"}
    )
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    for response in (preflight, server.select(S1), server.select("ASK {")):
        assert response.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in response.headers


def test_an_answer_is_not_sent_twice(server: Server) -> None:
    first = server.select(S1)
    again = server.client.get("/sparql", params={"query": S1}, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    other = server.get("/sparql", "text/csv", query=S1)
    assert other.headers["etag"] != first.headers["etag"]
    assert first.headers["x-snapshot"] in server.get("/health").text
    assert "Accept" in first.headers["vary"]


@pytest.mark.parametrize("name", ["gzip", "br"])
def test_large_answers_are_compressed_for_who_takes_it(server: Server, name: str) -> None:
    query = "SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 500"
    plain = server.client.get("/sparql", params={"query": query}, headers={"Accept-Encoding": "identity"})
    packed = server.client.get("/sparql", params={"query": query}, headers={"Accept-Encoding": name})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == name
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 5
    assert packed.content == plain.content
    assert "Accept-Encoding" in packed.headers["vary"]


def test_answers_are_those_of_the_parser(server: Server) -> None:
    response = server.select("SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?s LIMIT 20")
    solutions = parse_query_results(response.content, QueryResultsFormat.JSON)
    assert isinstance(solutions, QuerySolutions)
    assert len(list(solutions)) == 20


def test_a_result_over_the_cap_is_refused_and_never_cut(server: Server) -> None:
    members = problem(server.select("SELECT * { ?s ?p ?o }"), 413, "query-too-large")
    assert "LIMIT" in str(members["hint"])


def test_a_browser_gets_a_page(server: Server) -> None:
    for query, shown in [
        (S1, ">1<"),
        ("ASK {}", "True"),
        (CONSTRUCT, "&lt;http://example.org/"),
        ("ASK {", "problem/"),
    ]:
        response = server.get("/sparql", "text/html,application/xhtml+xml,*/*;q=0.8", query=query, lang="en")
        assert response.headers["content-type"].startswith("text/html")
        assert shown in response.text
    assert server.get("/sparql", "text/html", query="ASK {").status_code == 400


def test_a_browser_without_a_query_gets_the_query_box(server: Server) -> None:
    response = server.get("/sparql", "text/html")
    assert 'action="/sparql"' in response.text


def test_a_page_shows_the_first_lines_and_says_so(server: Server) -> None:
    response = server.get("/sparql", "text/html", query="SELECT ?s { ?s ?p ?o } LIMIT 1500", lang="en")
    assert response.text.count("<tr>") == 1001
    assert 'class="truncated"' in response.text


def test_a_page_shows_what_is_hostile_as_text(server: Server) -> None:
    query = 'SELECT ("<script>alert(1)</script>" AS ?x) (<javascript:alert(1)> AS ?y) {}'
    response = server.get("/sparql", "text/html", query=query)
    assert "<script>alert" not in response.text
    assert 'href="javascript' not in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]
