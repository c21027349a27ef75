"""Labels and the indicators that they name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from kg.curation.mappings import Justification, LabelMapping
from kg.curation.tsv import read_table
from kg.errors import ResourceError
from kg.resolution.indicators import INDICATOR, IndicatorIndex, RegisteredIndicator
from kg.resolution.labels import bare_label, label_key
from kg.resolution.matcher import LabelMatcher
from kg.resolution.model import Indicator, Link, Method, ResolvedPlan
from kg.resolution.quantity import load_label_reader
from kg.resolution.registries import Registries
from kg.resolution.turtle import read_turtle
from kg.resources import resource
from kg.vocabulary import expand

GOLD = Path(__file__).parents[1] / "gold"
PLAN = "https://example.org/plan"
READER = load_label_reader(resource("ontology/indicator-words.tsv"))
ONE, TWO = RegisteredIndicator(INDICATOR + "one", ("Tỷ lệ A",)), RegisteredIndicator(INDICATOR + "two", ("Tỷ lệ B",))


@pytest.mark.parametrize(
    ("printed", "bare"),
    [
        ("80% dân số đảm bảo điều kiện có điện thoại thông minh.", "dân số đảm bảo điều kiện có điện thoại thông minh"),
        ("Trên 99,7% thôn/làng được phủ sóng", "thôn/làng được phủ sóng"),
        ("Từ 50% trở lên hoạt động kiểm tra", "hoạt động kiểm tra"),
        ("Tỷ trọng kinh tế số đóng góp trên 3% GRDP toàn huyện;", "Tỷ trọng kinh tế số đóng góp GRDP toàn huyện"),
        ("Tỷ trọng thanh toán viện phí không dùng tiền mặt: 7%.", "Tỷ trọng thanh toán viện phí không dùng tiền mặt"),
        ("Tỷ lệ hồ sơ đạt tối thiểu 05 %", "Tỷ lệ hồ sơ"),
        ("Dân số từ 15 tuổi trở lên", "Dân số từ 15 tuổi trở lên"),
        ("Tốc độ đạt 40 Mbps", "Tốc độ đạt 40 Mbps"),
        ("DVCTT mức độ 3, 4", "DVCTT mức độ 3, 4"),
    ],
)
def test_targets_in_per_cent_are_no_part_of_a_label(printed: str, bare: str) -> None:
    assert bare_label(printed) == bare


def test_the_same_label_with_another_target_has_the_same_key() -> None:
    assert label_key("80% dân số có điện thoại") == label_key("Trên 95,5% dân số có điện thoại;")
    assert label_key("Tỷ lệ hoá đơn điện tử") == label_key("Tỉ lệ hóa đơn điện tử đạt 20%")
    assert label_key("dân số từ 15 tuổi") != label_key("dân số từ 18 tuổi")


def mapping(target: RegisteredIndicator, **changes: object) -> LabelMapping:
    made = LabelMapping("Phần trăm A", None, None, False, target.iri, Justification.MANUAL, 0.9, "A person says so.")
    return replace(made, **changes)  # type: ignore[arg-type]  # each test gives what the record takes


def index_of(indicators: list[RegisteredIndicator], mappings: list[LabelMapping]) -> IndicatorIndex:
    return IndicatorIndex(indicators, mappings, READER)


def resolve(index: IndicatorIndex, printed: str, plan: str = PLAN, path: str = "p") -> tuple[Link, Indicator | None]:
    """One label in a plan of its own."""
    return index.resolve(printed, plan, path, LabelMatcher(READER))


def test_a_label_equal_to_the_registrys_names_it() -> None:
    index = index_of([ONE, TWO], [])
    assert resolve(index, "Tỷ lệ A")[0].method is Method.EXACT
    assert resolve(index, "tỉ lệ A đạt 5%;")[0].method is Method.NORMALISED
    assert resolve(index, "tỉ lệ A đạt 5%;")[0].iri == ONE.iri


def test_a_mapping_is_a_persons_word_and_carries_the_reason() -> None:
    link, own = resolve(index_of([ONE, TWO], [mapping(ONE)]), "phần trăm A: 7%")
    assert (link.iri, link.method, link.confidence, link.reason) == (ONE.iri, Method.CURATED, 0.9, "A person says so.")
    assert own is None


def test_a_mapping_of_one_plan_holds_there_only_and_before_the_general_one() -> None:
    index = index_of([ONE, TWO], [mapping(ONE), mapping(TWO, scope=PLAN)])
    assert resolve(index, "Phần trăm A")[0].iri == TWO.iri
    assert resolve(index, "Phần trăm A", PLAN + "2")[0].iri == ONE.iri


def test_a_rejected_mapping_keeps_label_and_indicator_apart() -> None:
    index = index_of([ONE, TWO], [mapping(ONE, label="Tỷ lệ A", rejected=True)])
    link, own = resolve(index, "Tỷ lệ A")
    assert (link.method, own is not None) == (Method.LOCAL, True)
    assert ONE.iri not in [candidate.iri for candidate in link.candidates]


def test_an_unknown_label_is_the_plans_own_with_what_is_spelled_alike(registries: Registries) -> None:
    printed = "Tỷ lệ doanh nghiệp nhà nước sử dụng hợp đồng điện tử đạt 90%"
    link, own = resolve(registries.indicators, printed, path="_/I/1")
    assert own is not None
    assert (link.iri, link.method) == (f"{PLAN}/indicator/_/I/1", Method.LOCAL)
    assert own.label == "Tỷ lệ doanh nghiệp nhà nước sử dụng hợp đồng điện tử"
    assert link.candidates[0].iri == INDICATOR + "ty-le-doanh-nghiep-su-dung-hop-dong-dien-tu"
    assert "something else is counted" in link.candidates[0].reason
    assert resolve(registries.indicators, "Độ che phủ rừng")[0].candidates == ()


def test_what_measures_the_same_is_predicted_and_says_so(registries: Registries) -> None:
    link, own = resolve(registries.indicators, "Tỷ lệ các DN trên địa bàn tỉnh sử dụng hợp đồng điện tử đạt 90%")
    assert own is None
    assert link.iri == INDICATOR + "ty-le-doanh-nghiep-su-dung-hop-dong-dien-tu"
    assert link.method is Method.SIMILARITY
    assert link.confidence < 1
    assert "Predicted, not confirmed" in link.reason


def test_a_rejected_prediction_is_not_made_again() -> None:
    one = RegisteredIndicator(INDICATOR + "one", ("Tỷ lệ doanh nghiệp sử dụng hợp đồng điện tử",))
    printed = "Tỷ lệ DN sử dụng hợp đồng điện tử"
    assert resolve(index_of([one], []), printed)[0].method is Method.SIMILARITY
    rejected = mapping(one, label=printed, rejected=True)
    assert resolve(index_of([one], [rejected]), printed)[0].method is Method.LOCAL


def test_a_quantity_that_a_plan_prints_twice_is_one_of_its_own() -> None:
    own = LabelMatcher(READER)
    index = index_of([], [])
    first, described = index.resolve("Nền tảng giám sát trực tuyến", PLAN, "a", own)
    second, again = index.resolve("Triển khai nền tảng giám sát trực tuyến", PLAN, "b", own)
    assert described
    assert again is None
    assert (second.iri, second.method) == (first.iri, Method.SIMILARITY)


def test_short_labels_printed_twice_stay_apart() -> None:
    own = LabelMatcher(READER)
    index = index_of([], [])
    one, other = (index.resolve("Cấp xã", PLAN, path, own)[0].iri for path in ("1/1", "2/1"))
    assert one != other


def test_two_indicators_of_one_label_and_mappings_to_nowhere_are_refused() -> None:
    with pytest.raises(ResourceError, match="both bear the label"):
        index_of([ONE, replace(TWO, labels=("Tỉ lệ A",))], [])
    with pytest.raises(ResourceError, match="no indicator"):
        index_of([ONE], [mapping(TWO)])


def gold_rows(plans: dict[str, ResolvedPlan]) -> Iterator[tuple[str, str]]:
    """Each row's id in the gold and the IRI of its indicator, in the order of the documents."""
    for name, plan in plans.items():
        rows = json.loads((GOLD / f"{name}.json").read_text("utf-8"))["rows"]
        assert len(rows) == len(plan.rows)
        for row, resolved in zip(rows, plan.rows, strict=True):
            assert resolved.indicator.iri is not None
            yield row["id"], resolved.indicator.iri


