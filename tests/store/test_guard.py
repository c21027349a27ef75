"""The guard: nothing that pyoxigraph would fetch gets through, and the word alone harms nobody."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import QueryRefused
from kg.store.guard import check_query, has_dataset_clause
from kg.vocabulary import PREFIXES

_NOWHERE = "http://127.0.0.1:1/"
"""A port that pyoxigraph itself refuses: the attempt to call it shows as OSError, and nothing leaves the machine."""

_LEAD_INS = [
    "",
    "?s ?p ?o",
    "?s ?p ?o.",
    "?s ?p 1",
    "?s ?p 1.",
    "?s ?p 1e1",
    "?s ?p true",
    "?s ?p 'a'",
    '?s ?p "a"@en',
    '?s ?p """a"""',
    "?s ?p <http://e/a>",
    "?s ?p x:a",
    "?s ?p x:a.b",
    "?s ?p x:a.b.",
    "?s ?p x:",
    "?s ?p _:b",
    "?s ?p _:b.c.",
    "FILTER(1<2)",
    "FILTER(1<2&&'>'='>')",
    "FILTER(1<2||3>2)",
    "VALUES ?v {1}",
    "VALUES ?v {'''a'}",
    "VALUES ?v {'' 'a'}",
    "BIND(1<2 AS ?v)",
    "OPTIONAL{?s ?p ?o}",
    "# SERVICE\n",
]
_GAPS = ["", "", " ", "\t", "\n", "\r", "#c\n", "# 'x\r", "# <\n"]
_KEYWORDS = ["SERVICE", "service", "sErViCe", "SERVICE SILENT", "SERVICE#\nSILENT#'\n", "\\u0053ERVICE"]
_TARGETS = [f"<{_NOWHERE}>", "x:", "x:a", ":", "?endpoint", "$endpoint", "x.y:"]
_TAILS = ["", " ", "#'", "#>\n", '#"\n', "# \\q '''", "FILTER('<'<'>')", "FILTER(2>1)", "}#", "# SERVICE"]


@st.composite
def calls(draw: st.DrawFn) -> str:
    """A query that calls a service, or would if it were SPARQL, with all the disguises that the grammar knows."""
    pieces = (_LEAD_INS, _GAPS, _KEYWORDS, _GAPS, _TARGETS, _GAPS)
    body = "".join(draw(st.sampled_from(piece)) for piece in pieces)
    prologue = f"PREFIX x: <{_NOWHERE}> PREFIX x.y: <{_NOWHERE}> PREFIX : <{_NOWHERE}> "
    return f"{prologue}SELECT * {{ VALUES ?endpoint {{ <{_NOWHERE}> }} {body}{{}}{draw(st.sampled_from(_TAILS))}\n}}"


@pytest.fixture(scope="module")
def store() -> Store:
    """One triple for each object that a lead-in asks for, so that nothing before the call comes out empty."""
    objects = [Literal(1), Literal("1e1", datatype=NamedNode(PREFIXES["xsd"] + "double")), Literal(True)]
    objects += [Literal("a"), Literal("a", language="en")]
    nodes = [NamedNode("http://e/a"), NamedNode(_NOWHERE + "a"), NamedNode(_NOWHERE + "a.b"), NamedNode(_NOWHERE)]
    made = Store()
    subject, predicate = NamedNode("http://e/s"), NamedNode("http://e/p")
    made.extend([Quad(subject, predicate, value) for value in objects])
    made.extend([Quad(subject, predicate, value) for value in nodes])
    return made


def would_call(store: Store, query: str) -> bool:
    """Tell whether pyoxigraph tries to call a service for `query`."""
    if "SILENT" in query:
        query = query.replace("SERVICE SILENT", "SERVICE").replace("#\nSILENT", "")
    try:
        list(store.query(query))  # type: ignore[arg-type]  # always a SELECT
    except OSError:
        return True
    except SyntaxError:
        return False
    return False


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=calls())
def test_whatever_passes_never_makes_pyoxigraph_call(store: Store, query: str) -> None:
    try:
        check_query(query)
    except QueryRefused:
        return
    assert not would_call(store, query)


@pytest.mark.parametrize(
    "call",
    [
        f"SELECT * {{ SERVICE <{_NOWHERE}> {{}} }}",
        f"SELECT * {{ ?s ?p 1SERVICE<{_NOWHERE}>{{}} }}",
        f"PREFIX x: <{_NOWHERE}> SELECT * {{ ?s ?p ?o SERVICEx:{{}} }}",
        f"PREFIX x: <{_NOWHERE}> SELECT * {{ ?s ?p x:a.b.SERVICE x:{{}} }}",
        f"SELECT * {{ ?s ?p ?o FILTER(1<2&&'>'='>')SERVICE<{_NOWHERE}>{{}}#' \n}}",
    ],
)
def test_the_disguises_are_real(store: Store, call: str) -> None:
    assert would_call(store, call)
    with pytest.raises(QueryRefused, match="SERVICE"):
        check_query(call)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ?p $service }",
        'SELECT * { ?s ?p "SERVICE <http://e/> { ?s ?p ?o }" }',
        "SELECT * { ?s ?p '''\nSERVICE <http://e/> { }\n''' }",
        "SELECT * { ?s ?p ?o # SERVICE <http://e/> { }\n }",
        "SELECT * { ?s <http://e/service> ?o . ?o a <http://e/service#Thing> }",
        "PREFIX ex: <http://e/service#> SELECT * { ?s ex:service ?o . ?o ex:a.service.b ?z }",
        "PREFIX service: <http://e/> SELECT * FROM service:g { GRAPH service:h { ?s service:p ?o } }",
        'SELECT * { ?s ?p "x"@en-service , _:service }',
        "SELECT * { VALUES ?x { <http://e/service#a>\n <http://e/service#b> } }",
        "ASK { ?s ?p 'it\\'s SERVICE <http://e/> {' }",
        "SELECT * { ?insert <http://e/load> 'DELETE' }",
        "",
        "SELECT * {",
    ],
)
def test_the_word_alone_is_let_through(query: str) -> None:
    check_query(query)


@pytest.mark.parametrize(
    "keyword", ["INSERT", "delete", "Load", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"]
)
@pytest.mark.parametrize("prologue", ["", "# ASK\n", "PREFIX a: <b#> BASE <c>\n", "prefix:<b>base<c>"])
def test_updates_are_refused_by_name(prologue: str, keyword: str) -> None:
    with pytest.raises(QueryRefused, match=keyword.upper()):
        check_query(f"{prologue}{keyword} <http://e/>")


@given(st.text(alphabet="<>'\"\\#?:. \n{}()aService01@_-", max_size=60))
def test_any_text_is_read_to_its_end(text: str) -> None:
    for ask in (check_query, has_dataset_clause):
        try:
            ask(text + " SERVICE")
        except QueryRefused:
            continue


@pytest.mark.parametrize(
    "unit", ["\\'", "\\'''", "<'", "service", "x.service", "a.b:c", "<service#>\n", "service#\n", "("]
)
def test_no_text_keeps_the_reader_busy(unit: str) -> None:
    text = unit * (256 * 1024 // len(unit)) + " service from"
    started = time.process_time()
    for ask in (check_query, has_dataset_clause):
        try:
            ask(text)
        except QueryRefused:
            continue
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?s ?p ?o }", False),
        ("SELECT * FROM <http://e/g> { ?s ?p ?o }", True),
        ("SELECT*FROM<http://e/g>{?s ?p ?o}", True),
        ("SELECT (1<2&&3>2 AS ?x) FROM NAMED ex:g { ?s ?p ?o }", True),
        ("CONSTRUCT { ?s ?p ?o } from ex:g WHERE { ?s ?p ?o }", True),
        ("SELECT ?from { ?from ex:from 'FROM <g>' } # FROM <g>", False),
        ("SELECT * { ?s <http://e/from> from:from }", False),
    ],
)
def test_dataset_clause(query: str, expected: bool) -> None:
    assert has_dataset_clause(query) is expected
