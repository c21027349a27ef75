"""Printed names of agencies: what they must resolve to, and what must stay open."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.curation.mappings import COLUMNS
from kg.curation.tsv import read_table
from kg.resolution.agencies import ResolvedAgency, resolve_agency
from kg.resolution.context import PlanContext
from kg.resolution.kinds import KIND, Kind
from kg.resolution.model import Agency, AgencyGroup, Level, Method
from kg.resolution.registries import Registries
from kg.vietnamese import fold
from kg.vocabulary import ID

DATA = Path(__file__).parent / "data"
GOLD = Path(__file__).parents[1] / "gold" / "agencies.json"
NAMES = [tuple(row.cells.values()) for row in read_table(DATA / "agency-names.tsv", ("printed", "plan_of", "names"))]
NONE = [row.cells["printed"] for row in read_table(DATA / "no-agencies.tsv", ("printed",))]
ELSEWHERE = [
    tuple(row.cells.values())
    for row in read_table(DATA / "agency-names-elsewhere.tsv", ("printed", "plan_of", "date", "names"))
]
LEVELS = {"trung ương": Level.CENTRAL, "tỉnh": Level.PROVINCE, "huyện": Level.DISTRICT, "xã": Level.COMMUNE}
PLANS: dict[str, tuple[str | None, Level]] = {
    "000": ("kon-tum/kon-ray", Level.DISTRICT),
    "001": (None, Level.DISTRICT),
    "002": (None, Level.DISTRICT),
    "003": ("kon-tum", Level.PROVINCE),
    "004": ("khanh-hoa", Level.PROVINCE),
}
MakeContext = Callable[..., PlanContext]


def gold_names() -> list[tuple[str, str, dict[str, Any]]]:
    """Every name that stands in a row, with each document in which it stands."""
    gold = json.loads(GOLD.read_text("utf-8"))
    return [(name, doc, facts) for name, facts in gold.items() if facts["in_rows"] for doc in facts["docs"]]


def entity(resolved: ResolvedAgency) -> Agency | AgencyGroup:
    made = next(entity for entity in resolved.entities if entity.iri == resolved.link.iri)
    assert isinstance(made, Agency | AgencyGroup)
    return made


def labels(kind: Kind, registries: Registries) -> set[str]:
    """Names of a kind; a group of one kind of member goes by that kind's name too."""
    names = {kind.label, *kind.labels, *kind.stems}
    return names | ({registries.kinds.kinds[kind.members[0]].label} if len(kind.members) == 1 else set())


def test_the_gold_has_84_names_in_rows() -> None:
    assert len({name for name, _, _ in gold_names()}) == 84


@pytest.mark.parametrize(("name", "doc", "facts"), gold_names())
def test_names_in_rows_get_the_kind_level_and_nature_of_the_gold(
    name: str, doc: str, facts: dict[str, Any], registries: Registries, context: MakeContext
) -> None:
    resolved = resolve_agency(name, context(*PLANS[doc]), registries)
    if name == "UBND cấp":
        assert (resolved.link.iri, resolved.link.method) == (None, Method.UNRESOLVED)
        assert "breaks off" in resolved.link.reason
        assert KIND + "ubnd-cap-xa" in [candidate.iri for candidate in resolved.link.candidates]
        return
    made = entity(resolved)
    kind = registries.kinds.kinds[made.kind]
    assert fold(facts["canonical_type"]) in {fold(label) for label in labels(kind, registries)}
    assert isinstance(made, AgencyGroup) == (facts["kind"] == "nhóm") == kind.group
    assert made.level == LEVELS.get(facts["level"])


@pytest.mark.parametrize(("printed", "plan_of", "names"), NAMES)
def test_variants_and_abbreviations_name_the_body_in_its_place(
    printed: str, plan_of: str, names: str, registries: Registries, context: MakeContext
) -> None:
    assert resolve_agency(printed, context(plan_of), registries).link.iri == ID + names


@pytest.mark.parametrize(("printed", "plan_of", "date", "names"), ELSEWHERE)
def test_names_in_plans_of_other_places_and_times(
    printed: str, plan_of: str, date: str, names: str, registries: Registries, context: MakeContext
) -> None:
    assert resolve_agency(printed, context(plan_of, date=date), registries).link.iri == ID + names


