"""After a change, judging again what it touches says what a full run says."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from kg.validation.ledger import Ledger
from kg.validation.model import Report
from kg.validation.report import validate_graph, validate_plan
from kg.vocabulary import PLAN_GRAPH, PREFIXES, expand
from tests.validation.generator import World, faults, store_of, with_fault, world

WORLDS = range(300, 302)
EVERY = 2
"""After so many changes the ledger is held against a full run; what it got wrong in between would still stand there."""


def plans(store: ox.Store) -> list[str]:
    members = store.quads_for_pattern(None, ox.NamedNode(expand("ct:sourceFile")), None)
    return sorted({str(member.subject)[1:-1] for member in members})


def graph_of(store: ox.Store, plan: str) -> list[ox.Quad]:
    about = store.quads_for_pattern(ox.NamedNode(plan), None, None)
    name = next(quad.graph_name for quad in about if PLAN_GRAPH in str(quad.graph_name))
    return list(store.quads_for_pattern(None, None, None, name))


def assert_same(incremental: Report, full: Report) -> None:
    assert incremental.findings == full.findings
    assert incremental.counts == full.counts


@pytest.fixture
def worlds() -> list[World]:
    return [world(seed, 6) for seed in WORLDS]


@pytest.fixture
def joined(worlds: list[World]) -> ox.Store:
    """Six plans that share two indicators."""
    return store_of([quad for made in worlds for quad in made.quads])


def changes(worlds: list[World], rng: random.Random) -> Iterator[tuple[set[ox.Quad], set[ox.Quad]]]:
    """Each kind of fault put into one of the worlds, some of them taken out again: quads that go, quads that come."""
    done = []
    for fault in faults():
        made = rng.choice(worlds)
        before, after = set(store_of(made.quads)), set(with_fault(made, fault))
        yield before - after, after - before
        done.append((after - before, before - after))
        if rng.random() < 0.25:
            yield done.pop(rng.randrange(len(done)))


def test_random_changes_leave_what_a_full_run_finds(worlds: list[World], joined: ox.Store) -> None:
    ledger, rng = Ledger(joined), random.Random(7)  # noqa: S311 - which of the changes comes next
    codes = set()
    for number, (removed, added) in enumerate(changes(worlds, rng)):
        ledger.update(removed, added)
        if number % EVERY:
            continue
        full = validate_graph(joined)
        assert_same(ledger.report, full)
        codes |= {finding.code for finding in full.findings}
    assert len(codes) >= 60


def test_a_plan_goes_comes_back_and_is_replaced(joined: ox.Store) -> None:
    ledger, before = Ledger(joined), validate_graph(joined)
    for plan in plans(joined):
        quads = graph_of(joined, plan)
        ledger.update(quads, [])
        assert plan not in {finding.plan for finding in ledger.report.findings}
        assert_same(ledger.report, validate_graph(joined))
        ledger.update([], quads)
        assert_same(ledger.report, before)


def test_what_changes_outside_the_plans_is_followed_to_those_that_see_it(joined: ox.Store) -> None:
    ledger = Ledger(joined)
    place = ox.NamedNode(expand("ct:partOf"))
    moved = list(joined.quads_for_pattern(None, place, None))[:1]
    ledger.update(moved, [])
    assert_same(ledger.report, validate_graph(joined))
    cited = next(joined.quads_for_pattern(None, ox.NamedNode(expand("ct:citedDocument")), None))
    newer = ox.NamedNode(f"{PREFIXES['ctid']}document/moi")
    replacing = ox.Quad(newer, ox.NamedNode(expand("ct:replaces")), cited.object, moved[0].graph_name)
    found = ledger.update([], [replacing])
    assert_same(ledger.report, validate_graph(joined))
    assert found == ()  # no plan has changed; that one of them cites it is in the report
    assert "CT-L006" in {finding.code for finding in ledger.report.findings}


def test_one_plan_by_itself_finds_what_the_whole_finds_of_it(corpus_store: ox.Store) -> None:
    full = validate_graph(corpus_store)
    for plan in plans(corpus_store):
        touching = tuple(finding for finding in full.findings if finding.touches(plan))
        assert validate_plan(corpus_store, plan).findings == touching
        assert len(touching) > 50


def test_the_plans_of_the_corpus_one_after_the_other(corpus_store: ox.Store) -> None:
    store = store_of(list(corpus_store))
    ledger, full = Ledger(store), validate_graph(store)
    for plan in plans(store)[:2]:
        quads = graph_of(store, plan)
        ledger.update(quads, [])
        assert_same(ledger.report, validate_graph(store))
        found = ledger.update([], quads)
        assert set(found) == {finding for finding in full.findings if finding.touches(plan)}
        assert_same(ledger.report, full)
