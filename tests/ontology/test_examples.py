"""The examples of the vocabulary are things and triples of the shipped corpus, not inventions."""

from __future__ import annotations

import re

from pyoxigraph import Literal, NamedNode, Store

from kg.ontology import load
from kg.vocabulary import CT, expand

THING = re.compile(r"(?:ctid|unit):[^\s…]+")
STATEMENT = re.compile(rf"({THING.pattern}) (ct:\w+) ({THING.pattern})")
NEVER_STATED = {"ct:guidedBy", "ct:assignedTo"}  # their definitions say so: data states the inverse, or the role


def examples() -> list[tuple[str, str]]:
    """Every term with each of its examples that names a thing or gives a statement."""
    found = [
        (triple.subject.value, triple.object.value)
        for triple in load()
        if triple.predicate == NamedNode(expand("skos:example"))
        and isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, Literal)
    ]
    return [(term, text) for term, text in found if THING.match(text) and "…" not in text]


def test_things_named_as_examples_are_of_their_class(corpus_store: Store) -> None:
    named = [(term, text) for term, text in examples() if THING.fullmatch(text) and term[len(CT)].isupper()]
    assert len(named) > 20
    type_ = NamedNode(expand("rdf:type"))
    wrong = [
        text
        for term, text in named
        if not list(corpus_store.quads_for_pattern(NamedNode(expand(text)), type_, NamedNode(term), None))
    ]
    assert wrong == []


def test_statements_given_as_examples_are_in_the_graph(corpus_store: Store) -> None:
    statements = [found for _, text in examples() if (found := STATEMENT.fullmatch(text))]
    assert len(statements) > 30
    wrong = []
    for found in statements:
        subject, predicate, value = (NamedNode(expand(curie)) for curie in found.groups())
        if found[2] not in NEVER_STATED and not list(corpus_store.quads_for_pattern(subject, predicate, value, None)):
            wrong.append(found[0])
    assert wrong == []
