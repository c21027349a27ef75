"""Faults put one at a time into clean generated plans: the intended rule says so, and no other rule speaks up.

Each mutant is a world of its own. Worlds that share no indicator stand in one graph, where no rule compares them, so
that one run judges nine mutants.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox
import pytest

from kg.validation.catalogue import load_catalogue
from kg.validation.engine import SparqlEngine
from kg.validation.model import Severity
from tests.validation.generator import World, faults, store_of, with_fault, world

FAULTS = faults()
SEEDS = range(9)
CLEAN = range(1000, 1200)
TOGETHER = 20
"""Clean worlds that are judged in one run."""
CATALOGUE = load_catalogue()
Found = dict[tuple[int, str], set[tuple[str, ...]]]
"""What is found, by world and rule: value, other side and detail of each solution."""


def found(quads: Iterable[ox.Quad]) -> Found:
    results: Found = defaultdict(set)
    for solution in SparqlEngine(store_of(quads), CATALOGUE).run(CATALOGUE):
        key = tuple(str(solution.bindings.get(name)) for name in ("value", "other", "detail"))
        results[_seed(solution.value), solution.rule.code].add(key)
    return results


def _seed(thing: ox.NamedNode) -> int:
    """Return the seed of the world that a row, plan or target belongs to: `…/document/huyen-3-2024/…`."""
    return int(thing.value.partition("/document/")[2].split("-")[1])


@pytest.fixture(scope="session")
def worlds() -> list[World]:
    return [world(seed, apart=True) for seed in SEEDS]


@pytest.fixture(scope="session")
def before(worlds: list[World]) -> Found:
    return found(quad for made in worlds for quad in made.quads)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["name"])
def test_a_fault_is_found_by_its_rule_and_by_no_other(
    fault: dict[str, Any], worlds: list[World], before: Found
) -> None:
    allowed = {fault["rule"], *fault.get("also", ())}
    after = found(quad for made in worlds for quad in with_fault(made, fault))
    for seed in SEEDS:
        key = seed, fault["rule"]
        assert after[key] - before[key], f"seed {seed}: not found"
    others = {(seed, code) for seed, code in after.keys() - before.keys() if code not in allowed}
    assert others == set()


def test_there_are_enough_kinds_of_fault_and_mutants() -> None:
    assert len({fault["rule"] for fault in FAULTS}) >= 65
    assert len(FAULTS) * len(SEEDS) >= 600


def test_clean_plans_have_no_violation() -> None:
    severe = {rule.code for rule in CATALOGUE if rule.severity is not Severity.INFO}
    for first in CLEAN[::TOGETHER]:
        quads = (quad for seed in range(first, first + TOGETHER) for quad in world(seed, apart=True).quads)
        assert {(seed, code) for seed, code in found(quads) if code in severe} == set()