@pytest.mark.parametrize(
    "district", ["khanh-hoa/nha-trang", "khanh-hoa/ninh-hoa", "dak-lak/buon-don", "ha-noi/ba-dinh"]
)
def test_bodies_are_made_by_rule_for_any_district(district: str, registries: Registries, context: MakeContext) -> None:
    """What takes its place from the plan does so in any plan, unless it is printed as a huyện and the place is none."""
    there = context(district)
    assert there.place is not None
    checked = 0
    for printed, plan_of, names in NAMES:
        here = resolve_agency(printed, context(plan_of), registries)
        said = "huyện" in printed.casefold() and "huyen" not in there.place.types
        if here.link.method is Method.CONTEXT and plan_of == "kon-tum/kon-ray" and not said:
            province = district.split("/", maxsplit=1)[0]
            expected = names.replace("kon-tum/kon-ray", district).replace("/kon-tum", f"/{province}")
            assert resolve_agency(printed, there, registries).link.iri == ID + expected, printed
            checked += 1
    assert checked > 50


@pytest.mark.parametrize("province", ["gia-lai", "ha-noi", "ho-chi-minh", "quang-ngai"])
def test_bodies_are_made_by_rule_for_any_province(province: str, registries: Registries, context: MakeContext) -> None:
    checked = 0
    for printed, plan_of, names in NAMES:
        says_tinh = "tinh" in fold(printed).split() and province in ("ha-noi", "ho-chi-minh")
        here = resolve_agency(printed, context(plan_of), registries)
        if here.link.method is Method.CONTEXT and plan_of == "khanh-hoa" and not says_tinh:
            expected = names.replace("/khanh-hoa", f"/{province}")
            assert resolve_agency(printed, context(province), registries).link.iri == ID + expected, printed
            checked += 1
    assert checked > 60


@pytest.mark.parametrize("change", [str.upper, str.lower, lambda text: unicodedata.normalize("NFD", text)])
def test_case_and_unicode_form_do_not_matter(
    change: Callable[[str], str], registries: Registries, context: MakeContext
) -> None:
    for printed, plan_of, names in NAMES:
        assert resolve_agency(change(printed), context(plan_of), registries).link.iri == ID + names, printed


@pytest.mark.parametrize("printed", NONE)
@pytest.mark.parametrize("plan_of", ["kon-tum/kon-ray", "khanh-hoa", None])
def test_what_names_no_body_stays_open_with_a_reason(
    printed: str, plan_of: str | None, registries: Registries, context: MakeContext
) -> None:
    resolved = resolve_agency(printed, context(plan_of), registries)
    assert (resolved.link.iri, resolved.link.method, resolved.link.confidence) == (None, Method.UNRESOLVED, 0.0)
    assert resolved.link.reason
    assert resolved.entities == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Văn phòng UBND huyện", "Văn phòng HĐND và UBND huyện"),
        ("Văn phòng Huyện ủy-HĐND- UBND huyện", "Văn phòng Huyện ủy"),
        ("Ủy ban Kiểm tra- Thanh tra huyện", "Thanh tra huyện"),
        ("Phòng Y tế", "Trung tâm Y tế huyện"),
        ("Phòng Văn hóa và Thông tin", "Trung tâm VH-TT-DL và TT huyện"),
        ("Phòng Kinh tế", "Phòng Kinh tế - Hạ tầng"),
        ("Phòng Văn hóa và Thông tin", "Phòng Văn hóa, Khoa học và Thông tin"),
        ("Sở Văn hóa và Thể thao", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Sở Nông nghiệp và Môi trường", "Sở Tài nguyên và Môi trường"),
        ("Sở Thông tin và Truyền thông", "Bộ Thông tin và Truyền thông"),
        ("Ngân hàng Nhà nước", "Ngân hàng Nhà nước - Chi nhánh Khánh Hòa"),
        ("Ngân hàng Nhà nước", "Các Ngân hàng"),
        ("Các phòng, ban thuộc UBND huyện", "Các ban, ngành thuộc UBND huyện"),
        ("Các cơ quan, đơn vị", "Các cơ quan, đơn vị, địa phương"),
        ("Các cơ quan, đơn vị", "Các cơ quan, đơn vị liên quan"),
        ("Các sở, ban, ngành", "Các sở, ban, ngành, đoàn thể"),
        ("UBND cấp xã", "UBND cấp huyện"),
        ("Doanh nghiệp", "Các doanh nghiệp viễn thông"),
        ("UBND thành phố Kon Tum", "UBND tỉnh Kon Tum"),
        ("UBND huyện Châu Thành, tỉnh Long An", "UBND huyện Châu Thành, tỉnh Tây Ninh"),
        ("Báo Khánh Hòa", "Đài Phát thanh và Truyền hình Khánh Hòa"),
        ("Viettel Khánh Hòa", "Viettel Post"),
    ],
)
def test_different_bodies_are_not_merged(one: str, other: str, registries: Registries, context: MakeContext) -> None:
    links = [resolve_agency(name, context("kon-tum/kon-ray"), registries).link.iri for name in (one, other)]
    assert None not in links
    assert links[0] != links[1]


