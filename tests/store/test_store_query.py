"""The embedded executor: datasets, forms, formats, errors."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from io import StringIO

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from kg.errors import NotAcceptable, QueryError, QueryRefused, QuerySyntaxError
from kg.store.query import GRAPH_FORMATS, SOLUTION_FORMATS, execute
from kg.vocabulary import GRAPH, ID, PREFIXES, REFERENCE_GRAPH

_LABEL = NamedNode(PREFIXES["rdfs"] + "label")


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store()
    for graph, name in ((REFERENCE_GRAPH, "a"), (GRAPH + "plan/p", "b")):
        made.add(Quad(NamedNode(ID + name), _LABEL, Literal(f"tên {name}", language="vi"), NamedNode(graph)))
    return made


def values(store: Store, query: str, **dataset: list[str]) -> list[str]:
    found = execute(store, query, default_graphs=dataset.get("default"), named_graphs=dataset.get("named"))
    return sorted(row[0].value for row in found.rows() if row and isinstance(row[0], (Literal, NamedNode)))


def test_union_of_the_named_graphs_with_prefixes_predeclared(store: Store) -> None:
    assert values(store, "SELECT ?label { ?s rdfs:label ?label }") == ["tên a", "tên b"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?s FROM ctg:reference { ?s ?p ?o }", [ID + "a"]),
        ("SELECT ?s FROM ctg:nowhere { ?s ?p ?o }", []),
        ("SELECT ?s FROM NAMED ctg:reference { ?s ?p ?o }", []),
        ("SELECT ?s FROM NAMED ctg:reference { GRAPH ?g { ?s ?p ?o } }", [ID + "a"]),
        ("SELECT ?s { GRAPH ctg:reference { ?s ?p ?o } }", [ID + "a"]),
    ],
)
def test_a_query_that_names_its_dataset_gets_it(store: Store, query: str, expected: list[str]) -> None:
    assert values(store, query) == expected


def test_the_protocols_dataset_wins_over_the_querys(store: Store) -> None:
    query = "SELECT ?s FROM ctg:reference { ?s ?p ?o }"
    assert values(store, query, default=[GRAPH + "plan/p"]) == [ID + "b"]
    assert values(store, query, named=[GRAPH + "plan/p"]) == []
    assert values(store, query, default=["http://127.0.0.1:1/never-fetched"]) == []


def test_rows_keep_unbound_columns(store: Store) -> None:
    results = execute(store, "SELECT ?s ?nothing { ?s rdfs:label 'tên a'@vi }")
    assert results.form == "solutions"
    assert results.variables == ("s", "nothing")
    assert list(results.rows()) == [(NamedNode(ID + "a"), None)]


def test_ask(store: Store) -> None:
    assert bool(execute(store, "ASK { ?s ?p ?o }")) is True
    assert bool(execute(store, "ASK { ?s ?p 1 }")) is False
    assert json.loads(execute(store, "ASK { ?s ?p 1 }").serialise("json"))["boolean"] is False
    with pytest.raises(NotAcceptable, match="boolean"):
        execute(store, "ASK { ?s ?p 1 }").serialise("csv")


@pytest.mark.parametrize("name", SOLUTION_FORMATS)
def test_every_format_of_solutions(store: Store, name: str) -> None:
    text = execute(store, "SELECT ?label { ?s rdfs:label ?label } ORDER BY ?label").serialise(name).decode()
    if name == "json":
        assert [row["label"]["value"] for row in json.loads(text)["results"]["bindings"]] == ["tên a", "tên b"]
    elif name == "xml":
        assert ET.fromstring(text).tag.endswith("sparql")  # noqa: S314  # our own output
    else:
        table = list(csv.reader(StringIO(text), delimiter="," if name == "csv" else "\t", quoting=csv.QUOTE_NONE))
        assert len(table) == 3


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_every_format_of_graphs(store: Store, name: str) -> None:
    data = execute(store, "CONSTRUCT WHERE { ?s rdfs:label ?o }").serialise(name)
    assert {quad.subject for quad in parse(data, GRAPH_FORMATS[name])} == {NamedNode(ID + "a"), NamedNode(ID + "b")}


def test_media_types_name_formats_too(store: Store) -> None:
    assert execute(store, "DESCRIBE ctid:a").serialise("text/turtle").startswith(b"@prefix")
    with pytest.raises(NotAcceptable, match="turtle"):
        execute(store, "DESCRIBE ctid:a").serialise("json")


def test_triples_are_given_as_terms(store: Store) -> None:
    triples = list(execute(store, "DESCRIBE ctid:a").triples())
    assert [triple.object for triple in triples] == [Literal("tên a", language="vi")]
    assert RdfFormat.TURTLE in GRAPH_FORMATS.values()


def test_relative_iris_need_a_base(store: Store) -> None:
    assert [t.subject for t in execute(store, "DESCRIBE <a>", base_iri=ID).triples()] == [NamedNode(ID + "a")]


def test_a_syntax_error_says_where(store: Store) -> None:
    with pytest.raises(QuerySyntaxError, match="line 2, column") as caught:
        execute(store, "SELECT *\nWHERE { ?s ?p }")
    assert caught.value.line == 2
    assert caught.value.column is not None
    assert "[_]" not in str(caught.value)


def test_an_unknown_function_is_an_error_and_not_an_empty_answer(store: Store) -> None:
    with pytest.raises(QueryError, match="custom function"):
        list(execute(store, "SELECT (<http://e/f>(1) AS ?x) {}").rows())


def test_service_and_updates_do_not_run(store: Store) -> None:
    with pytest.raises(QueryRefused, match="SERVICE"):
        execute(store, "SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }")
    with pytest.raises(QueryRefused, match="LOAD"):
        execute(store, "LOAD <http://127.0.0.1:1/>")
