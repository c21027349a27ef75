"""Bodies before and after a reorganisation: one name, two bodies; a date decides only where a source gives one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.resolution.agencies import resolve_agency
from kg.resolution.bodies import AGENCY
from kg.resolution.context import PlanContext
from kg.resolution.kinds import KIND
from kg.resolution.model import Level, Link
from kg.resolution.places import PLACE
from kg.resolution.registries import Registries
from kg.resolution.reorganisations import Reorganisation, Reorganisations, load_reorganisations
from kg.resources import ROOMS

Make = Callable[..., PlanContext]
NEW = f"{AGENCY}so-khoa-hoc-va-cong-nghe-2025/lam-dong"
OLD = f"{AGENCY}so-khoa-hoc-va-cong-nghe/lam-dong"


def link(printed: str, plan: PlanContext, registries: Registries) -> Link:
    return resolve_agency(printed, plan, registries).link


@pytest.mark.parametrize(
    ("date", "body"),
    [("2024-05-20", OLD), ("2025-02-28", OLD), ("2025-03-01", NEW), ("2025-04", NEW), ("2024", OLD), (None, OLD)],
)
def test_a_dated_change_decides_by_the_plans_date(
    date: str | None, body: str, context: Make, registries: Registries
) -> None:
    found = link("Sở KH&CN", context("lam-dong", Level.PROVINCE, date), registries)
    assert (found.iri, found.candidates) == (body, ())


@pytest.mark.parametrize(("place", "date"), [("lam-dong", "2025"), ("lam-dong", "2025-03"), ("kon-tum", "2025-04-01")])
def test_an_undated_change_leaves_the_later_body_as_candidate(
    place: str, date: str, context: Make, registries: Registries
) -> None:
    found = link("Sở Tài chính", context(place, Level.PROVINCE, date), registries)
    assert found.iri == f"{AGENCY}so-tai-chinh/{place}"
    assert [candidate.iri for candidate in found.candidates] == [f"{AGENCY}so-tai-chinh-2025/{place}"]
    assert found.confidence < 0.9
    assert "has no source" in found.reason


def test_a_plan_of_2024_keeps_its_bodies(context: Make, registries: Registries) -> None:
    for name in ("Sở KHCN", "Sở Tài chính", "Sở Nội vụ", "Sở Xây dựng", "Bộ KH&CN"):
        found = link(name, context("kon-tum", Level.PROVINCE, "2024-01-10"), registries)
        assert found.iri
        assert "-2025" not in found.iri
        assert found.candidates == ()


def test_bodies_of_one_name_before_and_after_are_two(registries: Registries) -> None:
    bodies = {body.iri: body for body in registries.named_bodies()}
    assert bodies[OLD].label == bodies[NEW].label == "Sở Khoa học và Công nghệ tỉnh Lâm Đồng"
    for kind in registries.kinds.renewed.values():
        assert kind.namesake
        assert kind.iri == f"{kind.namesake}-2025"


def test_changes_name_what_the_registries_have(registries: Registries) -> None:
    known = {body.iri for body in registries.named_bodies()}
    for change in registries.reorganisations.changes:
        assert {*change.bodies, *change.resulting_bodies} <= known
        assert {*change.kinds, *change.resulting_kinds} <= set(registries.kinds.kinds)
        assert bool(change.date) >= bool(change.bodies), change.iri


def test_only_what_a_source_covers_is_dated(registries: Registries) -> None:
    dated = [change for change in registries.reorganisations.changes if change.date]
    assert {body.rpartition("/")[2] for change in dated for body in change.bodies} == {"lam-dong"}
    assert [change.date for change in dated if change.bodies] == ["2025-03-01"] * 6
    (district,) = (change for change in dated if change.kinds)
    assert (district.date, district.resulting_kinds) == ("2025-07-01", ())
    line = {kind.iri for kind in registries.kinds.kinds.values() if kind.parent == f"{KIND}ubnd-huyen"}
    assert set(district.kinds) == line | {f"{KIND}ubnd-huyen"}
    ended = registries.places.get(f"{PLACE}kon-tum/kon-ray")
    assert ended
    assert ended.place.valid_until == "2025-06-30"


def test_without_changes_nothing_is_asked() -> None:
    assert Reorganisations([]).stands(NEW, "2030-01-01") is False
    undated = Reorganisation("x", None, (OLD,), (NEW,), (), ())
    assert Reorganisations([undated]).stands(NEW, "2030-01-01") is False


def test_a_change_without_a_source_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "ontology" in ROOMS
    room = tmp_path / "ontology"
    room.mkdir()
    (room / "x.ttl").write_text(
        "<https://w3id.org/chitieu/id/change/x> <https://w3id.org/chitieu/def#originalKind> <urn:k> .\n", "utf-8"
    )
    monkeypatch.setattr("kg.resources._PACKAGE", tmp_path / "kg")
    with pytest.raises(ResourceError, match="needs a ct:source"):
        load_reorganisations("ontology/x.ttl")