def test_a_name_of_one_place_at_two_times_is_two_bodies(registries: Registries, context: MakeContext) -> None:
    before = resolve_agency("Sở Tài chính tỉnh Khánh Hòa", context("khanh-hoa", date="2024"), registries)
    after = resolve_agency("Sở Tài chính tỉnh Khánh Hòa", context("khanh-hoa-2025", date="2025-08"), registries)
    assert before.link.iri == ID + "agency/so-tai-chinh/khanh-hoa"
    assert after.link.iri == ID + "agency/so-tai-chinh/khanh-hoa-2025"


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("Cục Thống kê huyện", "chi-cuc-thong-ke"),
        ("Cục Thống kê huyện Sa Thầy", "chi-cuc-thong-ke"),
        ("Chị cục thống kê huyện", "chi-cuc-thong-ke"),
        ("Cục thuế huyện", "chi-cuc-thue"),
    ],
)
@pytest.mark.parametrize("plan_of", ["kon-tum/kon-ray", None])
def test_corrections_are_marked_and_carry_the_curators_reason(
    printed: str, kind: str, plan_of: str | None, registries: Registries, context: MakeContext
) -> None:
    resolved = resolve_agency(printed, context(plan_of), registries)
    assert entity(resolved).kind == KIND + kind
    assert resolved.link.method is Method.CORRECTION
    assert resolved.link.confidence < 0.9
    assert "Chi" in resolved.link.reason


def test_a_plan_of_an_unnamed_district_has_bodies_of_its_own(registries: Registries, context: MakeContext) -> None:
    here = context(None)
    lead = resolve_agency("Phòng VH-TT", here, registries)
    made = entity(lead)
    assert lead.link.iri == f"{here.iri}/agency/phong-van-hoa-va-thong-tin"
    assert isinstance(made, Agency)
    assert (made.local, made.place, made.part_of) == (True, f"{here.iri}/place", f"{here.iri}/agency/ubnd-huyen")
    province = entity(resolve_agency("Sở TTTT", here, registries))
    assert (province.iri, province.place) == (f"{here.iri}/agency/so-thong-tin-va-truyen-thong", None)
    group = resolve_agency("Các phòng, ban", here, registries).link
    assert (group.iri, group.method) == (f"{here.iri}/agency-group/cac-phong-ban-thuoc-ubnd-huyen", Method.LOCAL)


def test_lines_upwards_follow_the_sources(registries: Registries, context: MakeContext) -> None:
    def line(name: str) -> list[str]:
        resolved = resolve_agency(name, context("kon-tum/kon-ray"), registries)
        parents = {e.iri: e.part_of for e in resolved.entities if isinstance(e, Agency)}
        steps, at = [], resolved.link.iri
        while at:
            steps.append(at.removeprefix(ID + "agency/"))
            at = parents[at]
        return steps

    assert line("Phòng VHTT") == ["phong-van-hoa-va-thong-tin/kon-tum/kon-ray", "ubnd-huyen/kon-tum/kon-ray"]
    assert line("TTYT huyện") == ["trung-tam-y-te-huyen/kon-tum/kon-ray", "so-y-te/kon-tum", "ubnd-tinh/kon-tum"]
    assert line("Chi cục Thống kê") == ["chi-cuc-thong-ke/kon-tum/kon-ray"]
    assert line("Công an huyện") == ["cong-an-huyen/kon-tum/kon-ray"]


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("UBND huyện", "UBND huyện Kon Rẫy"),
        ("Phòng GDĐT", "Phòng Giáo dục và Đào tạo huyện Kon Rẫy"),
        ("Công an thành phố Nha Trang", "Công an thành phố Nha Trang"),
        ("Thành ủy Nha Trang", "Thành ủy Nha Trang"),
        ("Huyện ủy", "Huyện ủy Kon Rẫy"),
        ("Ban Tuyên giáo Tỉnh ủy", "Ban Tuyên giáo Tỉnh ủy Kon Tum"),
        ("Báo Khánh Hoà", "Báo Khánh Hòa"),
        ("Sở TTTT", "Sở Thông tin và Truyền thông tỉnh Kon Tum"),
        ("UBND các xã", "UBND cấp xã (huyện Kon Rẫy)"),
    ],
)
def test_bodies_and_groups_bear_their_names(
    printed: str, label: str, registries: Registries, context: MakeContext
) -> None:
    assert entity(resolve_agency(printed, context("kon-tum/kon-ray"), registries)).label == label


