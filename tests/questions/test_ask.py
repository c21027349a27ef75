"""Answers on a small graph in which every rule can be told from its neighbour."""

from __future__ import annotations

import pytest

from kg.errors import BadParameter, UnknownQuestion
from kg.questions.ask import ask
from kg.questions.model import Answer
from kg.vocabulary import CT, ID

from .conftest import Recorder


def cells(answer: Answer, *names: str) -> list[tuple[str | None, ...]]:
    """Return the named columns as text, without the common start of IRIs."""
    at = [[column.name for column in answer.columns].index(name) for name in names]
    found = [[row[index] for index in at] for row in answer.rows]
    return [tuple(None if t is None else str(t.value).removeprefix(ID) for t in row) for row in found]  # type: ignore[union-attr]


CERTAIN = [("1", "false", "certain"), ("10", "false", "certain")]
POSSIBLE = [
    ("1", "false", "certain"),
    ("2", "false", "possible"),
    ("3", "false", "possible"),
    ("10", "false", "certain"),
]
SHARED = [("11", "true", "certain")]


@pytest.mark.parametrize(
    ("parameters", "rows"),
    [
        ({}, CERTAIN),
        ({"certainty": "possible"}, POSSIBLE),
        ({"groups": "true"}, CERTAIN + SHARED),
        ({"groups": "true", "certainty": "possible"}, POSSIBLE + SHARED),
    ],
)
@pytest.mark.parametrize(
    ("name", "whose"),
    [("leads-by-body", {"agency": "so-thu/an"}), ("leads-by-kind", {"kind": "so-thu"})],
)
def test_leads_of_a_body_and_of_its_kind(
    name: str, whose: dict[str, str], parameters: dict[str, str], rows: list[tuple[str, ...]], small: Recorder
) -> None:
    assert cells(ask(small, name, {**whose, **parameters}), "ordinal", "viaGroup", "certainty") == rows


@pytest.mark.parametrize(
    ("parameters", "rows"),
    [
        ({}, [("1", "so-thu/an"), ("10", "so-thu/an")]),
        (
            {"certainty": "possible"},
            [
                ("1", "so-thu/an"),
                ("2", "so-thu/an"),
                ("2", "uy-ban/an"),
                ("3", "so-thu/an"),
                ("3", "uy-ban/an"),
                ("10", "so-thu/an"),
            ],
        ),
    ],
)
def test_leads_by_line_upwards(parameters: dict[str, str], rows: list[tuple[str, ...]], small: Recorder) -> None:
    answer = ask(small, "leads-by-line", {"ancestor": "uy-ban/an", **parameters})
    assert cells(answer, "ordinal", "holder") == [(ordinal, f"agency/{body}") for ordinal, body in rows]


def test_a_line_upwards_with_groups_adds_what_its_bodies_share(small: Recorder) -> None:
    answer = ask(small, "leads-by-line", {"ancestor": "uy-ban/an", "groups": "true"})
    assert cells(answer, "ordinal", "viaGroup") == [("1", "false"), ("10", "false"), ("11", "true")]


@pytest.mark.parametrize("certainty", ["certain", "possible"])
def test_the_note_counts_both_whichever_is_shown(certainty: str, small: Recorder) -> None:
    parameters = {"agency": "so-thu/an", "certainty": certainty}
    assert ask(small, "leads-by-body", parameters, lang="en").notes == ("2 certain, up to 2 more",)
    assert ask(small, "leads-by-body", parameters).notes == ("2 chắc chắn, nhiều nhất thêm 2",)


def test_targets_of_a_row_stand_in_their_order(small: Recorder) -> None:
    answer = ask(small, "leads-by-body", {"agency": "so-thu/an"})
    assert cells(answer, "target") == [("b: 90%; a: 80%",), (">=90%",)]


def test_roles_are_graded_one_by_one(small: Recorder) -> None:
    answer = ask(small, "roles", {"agency": "so-thu/an", "certainty": "possible"})
    assert cells(answer, "ordinal", "role", "certainty") == [
        ("1", "lead", "certain"),
        ("2", "coordinating", "possible"),
        ("2", "lead", "possible"),
        ("3", "lead", "possible"),
        ("10", "lead", "certain"),
    ]


SO_THU, CAC_SO = ("so-thu", "2", "mot", "2", "2"), ("cac-so", "1", "mot", "1", "0")
PHONG_THU, UY_BAN = ("phong-thu", "1", "hai", "1", "0"), ("uy-ban", "0", "mot", "0", "2")


@pytest.mark.parametrize(
    ("parameters", "rows"),
    [
        ({}, [SO_THU, CAC_SO, PHONG_THU, UY_BAN]),
        ({"year": "2024"}, [SO_THU, CAC_SO, UY_BAN]),
        ({"year": "1999"}, []),
        ({"place": "huyện Bình"}, [PHONG_THU]),
    ],
)
def test_departments(parameters: dict[str, str], rows: list[tuple[str, ...]], small: Recorder) -> None:
    answer = ask(small, "departments", parameters)
    assert cells(answer, "kind", "rowsOfKind", "plan", "rows", "possibleRows") == [
        (f"agency-kind/{kind}", of_kind, f"document/{plan}", *counts) for kind, of_kind, plan, *counts in rows
    ]


