"""The counts of the description, asked again of the store by SPARQL: of the published dataset, findings and all."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from kg.graph import describe_dataset
from kg.vocabulary import ID, PREFIXES, VOID_GRAPH


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    answer = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(answer, QuerySolutions)
    return sorted(tuple(getattr(term, "value", "") for term in row) for row in answer)


def test_totals_are_true(corpus_store: Store) -> None:
    stated = rows(
        corpus_store,
        f"SELECT ?triples ?classes ?properties ?subjects {{ <{ID}dataset> void:triples ?triples ; void:classes"
        " ?classes ; void:properties ?properties ; void:distinctSubjects ?subjects }",
    )
    counted = rows(
        corpus_store,
        "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?c) AS ?classes) (COUNT(DISTINCT ?p) AS ?properties)"
        " (COUNT(DISTINCT ?s) AS ?subjects)"
        " { ?s ?p ?o BIND(IF(?p = rdf:type, ?o, ?none) AS ?c) }",
    )
    assert stated == counted
    assert int(stated[0][0]) == len(corpus_store)


@pytest.mark.parametrize(
    ("stated", "counted"),
    [
        (
            "SELECT ?g ?n { ?d sd:name ?g ; void:triples ?n }",
            "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
        ),
        (
            "SELECT ?c ?n { ?d void:classPartition [ void:class ?c ; void:entities ?n ] }",
            "SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c } GROUP BY ?c",
        ),
        (
            f"SELECT ?p ?n {{ <{ID}dataset> void:propertyPartition [ void:property ?p ; void:triples ?n ] }}",
            "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
        ),
        (
            "SELECT ?c ?p ?n { ?part void:class ?c ; void:propertyPartition [ void:property ?p ; void:triples ?n ] }",
            "SELECT ?c ?p (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o } GROUP BY ?c ?p",
        ),
    ],
    ids=["graphs", "classes", "properties", "properties of classes"],
)
def test_partitions_are_true(corpus_store: Store, stated: str, counted: str) -> None:
    assert rows(corpus_store, stated) == rows(corpus_store, counted) != []


def test_examples_are_things_of_the_dataset(corpus_store: Store) -> None:
    found = rows(corpus_store, f"SELECT ?c {{ <{ID}dataset> void:exampleResource ?e . ?e a ?c }}")
    assert {PREFIXES["ct"] + local for local in ("Plan", "Assignment", "Indicator", "Agency")} <= {c for (c,) in found}


def test_a_class_of_no_known_prefix_is_named_too() -> None:
    quad = Quad(
        NamedNode("https://example.org/a"),
        NamedNode(PREFIXES["rdf"] + "type"),
        NamedNode("https://example.org/ns#Thing"),
        NamedNode("https://example.org/graph"),
    )
    described = describe_dataset([quad])
    assert {q.graph_name for q in described} == {NamedNode(VOID_GRAPH)}
    nodes = [q.subject for q in described if q.object == quad.object]
    assert nodes == [NamedNode(f"{ID}dataset/class/https---example-org-ns-Thing")]
    entities = [q.object for q in described if q.subject == nodes[0] and q.predicate.value.endswith("entities")]
    assert entities == [Literal(1)]