def test_over_all_pairs_of_rows_the_same_quantity_is_one_indicator(plans: dict[str, ResolvedPlan]) -> None:
    concepts = json.loads((GOLD / "concepts.json").read_text("utf-8"))
    same = {pair for c in concepts for pair in combinations(sorted(c["members"]), 2)}
    by_row = dict(gold_rows(plans))
    assert len(by_row) == 253
    found = {pair for pair in combinations(sorted(by_row), 2) if by_row[pair[0]] == by_row[pair[1]]}
    assert found == same


def test_near_quantities_are_linked_and_never_merged(plans: dict[str, ResolvedPlan]) -> None:
    by_row = dict(gold_rows(plans))
    close = {iri: d.iris(expand("skos:closeMatch")) for iri, d in read_turtle("ontology/indicators.ttl").items()}
    for concept in json.loads((GOLD / "concepts.json").read_text("utf-8")):
        for near in concept["near"]:
            one, other = by_row[concept["members"][0]], by_row[near]
            assert one != other
            assert other in close[one]
            assert one in close[other]


def test_targets_of_the_running_text_name_the_rows_indicator(plans: dict[str, ResolvedPlan]) -> None:
    by_row = dict(gold_rows(plans))
    found = [target.indicator.iri for target in plans["004"].body_targets]
    expected = [None, "II/17", "III/7", "III/32", "III/33", "III/45", "III/46", "III/47", None]
    for iri, row in zip(found, expected, strict=True):
        assert iri is not None
        assert (iri == by_row[f"004/{row}"]) if row else iri.startswith(plans["004"].iri)


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        tuple(row.cells.values())
        for row in read_table(Path(__file__).parent / "data" / "indicator-labels.tsv", ("printed", "names"))
    ],
)
def test_labels_of_other_plans_name_what_they_measure_and_nothing_near(printed: str, names: str) -> None:
    link, _ = Registries.load().indicators.resolve(printed, PLAN, "x", LabelMatcher(READER))
    assert link.iri == (INDICATOR + names if names else f"{PLAN}/indicator/x")