def test_departments_of_a_place_hold_its_parts(small: Recorder) -> None:
    assert len(ask(small, "departments", {"place": "an"}).rows) == len(ask(small, "departments").rows) == 4


def test_a_document_is_cited_certainly_or_possibly(small: Recorder) -> None:
    answer = ask(small, "who-cites", {"document": "9/QĐ-BT"}, lang="en")
    assert cells(answer, "plan", "ordinal", "words", "certainty") == [
        ("document/hai", "1", "QĐ 9", "possible"),
        ("document/mot", "1", "QĐ 9/QĐ-BT", "certain"),
    ]
    assert answer.notes == ("1 certain, up to 1 more",)


def test_a_plan_left_free_means_every_plan(small: Recorder) -> None:
    assert len(ask(small, "plan-table").rows) == 6
    assert len(ask(small, "plan-table", {"plan": "hai"}).rows) == 1
    assert len(ask(small, "legal-basis").rows) == len(ask(small, "legal-basis", {"plan": "mot"}).rows) == 1
    assert not ask(small, "legal-basis", {"plan": "hai"}).rows


def test_the_table_of_a_plan_has_deadline_and_deliverable(small: Recorder) -> None:
    small.store.update(
        f"""INSERT {{ GRAPH ?g {{ ?row <{CT}deadline> "Quý IV/2024" ; <{CT}deliverable> "Báo cáo" }} }}
            WHERE {{ GRAPH ?g {{ ?row <{CT}plan> <{ID}document/hai> }} }}"""
    )
    assert cells(ask(small, "plan-table", {"plan": "hai"}), "deadline", "deliverable") == [("Quý IV/2024", "Báo cáo")]


def test_conflicts_are_of_value_not_of_sign(small: Recorder) -> None:
    assert cells(ask(small, "conflicting-targets"), "ordinal", "target") == [
        ("1", "b: 90%"),
        ("1", "a: 80%"),
        ("10", ">=90%"),
    ]
    small.store.update(f"DELETE WHERE {{ GRAPH ?g {{ <{ID}document/mot/assignment/1/target/2> ?p ?o }} }}")
    assert not ask(small, "conflicting-targets").rows


def test_leads_diverge_across_plans(small: Recorder) -> None:
    answer = ask(small, "diverging-leads")
    assert cells(answer, "item", "plan", "kind") == [
        ("indicator/song", "document/hai", "agency-kind/phong-thu"),
        ("indicator/song", "document/mot", "agency-kind/so-thu"),
        ("indicator/song", "document/mot", "agency-kind/so-thu"),
    ]


def test_a_lead_that_also_coordinates_itself_or_through_its_group(small: Recorder) -> None:
    alone = ask(small, "lead-also-coordinating")
    assert cells(alone, "plan", "viaGroup") == [("document/hai", "false")]
    shared = ask(small, "lead-also-coordinating", {"groups": "true"})
    assert cells(shared, "plan", "viaGroup") == [("document/hai", "false"), ("document/mot", "true")]


def test_only_indicators_miss_a_target(small: Recorder) -> None:
    assert cells(ask(small, "without-target"), "ordinal", "leads") == [
        ("2", "Sở Thử tỉnh An"),
        ("11", "Các sở tỉnh An"),
    ]


def test_near_indicators_come_on_request_only(small: Recorder) -> None:
    parameters = {"indicator": "song-xa"}
    assert not ask(small, "indicator-targets", parameters).rows
    assert len(ask(small, "indicator-targets", {**parameters, "near": "true"}).rows) == 4


def test_a_row_without_a_target_is_told_as_such(small: Recorder) -> None:
    answer = ask(small, "indicator-targets", {"indicator": "tai-khoan"})
    assert cells(answer, "row", "comparator", "target", "leadCertainty") == [
        ("document/mot/assignment/2", None, None, "possible")
    ]


def test_labels_fall_back_to_vietnamese(small: Recorder) -> None:
    answer = ask(small, "leads-by-body", {"agency": "so-thu/an", "certainty": "possible"}, lang="en")
    assert [label for label, *_ in cells(answer, "itemLabel")] == [
        "Coverage",
        "Tỷ lệ có tài khoản",
        "Dòng ba",
        "Coverage",
    ]


def test_a_longer_answer_is_marked_truncated(small: Recorder) -> None:
    whole, cut = ask(small, "plan-table", limit=6), ask(small, "plan-table", limit=5)
    assert (len(whole.rows), whole.truncated, whole.notes) == (6, False, ())
    assert (len(cut.rows), cut.truncated) == (5, True)
    assert cut.notes == ("Còn nữa: chỉ đưa ra 5 dòng đầu.",)
    assert cut.rows == whole.rows[:5]


def test_what_was_bound_is_told(small: Recorder) -> None:
    bound = ask(small, "leads-by-kind", {"kind": "Sở T"}).parameters
    assert {name: str(term.value) for name, term in bound.items()} == {
        "kind": f"{ID}agency-kind/so-thu",
        "groups": "false",
        "certainty": "certain",
    }


def test_wrong_calls(small: Recorder) -> None:
    with pytest.raises(UnknownQuestion):
        ask(small, "everything")
    with pytest.raises(BadParameter, match="lang='fr'"):
        ask(small, "compare-plans", lang="fr")  # type: ignore[arg-type]
    with pytest.raises(BadParameter, match="limit=0"):
        ask(small, "compare-plans", limit=0)
