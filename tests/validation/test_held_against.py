"""A document that is not in the graph yet is told what it was held against, and how much each rule looked at."""

from __future__ import annotations

import json
from dataclasses import replace

import pyoxigraph as ox
import pytest

from kg.pipeline import validate_files
from kg.resources import resource
from kg.settings import Settings
from kg.store.snapshot import Snapshot
from kg.validation.context import held_against
from kg.validation.describe import Describer
from kg.validation.model import Against, Report
from kg.validation.render import render
from tests.validation.generator import store_of, world

DISTRICT = min(resource("corpus").glob("*.txt"))


@pytest.fixture(scope="module")
def report(corpus_snapshot: Snapshot) -> Report:
    """Of a district's plan whose province has a plan in the snapshot."""
    return validate_files([DISTRICT], corpus_snapshot, Settings())


def test_names_the_snapshot_and_the_plans_of_related_places(report: Report, corpus_snapshot: Snapshot) -> None:
    against = report.against
    assert against
    assert (against.snapshot, against.plans, against.beside, against.below) == (corpus_snapshot.id, 4, (), ())
    (above,) = against.above
    for lang, said in (("vi", f"Kế hoạch cấp trên: {above}"), ("en", f"Plans of the place above: {above}")):
        for form in ("table", "html"):
            text = " ".join(render(report, form, lang).split())
            assert said in text
            assert corpus_snapshot.id in text
    assert json.loads(render(report, "json"))["against"]["above"] == [above]


@pytest.mark.parametrize("form", ["table", "html"])
def test_says_how_many_nodes_each_rule_checked(report: Report, form: str) -> None:
    text = " ".join(render(report, form, "en").split())
    for count in report.counts:
        assert count.code in text
        assert f"{count.checked} {count.population.en}" in text


def test_plans_of_the_same_place_and_of_its_parts() -> None:
    made = world(1, 6)
    store, province = store_of(made.quads), made.names["province"].replace("place/", "document/") + "-2024"
    assert held_against(store, [made.names["plan"]], "0" * 16) == Against(
        "0" * 16, 2, above=(_name(store, province),), beside=(_name(store, made.names["plan"][:-4] + "2023"),)
    )
    assert len(held_against(store, [province], "0" * 16).below) == 2


def _name(store: ox.Store, plan: str) -> str:
    return Describer(store).name(ox.NamedNode(plan), "vi")


def test_nothing_published_or_nothing_related_is_said_too(report: Report) -> None:
    alone = replace(report, against=held_against(ox.Store(), ["https://w3id.org/chitieu/id/document/a"], None))
    assert "looked at by themselves" in render(alone, "table", "en")
    unrelated = replace(report, against=Against("0" * 16, 3))
    assert "had nothing to see" in " ".join(render(unrelated, "table", "en").split())
