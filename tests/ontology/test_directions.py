"""Relations between legal documents run from the acting document to the other: never from the older to the newer."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, QuerySolutions, Store, Triple

from kg.ontology import load
from kg.vocabulary import PREFIXES, expand

RELATIONS = [
    "eli:based_on",
    "eli:cites",
    "eli:amends",
    "eli:repeals",
    "ct:replaces",
    "ct:guides",
    "ct:implements",
    "ct:approves",
]
STATED = {"eli:based_on", "eli:amends", "ct:guides", "ct:approves"}
INVERSES = {
    "ct:replaces": "ct:replacedBy",
    "ct:guides": "ct:guidedBy",
    "ct:implements": "ct:implementedBy",
    "eli:based_on": "eli:basis_for",
    "eli:cites": "eli:cited_by",
    "eli:amends": "eli:amended_by",
    "eli:repeals": "eli:repealed_by",
}


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    answer = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(answer, QuerySolutions)
    return [tuple(getattr(term, "value", "") for term in row) for row in answer]


@pytest.mark.parametrize("relation", RELATIONS)
def test_no_document_acts_on_a_later_one(corpus_store: Store, relation: str) -> None:
    backwards = f"""SELECT ?acting ?other {{
      ?acting {relation} ?other ; ct:datePrinted ?its . ?other ct:datePrinted ?others
      BIND(IF(STRLEN(?its) < STRLEN(?others), STRLEN(?its), STRLEN(?others)) AS ?known)
      FILTER(SUBSTR(?its, 1, ?known) < SUBSTR(?others, 1, ?known)) }}"""
    assert rows(corpus_store, backwards) == []
    dated = rows(corpus_store, f"SELECT ?a {{ ?a {relation} ?b }} LIMIT 1")
    assert bool(dated) or relation not in STATED


@pytest.mark.parametrize(("relation", "inverse"), INVERSES.items())
def test_only_one_direction_is_stated(corpus_store: Store, relation: str, inverse: str) -> None:
    """The inverse is a name that queries may use under a reasoner; data never holds it."""
    relation_, inverse_, inverse_of = (NamedNode(expand(name)) for name in (relation, inverse, "owl:inverseOf"))
    triples = set(load())
    assert {Triple(relation_, inverse_of, inverse_), Triple(inverse_, inverse_of, relation_)} & triples
    assert list(corpus_store.quads_for_pattern(None, inverse_, None, None)) == []
