"""Faults put one at a time into clean generated plans: the intended rule says so, and no other rule speaks up."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pyoxigraph as ox
import pytest

from kg.validation.catalogue import load_catalogue
from kg.validation.engine import SparqlEngine
from kg.validation.model import Severity

FAULTS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "faults.toml").read_text(encoding="utf-8"))[
    "fault"
]
SEEDS = range(9)
CATALOGUE = load_catalogue()


def found(store: ox.Store) -> dict[str, set[tuple[str, ...]]]:
    """What is found, by rule: value, other side and detail of each solution."""
    results: dict[str, set[tuple[str, ...]]] = {}
    for solution in SparqlEngine(store, CATALOGUE).run(CATALOGUE):
        key = tuple(str(solution.bindings.get(name)) for name in ("value", "other", "detail"))
        results.setdefault(solution.rule.code, set()).add(key)
    return results


def store_of(quads: list[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store


@pytest.fixture(scope="session")
def clean(generator: ModuleType) -> Any:  # noqa: ANN401 - a function of the generator's own types
    @cache
    def one(seed: int) -> Any:  # noqa: ANN401
        made = generator.world(seed)
        return made, found(store_of(made.quads))

    return one


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["name"])
def test_a_fault_is_found_by_its_rule_and_by_no_other(fault: dict[str, Any], generator: ModuleType, clean: Any) -> None:  # noqa: ANN401
    allowed = {fault["rule"], *fault.get("also", ())}
    for seed in SEEDS:
        made, before = clean(seed)
        after = found(generator.with_fault(made, fault))
        assert after.get(fault["rule"], set()) - before.get(fault["rule"], set()), f"seed {seed}: not found"
        assert after.keys() - before.keys() <= allowed, f"seed {seed}: {after.keys() - before.keys() - allowed}"


def test_there_are_enough_kinds_of_fault_and_mutants() -> None:
    assert len({fault["rule"] for fault in FAULTS}) >= 65
    assert len(FAULTS) * len(SEEDS) >= 600


def test_clean_plans_have_no_violation(generator: ModuleType) -> None:
    severe = {rule.code for rule in CATALOGUE if rule.severity is not Severity.INFO}
    for seed in range(200):
        made = generator.world(1000 + seed)
        assert not found(store_of(made.quads)).keys() & severe, f"seed {seed}"
