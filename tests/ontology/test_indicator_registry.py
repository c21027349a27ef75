"""What the registry says of indicators: in both languages, in the label's words, and nothing that no print tells."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from kg.resources import parse_turtle, resource
from kg.vietnamese import fold
from kg.vocabulary import PREFIXES, expand


@pytest.fixture(scope="module")
def registry() -> Store:
    store = Store()
    store.extend(Quad(*quad.triple) for quad in parse_turtle(resource("ontology/indicators.ttl")))
    return store


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    answer = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(answer, QuerySolutions)
    return [tuple(getattr(term, "value", "") for term in row) for row in answer]


def test_every_item_has_a_label_in_vietnamese_and_english(registry: Store) -> None:
    labelled = rows(
        registry,
        "SELECT ?item (GROUP_CONCAT(LANG(?label); separator=' ') AS ?languages) "
        "{ ?item skos:inScheme ?scheme ; skos:prefLabel ?label } GROUP BY ?item",
    )
    assert len(labelled) > 150
    assert [item for item, languages in labelled if sorted(languages.split()) != ["en", "vi"]] == []
    english = rows(
        registry, "SELECT ?label { ?item skos:inScheme ?s ; skos:prefLabel ?label FILTER(LANG(?label) = 'en') }"
    )
    assert len(set(english)) == len(english)


def test_numerator_and_denominator_are_words_of_the_label(registry: Store) -> None:
    parts = rows(
        registry,
        "SELECT ?text ?part { ?i skos:prefLabel ?text ; ct:numerator|ct:denominator ?part FILTER(LANG(?text) = 'vi') }",
    )
    assert len(parts) > 140
    plain = [(_words(label), _words(part)) for label, part in parts]
    assert [pair for pair in plain if not pair[1] <= pair[0]] == []


def _words(text: str) -> set[str]:
    return set(fold(text).replace("/", " ").replace(",", " ").replace("(", " ").replace(")", " ").split())


def test_a_unit_is_that_of_every_printed_target(corpus_store: Store) -> None:
    """No printed target of an indicator with a unit has another one."""
    wrong = rows(
        corpus_store,
        """SELECT DISTINCT ?item ?unit ?other {
          ?item a ct:Indicator ; ct:unit ?unit .
          { ?row ct:item ?item ; ct:hasTarget ?target } UNION { ?target a ct:BodyTarget ; ct:item ?item }
          ?target ct:unit ?other FILTER(?other != ?unit) }""",
    )
    assert wrong == []
    assert len(rows(corpus_store, "SELECT DISTINCT ?item { ?item a ct:Indicator ; ct:unit ?unit }")) > 80


@pytest.mark.parametrize(
    ("basis", "told_by"),
    [("minimum", 'FILTER(?comparator IN (">", ">="))'), ("100%", 'FILTER(?comparator = "=" && ?value = 100)')],
)
def test_a_direction_has_a_printed_target_that_tells_it(corpus_store: Store, basis: str, told_by: str) -> None:
    untold = rows(
        corpus_store,
        f"""SELECT ?item {{
          ?item ct:direction ctid:direction/higher ; ct:directionBasis ?basis .
          FILTER(LANG(?basis) = "en" && CONTAINS(?basis, "{basis}"))
          FILTER NOT EXISTS {{
            {{ ?row ct:item ?item ; ct:hasTarget ?target }} UNION {{ ?target a ct:BodyTarget ; ct:item ?item }}
            ?target ct:comparator ?comparator ; ct:value ?value . {told_by} }} }}""".replace(
            "ctid:direction/higher", f"<{expand('ctid:direction/higher')}>"
        ),
    )
    assert untold == []


def test_no_target_sets_a_maximum_where_higher_is_better(corpus_store: Store) -> None:
    query = """SELECT ?item { ?item ct:direction ?direction . ?row ct:item ?item ; ct:hasTarget ?target .
      ?target ct:comparator ?comparator FILTER(?comparator IN ("<", "<=") && STRENDS(STR(?direction), "higher")) }"""
    assert rows(corpus_store, query) == []


def test_a_definition_names_its_source(registry: Store) -> None:
    definition, source = NamedNode(expand("skos:definition")), NamedNode(expand("ct:source"))
    defined = {quad.subject for quad in registry.quads_for_pattern(None, definition, None, None)}
    assert defined
    for item in defined:
        told = [quad.object for quad in registry.quads_for_pattern(item, source, None, None)]
        assert told
        assert all(isinstance(term, Literal) for term in told)
