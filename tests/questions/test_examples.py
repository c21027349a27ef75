"""The published examples run as they stand, in any client that reads the convention."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from kg.questions.catalogue import questions
from kg.questions.examples import example_query, example_terms, question_quads
from kg.questions.model import Question
from kg.vocabulary import QUESTIONS_GRAPH, expand

from .conftest import Recorder

ENDPOINT = "http://localhost:8000/sparql"


@pytest.fixture(scope="module")
def published() -> Store:
    store = Store()
    store.extend(question_quads(questions(), ENDPOINT))
    return store


def test_all_stands_in_the_graph_of_questions_without_blank_nodes(published: Store) -> None:
    assert {graph.value for graph in published.named_graphs()} == {QUESTIONS_GRAPH}
    assert not [q for q in published if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]


def test_a_client_of_the_convention_finds_complete_queries(published: Store, small: Recorder) -> None:
    """Reads examples as such clients do: the query, and the prefixes that it declares elsewhere."""
    found = published.query(
        """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX schema: <https://schema.org/>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?query ?select (GROUP_CONCAT(?line; SEPARATOR = "") AS ?prologue) {
          ?query a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ; sh:select ?select ; schema:target ?target ;
            rdfs:comment ?comment ; sh:prefixes/sh:declare ?declaration .
          ?declaration sh:prefix ?prefix ; sh:namespace ?namespace .
          FILTER(lang(?comment) = "en")
          BIND(CONCAT("PREFIX ", ?prefix, ": <", STR(?namespace), ">\\n") AS ?line)
        } GROUP BY ?query ?select""",
        use_default_graph_as_union=True,
    )
    assert isinstance(found, QuerySolutions)
    examples = {row["query"].value: f"{row['prologue'].value}{row['select'].value}" for row in found}
    assert sorted(examples) == sorted(asked.iri for asked in questions())
    for example in examples.values():
        assert isinstance(small.store.query(example, use_default_graph_as_union=True), QuerySolutions)


@pytest.mark.parametrize("asked", questions(), ids=[asked.name for asked in questions()])
def test_an_example_has_a_value_for_every_parameter_that_matters(asked: Question) -> None:
    assert all(p.name in example_terms(asked) for p in asked.parameters if p.required)
    assert "$lang" not in example_query(asked)


def test_parameters_are_described(published: Store) -> None:
    node = NamedNode(expand("ctq:leads-by-kind/certainty"))

    def values(subject: NamedNode, curie: str) -> list[object]:
        return [quad.object for quad in published.quads_for_pattern(subject, NamedNode(expand(curie)), None)]

    assert values(node, "sh:defaultValue") == [Literal("certain")]
    assert values(node, "sh:datatype") == [NamedNode(expand("xsd:string"))]
    (first,) = values(node, "sh:in")
    assert isinstance(first, NamedNode)
    (rest,) = values(first, "rdf:rest")
    assert isinstance(rest, NamedNode)
    assert values(first, "rdf:first") + values(rest, "rdf:first") == [Literal("certain"), Literal("possible")]
    assert values(rest, "rdf:rest") == [NamedNode(expand("rdf:nil"))]
    assert values(NamedNode(expand("ctq:leads-by-kind/kind")), "sh:class") == [NamedNode(expand("ct:AgencyKind"))]


def test_the_endpoint_is_told(published: Store) -> None:
    targets = {quad.object for quad in published.quads_for_pattern(None, NamedNode(expand("schema:target")), None)}
    assert targets == {NamedNode(ENDPOINT)}
