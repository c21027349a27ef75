"""`shapes/model` passes the real graph, and stops graphs that are broken in one way."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import ModelViolation
from kg.validation.model import raise_for_model
from kg.validation.shacl import check_model, flatten
from kg.vocabulary import ID, PLAN_GRAPH, PREFIXES

BREAKS = tomllib.loads((Path(__file__).parent / "breaks.toml").read_text(encoding="utf-8"))["break"]


@pytest.fixture(scope="session")
def one_plan(corpus_store: ox.Store) -> tuple[list[ox.Quad], ox.NamedNode]:
    """The first plan that has citations, with every shared graph, and the name of its graph."""
    citing = corpus_store.query(
        f"SELECT ?g {{ GRAPH ?g {{ ?c ct:citedDocument ?d }} FILTER STRSTARTS(STR(?g), '{PLAN_GRAPH}') }} ORDER BY ?g",
        prefixes=PREFIXES,
    )
    assert isinstance(citing, ox.QuerySolutions)
    graph = next(iter(citing))["g"]
    quads = [q for q in corpus_store if q.graph_name == graph or not str(q.graph_name).startswith(f"<{PLAN_GRAPH}")]
    return quads, graph


def test_the_real_graph_passes_and_was_looked_at(corpus_store: ox.Store) -> None:
    report = check_model(corpus_store)
    assert [fault.message for fault in report.faults] == []
    assert report.checked > 1000
    raise_for_model(report)


@pytest.mark.parametrize("case", BREAKS, ids=lambda case: case["name"])
def test_a_broken_graph_is_stopped(one_plan: tuple[list[ox.Quad], ox.NamedNode], case: dict[str, str]) -> None:
    quads, graph = one_plan
    store = ox.Store()
    store.extend(quads)
    store.update(f"WITH {graph} {case['update']}", base_iri=ID, prefixes=PREFIXES)
    report = check_model(store, graph.value)
    assert case["shape"] in {fault.shape.rpartition("#")[2] for fault in report.faults}
    with pytest.raises(ModelViolation, match=r"breaks shapes/model in \d+ places?: https://"):
        raise_for_model(report)


def test_a_graph_without_plans_does_not_pass() -> None:
    with pytest.raises(ModelViolation, match="nothing to check"):
        raise_for_model(check_model(ox.Store()))


def test_what_a_plan_refers_to_is_described_and_other_plans_are_left_out(
    corpus_store: ox.Store, one_plan: tuple[list[ox.Quad], ox.NamedNode]
) -> None:
    _, graph = one_plan
    whole, one = flatten(corpus_store), flatten(corpus_store, graph.value)
    assert 0 < len(one) < len(whole)
    assert set(one) <= set(whole)


def test_a_triple_term_is_refused() -> None:
    store = ox.Store()
    plan = ox.NamedNode(f"{ID}document/a")
    term = ox.Triple(plan, plan, plan)
    store.add(ox.Quad(plan, plan, term, ox.NamedNode(f"{PLAN_GRAPH}a")))
    with pytest.raises(ModelViolation, match="triple term"):
        check_model(store)
