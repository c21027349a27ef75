"""Queries out of a small grammar, some hostile, some then broken: every answer is pyoxigraph's own, every error a 4xx.

`make fuzz` asks 20,000 (FUZZ_QUERIES says how many); the ordinary run a tenth of them.
"""

from __future__ import annotations

import gzip
import os
import random
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Store, parse, parse_query_results

from kg.errors import QueryError
from kg.store.query import execute

if TYPE_CHECKING:
    from tests.api.conftest import Server

QUERIES = int(os.environ.get("FUZZ_QUERIES", "2000"))

GRAMMAR: dict[str, list[str]] = {
    "query": [
        "SELECT {distinct} * { {patterns} } {modifiers}",
        "SELECT {distinct} ?a ?b {from} { {patterns} } {modifiers}",
        "SELECT ?a (COUNT({distinct} ?b) AS ?n) { {patterns} } GROUP BY ?a {modifiers}",
        "ASK {from} { {patterns} }",
        "CONSTRUCT { {triple} } WHERE { {patterns} }",
        "DESCRIBE {iri}",
        "{hostile}",
    ],
    "hostile": [
        "SELECT * { {triple} SERVICE {silent} {address} { {triple} } }",
        "SELECT * { {patterns} . {{SERVICE{address}{{triple}}}} }",
        "SELECT * FROM {address} { {patterns} }",
        "LOAD {silent} {address}",
        "DELETE WHERE { {triple} }",
        "INSERT DATA { {iri} {path} {term} }",
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "ASK { {deep} }",
        "SELECT * { ?a (({path})+)* ?b } {modifiers}",
        "SELECT (GROUP_CONCAT(?b) AS ?all) { ?a ?p ?b . FILTER({expression}) }",
    ],
    "silent": ["", "SILENT", "silent #\n"],
    "address": ["<http://127.0.0.1:9/>", "<file:///etc/passwd>", "<{number}>", "?a"],
    "deep": ["{triple}", "{ {deep} }", "{ {deep} } UNION { {triple} }", "FILTER(!(!({expression})))"],
    "distinct": ["", "DISTINCT"],
    "from": ["", "", "FROM <http://example.org/g1>", "FROM NAMED <http://example.org/g2>", "FROM <file:///etc/passwd>"],
    "patterns": [
        "{triple}",
        "{triple} . {triple}",
        "{triple} FILTER({expression})",
        "{triple} OPTIONAL { {triple} }",
        "{ {triple} } UNION { {triple} }",
        "GRAPH {graph} { {triple} }",
        "{triple} MINUS { {triple} }",
        "{triple} BIND({expression} AS ?x)",
        "VALUES ?a { {term} {term} } {triple}",
        "{ SELECT ?a { {triple} } LIMIT 5 }",
        "{triple} # SERVICE <http://127.0.0.1:9/> {}\n",
    ],
    "triple": ["?a {path} {term}", "{iri} {path} ?b", "?a {path} ?b", "?b {path} ?a"],
    "path": [
        "<http://example.org/p>",
        "?p",
        "<http://example.org/p>|<http://example.org/q>",
        "^<http://example.org/p>",
        "a",
    ],
    "term": ["{iri}", "'{number}'", "{number}", "'đ'@vi", '"""SERVICE <x> {}"""', "true"],
    "iri": ["<http://example.org/s{number}>", "<s{number}>", "ct:Plan"],
    "graph": ["?g", "<http://example.org/g0>", "<http://example.org/none>"],
    "expression": [
        "?a = ?b",
        "STR(?b) > '{number}'",
        "?b > {number}",
        "REGEX(STR(?a), 's1')",
        "EXISTS { {triple} }",
        "!BOUND(?x)",
        "CONTAINS(STR(?a), {term})",
        "<http://example.org/f>(?a)",
        "1/0 = {number}",
    ],
    "modifiers": [
        "",
        "LIMIT {number}",
        "ORDER BY STR(?a) STR(?b) LIMIT {number}",
        "HAVING(COUNT(*) > {number})",
        "OFFSET {number}",
    ],
    "number": ["0", "1", "7", "42"],
}


def grow(symbol: str, chance: random.Random) -> str:
    """Return a text for a symbol of the grammar."""
    text = chance.choice(GRAMMAR[symbol])
    for name in GRAMMAR:
        while "{" + name + "}" in text:
            text = text.replace("{" + name + "}", grow(name, chance), 1)
    return text


def broken(query: str, chance: random.Random) -> str:
    """Return the query with something cut, doubled or put in between."""
    at, to = sorted(chance.randrange(len(query) + 1) for _ in range(2))
    junk = chance.choice(["", query[at:to], "{", "}", "<", '"', "\\u0053", "\0", "SERVICE", "😀", "\\", "#"])
    return query[:at] + junk + query[chance.choice((at, to)) :]


def comparable(body: bytes, media_type: str) -> object:
    """Return a result without the order and the names of blank nodes, which nobody promises."""
    if media_type == "text/turtle":
        return sorted(str(triple) for triple in parse(body, RdfFormat.TURTLE))
    result = parse_query_results(body, QueryResultsFormat.JSON)
    if isinstance(result, QueryBoolean):
        return bool(result)
    assert isinstance(result, QuerySolutions)
    return sorted(str([str(term) for term in solution]) for solution in result)


@pytest.fixture(scope="module")
def store(server: Server) -> Store:
    found = Store()
    snapshot = server.data_dir / "snapshots" / server.get("/health").json()["snapshot"]
    found.load(gzip.decompress((snapshot / "dataset.nq.gz").read_bytes()), RdfFormat.N_QUADS)
    return found


@pytest.mark.parametrize("seed", range(QUERIES // 250))
def test_answers_are_pyoxigraph_s_own(server: Server, store: Store, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # the same queries each time
    queries = [grow("query", chance) for _ in range(250)]
    queries = [broken(query, chance) if number % 3 == 2 else query for number, query in enumerate(queries)]

    def ask(query: str) -> None:
        response = server.client.post("/sparql", data={"query": query})
        check(response, query, store, f"{server.base}/sparql")

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(ask, queries))


def own_answer(store: Store, query: str, endpoint: str) -> bytes | QueryError:
    """Return pyoxigraph's own result, or what is wrong with the query."""
    try:
        results = execute(store, query, base_iri=endpoint)
        return results.serialise("turtle" if results.form == "graph" else "json")
    except QueryError as error:
        return error


def check(response: httpx.Response, query: str, store: Store, endpoint: str) -> None:
    if response.status_code in (413, 504):  # a cross product: no answer, but an honest one
        return
    if response.status_code == 503 and response.json()["type"].endswith("/server-busy"):
        return
    own = own_answer(store, query, endpoint)
    if isinstance(own, QueryError):
        assert response.status_code == own.http_status, query
        assert response.json()["type"].endswith(own.code)
        return
    assert response.status_code == 200, (query, response.text)
    media_type = response.headers["content-type"].split(";")[0]
    theirs, ours = comparable(own, media_type), comparable(response.content, media_type)
    if isinstance(theirs, list) and isinstance(ours, list) and ("LIMIT" in query or "OFFSET" in query):
        assert len(ours) == len(theirs), query  # without an order any rows will do
    else:
        assert ours == theirs, query
