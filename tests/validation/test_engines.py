"""The engine that runs in production finds what pyshacl finds with the same files."""

from __future__ import annotations

import runpy
import tomllib
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pyoxigraph as ox
import pytest

from kg.validation.catalogue import load_catalogue, rules
from kg.validation.engine import Engine, SparqlEngine
from kg.validation.shacl import ShaclEngine, flatten
from kg.vocabulary import PLAN_GRAPH, PREFIXES

EXAMPLES = Path(__file__).parent / "rules"
CATALOGUE = load_catalogue()
FAULTS = tomllib.loads((Path(__file__).parent / "faults.toml").read_text(encoding="utf-8"))["fault"]
SEEDS = range(100, 107)


def results(engine: Engine, codes: set[str]) -> set[tuple[str, ...]]:
    """What an engine finds, as rule, value, other side and detail, where they are IRIs."""
    found = set()
    for solution in engine.run(rule for rule in CATALOGUE if rule.code in codes):
        sides = (solution.bindings.get(name) for name in ("other", "detail"))
        named = (side.value if isinstance(side, ox.NamedNode) else "" for side in sides)
        found.add((solution.rule.code, solution.value.value, *named))
    return found


@pytest.mark.parametrize("example", ["fires", "clean"])
@pytest.mark.parametrize("code", [rule.code for rule in CATALOGUE])
def test_engines_agree_on_the_examples(code: str, example: str) -> None:
    store = ox.Store()
    path = EXAMPLES / code / f"{example}.ttl"
    store.load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(f"{PLAN_GRAPH}example"))
    expected = results(SparqlEngine(store, CATALOGUE), {code})
    assert results(ShaclEngine(flatten(store)), {code}) == expected
    assert bool(expected) is (example == "fires")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["name"])
def test_engines_agree_on_generated_graphs_with_every_rule_broken(generator: ModuleType, fault: dict[str, Any]) -> None:
    for seed in SEEDS:
        store = generator.with_fault(generator.world(seed, 6), fault)
        expected = results(SparqlEngine(store, CATALOGUE), {fault["rule"]})
        assert expected
        assert results(ShaclEngine(flatten(store)), {fault["rule"]}) == expected, f"seed {seed}"


def test_there_are_enough_generated_graphs() -> None:
    assert len(FAULTS) * len(SEEDS) >= 500


def test_engines_agree_on_two_real_plans(corpus_store: ox.Store) -> None:
    # The two shortest: rdflib's joins grow with the square of the rows, to 70 s for all rules on the whole corpus.
    sizes = Counter(str(quad.graph_name) for quad in corpus_store if PLAN_GRAPH in str(quad.graph_name))
    left_out = {graph for graph, _ in sizes.most_common()[:-2]}
    store = ox.Store()
    store.extend(quad for quad in corpus_store if str(quad.graph_name) not in left_out)
    codes = {rule.code for rule in CATALOGUE}
    expected = results(SparqlEngine(store, CATALOGUE), codes)
    assert results(ShaclEngine(flatten(store)), codes) == expected
    assert len({code for code, *_ in expected}) > 15


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
