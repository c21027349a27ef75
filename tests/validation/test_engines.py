"""The engine that runs in production finds what pyshacl finds with the same files."""

from __future__ import annotations

import runpy
from collections import Counter
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.validation.catalogue import Rule, load_catalogue, rules
from kg.validation.engine import SparqlEngine
from kg.validation.shacl import ShaclEngine, flatten
from kg.vocabulary import PLAN_GRAPH, PREFIXES
from tests.validation.generator import faults, store_of, with_fault, world
from tests.validation.solutions import solutions_of

EXAMPLES = Path(__file__).parent / "rules"
CATALOGUE = load_catalogue()
FAULTS = faults()
SEEDS = range(100, 106)


def rules_of(codes: set[str]) -> list[Rule]:
    return [rule for rule in CATALOGUE if rule.code in codes]


@pytest.mark.parametrize("example", ["fires", "clean"])
@pytest.mark.parametrize("code", [rule.code for rule in CATALOGUE])
def test_engines_agree_on_the_examples(code: str, example: str) -> None:
    store = ox.Store()
    path = EXAMPLES / code / f"{example}.ttl"
    store.load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(f"{PLAN_GRAPH}example"))
    expected = solutions_of(SparqlEngine(store, CATALOGUE), rules_of({code}))
    assert solutions_of(ShaclEngine(flatten(store)), rules_of({code})) == expected
    assert bool(expected) is (example == "fires")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["name"])
def test_engines_agree_on_generated_graphs_with_every_rule_broken(fault: dict[str, Any]) -> None:
    broken = rules_of({fault["rule"]})
    for seed in SEEDS:
        store = with_fault(world(seed, 6), fault)
        expected = solutions_of(SparqlEngine(store, CATALOGUE), broken)
        assert expected
        assert solutions_of(ShaclEngine(flatten(store)), broken) == expected, f"seed {seed}"


def test_there_are_enough_generated_graphs() -> None:
    assert len(FAULTS) * len(SEEDS) >= 500


def test_engines_agree_on_two_real_plans(corpus_store: ox.Store) -> None:
    # The two shortest, each by itself where a rule looks at one plan: rdflib's joins grow with the square of the rows,
    # to 70 s for all rules on the whole corpus.
    sizes = Counter(str(quad.graph_name) for quad in corpus_store if PLAN_GRAPH in str(quad.graph_name))
    shortest = [graph for graph, _ in sizes.most_common()[-2:]]
    within = [rule for rule in CATALOGUE if rule.scope.within]
    across = [rule for rule in CATALOGUE if not rule.scope.within]
    found = set[tuple[str, ...]]()
    for kept, rules_run in ((shortest[:1], within), (shortest[1:], within), (shortest, across)):
        left_out = sizes.keys() - kept
        store = store_of(quad for quad in corpus_store if str(quad.graph_name) not in left_out)
        expected = solutions_of(SparqlEngine(store, CATALOGUE), rules_run)
        assert solutions_of(ShaclEngine(flatten(store)), rules_run) == expected
        found |= expected
    assert len({code for code, *_ in found}) > 15


def test_the_rules_declare_the_prefixes_of_the_project() -> None:
    assert CATALOGUE.prefixes.items() <= PREFIXES.items()


def test_codes_are_single_and_well_formed() -> None:
    codes = [rule.code for rule in CATALOGUE]
    assert codes == sorted(set(codes))
    assert all(rule.iri.endswith(f"#{rule.code}") for rule in CATALOGUE)
    assert all(rule.cells for rule in CATALOGUE)


def test_every_word_of_the_catalogue_is_said_in_both_languages() -> None:
    for rule in rules():
        for text in (rule.title, rule.message, rule.remedy, rule.rationale, rule.source, rule.fires, rule.silent):
            assert text.vi.strip(), rule.code
            assert text.en.strip(), rule.code
        assert rule.rationale.vi != rule.rationale.en, rule.code


def test_no_rule_names_a_row_or_a_document() -> None:
    allowed = ("/id/level/", "/id/flag/", "/id/row-kind/", "/id/certainty/", "/id/status/")
    for rule in CATALOGUE:
        for iri in rule.select.split("<https://w3id.org/chitieu")[1:]:
            assert iri.startswith(allowed), rule.code


def test_the_page_of_the_rules_is_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    main = runpy.run_path(str(Path(__file__).parents[2] / "scripts/rule_docs.py"))["main"]
    assert main(["--check"]) == 0, f"{capsys.readouterr().out} Run python scripts/rule_docs.py"
