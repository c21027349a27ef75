"""What changed, in words of the domain: on states made by hand, each change alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from kg.diff.compare import compare_plans, compare_snapshots
from kg.diff.model import Change, FindingState, Holder, Kind, PlanState, RowState, TargetState

ID = "https://w3id.org/chitieu/id/"
CULTURE = Holder(f"{ID}agency/phong-van-hoa/an", f"{ID}agency-kind/phong-van-hoa", "Phòng Văn hóa huyện An")
HEALTH = Holder(f"{ID}agency/phong-y-te/an", f"{ID}agency-kind/phong-y-te", "Phòng Y tế huyện An")
PERCENT = "http://qudt.org/vocab/unit/PERCENT"


def target(number: str, comparator: str = ">=", unit: str = PERCENT) -> TargetState:
    return TargetState(f"{comparator}{number}%", comparator, Decimal(number), None, unit)


def row(item: str, *targets: TargetState, path: str = "", label: str = "", lead: Holder = CULTURE) -> RowState:
    iri = f"{ID}document/a/assignment/{path or item}"
    return RowState(iri, 1, f"{ID}indicator/{item}", label or item, "1", targets, {"lead": (lead,)})


def plan(*rows: RowState, name: str = "a", findings: tuple[FindingState, ...] = ()) -> PlanState:
    return PlanState(f"{ID}document/{name}", f"Kế hoạch {name}", rows, findings)


def changes(old: PlanState, new: PlanState) -> list[Change]:
    return compare_snapshots({old.iri: old}, {new.iri: new})


SAME = row("internet", target("60"))


def test_nothing_changed() -> None:
    assert changes(plan(SAME), plan(SAME)) == []


def test_other_words_for_the_same_target_are_no_change() -> None:
    assert changes(plan(SAME), plan(replace(SAME, targets=(replace(target("60"), printed="từ 60 %"),)))) == []


@pytest.mark.parametrize(
    ("new", "kind"),
    [
        (target("70"), Kind.TARGET_RAISED),
        (target("50"), Kind.TARGET_LOWERED),
        (target("60", "="), Kind.TARGET_CHANGED),
        (target("70", unit=f"{ID}unit/ho"), Kind.TARGET_CHANGED),
    ],
)
def test_target(new: TargetState, kind: Kind) -> None:
    (change,) = changes(plan(SAME), plan(row("internet", new)))
    assert (change.kind, change.old, change.new) == (kind, ">=60%", new.printed)


def test_several_targets_are_changed_not_raised_and_their_order_does_not_count() -> None:
    both = row("internet", target("60"), target("70"))
    assert changes(plan(both), plan(row("internet", target("70"), target("60")))) == []
    assert [one.kind for one in changes(plan(both), plan(row("internet", target("80"))))] == [Kind.TARGET_CHANGED]


def test_indicator_added_and_dropped() -> None:
    (added,) = changes(plan(), plan(SAME))
    (dropped,) = changes(plan(SAME), plan())
    assert (added.kind, added.new, added.label) == (Kind.ADDED, ">=60%", "internet")
    assert (dropped.kind, dropped.old) == (Kind.DROPPED, ">=60%")


def test_lead_moved() -> None:
    (change,) = changes(plan(SAME), plan(row("internet", target("60"), lead=HEALTH)))
    assert (change.kind, change.old, change.new) == (Kind.LEAD_MOVED, CULTURE.name, HEALTH.name)


def test_a_row_keeps_its_indicator_when_rows_are_put_before_it() -> None:
    moved = row("internet", target("60"), path="2")
    found = changes(plan(row("internet", target("60"), path="1")), plan(row("other", path="1"), moved))
    assert [one.kind for one in found] == [Kind.ADDED]


def test_two_rows_of_one_indicator_pair_by_name_before_order() -> None:
    first, second = row("internet", target("60"), path="1"), row("internet", target("80"), path="2")
    (change,) = changes(plan(first, second), plan(second))
    assert (change.kind, change.old) == (Kind.DROPPED, ">=60%")


def test_a_row_whose_indicator_was_resolved_is_the_same_row() -> None:
    local = replace(SAME, item=f"{ID}document/a/indicator/internet")
    assert changes(plan(local), plan(SAME)) == []


def test_plans_added_and_dropped() -> None:
    one, other = plan(SAME), plan(SAME, name="b")
    found = compare_snapshots({one.iri: one}, {other.iri: other})
    assert [(change.kind, change.old, change.new) for change in found] == [
        (Kind.PLAN_DROPPED, "1", None),
        (Kind.PLAN_ADDED, None, "1"),
    ]


def test_findings_new_and_solved() -> None:
    solved = FindingState("1" * 16, "CT-T001", "vượt", "above", SAME.iri)
    new = FindingState("2" * 16, "CT-M001", "không số", "no number", f"{ID}document/a")
    found = changes(plan(SAME, findings=(solved,)), plan(SAME, findings=(new,)))
    assert [(one.kind, one.label) for one in found] == [(Kind.FINDING_NEW, ""), (Kind.FINDING_SOLVED, "internet")]
    assert found[0].new == "CT-M001: không số\nCT-M001: no number"


def test_two_plans_compare_by_kind_of_body_and_by_indicator() -> None:
    elsewhere = replace(CULTURE, iri=f"{ID}agency/phong-van-hoa/binh", name="Phòng Văn hóa huyện Bình")
    finding = FindingState("1" * 16, "CT-T001", "vượt", "above", SAME.iri)
    there = replace(row("internet", target("60"), lead=elsewhere), iri=f"{ID}document/b/assignment/9")
    same = replace(finding, fingerprint="2" * 16, focus=there.iri)
    old, new = plan(SAME, findings=(finding,)), plan(there, name="b", findings=(same,))
    assert compare_plans(old, new) == []
    (raised,) = compare_plans(old, replace(new, rows=(replace(there, targets=(target("90"),)),)))
    assert raised.kind is Kind.TARGET_RAISED
