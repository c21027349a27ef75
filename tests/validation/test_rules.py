"""Every rule fires on its example and on nothing else, and is silent on the clean twin of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.validation.catalogue import load_catalogue
from kg.validation.model import Report
from kg.validation.report import validate_graph

EXAMPLES = Path(__file__).parent / "rules"
CODES = [rule.code for rule in load_catalogue()]
GRAPH = ox.NamedNode("https://w3id.org/chitieu/graph/plan/example")


@cache
def report_on(code: str, example: str) -> Report:
    return validate_graph(store_of(code, example))


def store_of(code: str, example: str) -> ox.Store:
    store = ox.Store()
    store.load(path=str(EXAMPLES / code / f"{example}.ttl"), format=ox.RdfFormat.TURTLE, to_graph=GRAPH)
    return store


def expected_codes(code: str) -> set[str]:
    """The rule itself and what its example's first line says must fire with it."""
    first = (EXAMPLES / code / "fires.ttl").read_text(encoding="utf-8").partition("\n")[0]
    return {code, *(first.removeprefix("# also fires: ").split() if first.startswith("#") else ())}


def test_every_rule_has_examples_and_every_example_a_rule() -> None:
    assert sorted(path.name for path in EXAMPLES.iterdir()) == CODES


@pytest.mark.parametrize("code", CODES)
def test_fires(code: str) -> None:
    assert {finding.code for finding in report_on(code, "fires").findings} == expected_codes(code)


@pytest.mark.parametrize("code", CODES)
def test_is_silent_on_the_clean_twin_which_it_has_looked_at(code: str) -> None:
    report = report_on(code, "clean")
    assert [finding.message.vi for finding in report.findings] == []


@pytest.mark.parametrize("code", CODES)
def test_message_has_every_placeholder_filled(code: str) -> None:
    for finding in report_on(code, "fires").findings:
        for text in (finding.message.vi, finding.message.en):
            assert "{" not in text
            assert "…" not in text
            assert "https://" not in text


@pytest.mark.parametrize("code", CODES)
def test_counts_what_it_looked_at(code: str) -> None:
    (count,) = [count for count in report_on(code, "fires").counts if count.code == code]
    assert count.checked >= 1
    assert count.findings >= 1