def test_a_lower_level_without_a_name_means_all_of_that_level(registries: Registries, context: MakeContext) -> None:
    assert resolve_agency("UBND xã", context("kon-tum/kon-ray"), registries).link.iri == (
        ID + "agency-group/ubnd-cap-xa/kon-tum/kon-ray"
    )
    assert resolve_agency("UBND huyện", context("kon-tum"), registries).link.iri == (
        ID + "agency-group/ubnd-cap-huyen/kon-tum"
    )


@pytest.mark.parametrize(
    ("printed", "plan_of"),
    [
        ("Công an thị xã", "kon-tum/kon-ray"),
        ("Sở Y tế tỉnh", "ha-noi"),
        ("Văn phòng UBND thành phố", "khanh-hoa"),
        ("Thành ủy", "khanh-hoa"),
        ("Ban Tuyên giáo Thị ủy", "kon-tum/kon-ray"),
    ],
)
def test_a_place_of_another_type_is_not_the_plans(
    printed: str, plan_of: str, registries: Registries, context: MakeContext
) -> None:
    link = resolve_agency(printed, context(plan_of), registries).link
    assert link.iri is None
    assert "another type of place" in link.reason


def test_communes_are_bodies_of_the_plan_as_they_are_printed(registries: Registries, context: MakeContext) -> None:
    here = context("kon-tum/kon-ray")
    resolved = resolve_agency("UBND xã Đăk Ruồng", here, registries)
    assert (resolved.link.iri, resolved.link.method) == (f"{here.iri}/agency/ubnd-xa-dak-ruong", Method.LOCAL)


def test_marks_lost_in_print_cost_confidence(registries: Registries, context: MakeContext) -> None:
    with_marks = resolve_agency("Sở Thông tin và Truyền thông", context("kon-tum"), registries).link
    without = resolve_agency("So Thong tin va Truyen thong", context("kon-tum"), registries).link
    assert without.iri == with_marks.iri
    assert without.confidence < with_marks.confidence


@pytest.mark.parametrize(
    ("decided", "here", "elsewhere"),
    [
        (("Phòng Văn hóa", "phong-van-hoa-va-thong-tin", ""), "phong-van-hoa-va-thong-tin", None),
        (("Phòng Kinh tế", "phong-kinh-te-ha-tang", ""), "phong-kinh-te-ha-tang", "phong-kinh-te"),
        (("Phòng Tư pháp", "phong-tu-phap", "Not"), None, "phong-tu-phap"),
    ],
)
def test_a_decision_for_one_plan_holds_there_alone(
    decided: tuple[str, str, str],
    here: str | None,
    elsewhere: str | None,
    registries: Registries,
    context: MakeContext,
    tmp_path: Path,
) -> None:
    printed, kind, modifier = decided
    plan = context("kon-tum/kon-ray")
    cells = (printed, "", "ctid:document/x", modifier, "skos:exactMatch", f"ctid:agency-kind/{kind}", kind)
    row = "\t".join([*cells, "semapv:ManualMappingCuration", "0.95", "A test decides so."])
    (tmp_path / "agencies.sssom.tsv").write_text("\t".join(COLUMNS) + f"\n{row}\n", encoding="utf-8")
    own = registries.with_mappings(tmp_path)
    for iri, expected in ((ID + "document/x", here), (plan.iri, elsewhere)):
        link = resolve_agency(printed, replace(plan, iri=iri), own).link
        assert link.iri == (f"{ID}agency/{expected}/kon-tum/kon-ray" if expected else None)
