"""Cells of agencies: split only where the text separates bodies, words round a name kept as remarks."""

from __future__ import annotations

import pytest

from kg.extraction.agencies import is_ditto, is_empty, split_cell
from kg.extraction.model import FlagCode, Role


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Sở Văn hóa, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("Các sở, ban, ngành; UBND cấp huyện", ["Các sở, ban, ngành", "UBND cấp huyện"]),
        ("Các Sở, Ban, Ngành, Đoàn thể", ["Các Sở, Ban, Ngành, Đoàn thể"]),
        ("Các Phòng, ban, Doanh nghiệp, UBND các xã", ["Các Phòng, ban", "Doanh nghiệp", "UBND các xã"]),
        ("UBND cấp xã, thị trấn", ["UBND cấp xã, thị trấn"]),
        ("UBND các huyện, thị xã, thành phố", ["UBND các huyện, thị xã, thành phố"]),
        ("Phòng Văn hoá và Thông tin, Bưu điện huyện", ["Phòng Văn hoá và Thông tin", "Bưu điện huyện"]),
        ("Phòng KT-HT, phòng TC-KH", ["Phòng KT-HT", "phòng TC-KH"]),
        ("Sở Nội vụ và Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("Phòng Văn hóa và Thông tin/Phòng Kinh tế", ["Phòng Văn hóa và Thông tin", "Phòng Kinh tế"]),
        ("Văn phòng HĐND và UBND huyện", ["Văn phòng HĐND và UBND huyện"]),
        ("Văn phòng HĐND – UBND huyện, UBND cấp xã", ["Văn phòng HĐND – UBND huyện", "UBND cấp xã"]),
        ("Ngân hàng Nhà nước - Chi nhánh Gia Lai", ["Ngân hàng Nhà nước - Chi nhánh Gia Lai"]),
        ("Bộ Thông tin và Truyền thông Bộ Tài chính", ["Bộ Thông tin và Truyền thông", "Bộ Tài chính"]),
        ("Thanh tra Sở Nội vụ", ["Thanh tra Sở Nội vụ"]),
        ("-", []),
        ("", []),
    ],
)
def test_names(cell: str, names: list[str]) -> None:
    assert list(split_cell([cell], Role.LEAD).names) == names


def test_lines_and_bullets_separate() -> None:
    found = split_cell(["- Sở Nội vụ;", "- Sở Tài chính (phần kinh phí)"], Role.GUIDING)
    assert found.names == ("Sở Nội vụ", "Sở Tài chính")
    assert [(r.printed, r.remark) for r in found.remarks] == [("- Sở Tài chính (phần kinh phí)", "phần kinh phí")]


def test_wrapped_lines_of_one_name_are_joined() -> None:
    assert split_cell(["Sở Lao động -", "Thương binh và", "Xã hội"], Role.LEAD).names == (
        "Sở Lao động - Thương binh và Xã hội",
    )


@pytest.mark.parametrize(
    ("cell", "name", "remark"),
    [
        ("Đề nghị Sở Nội vụ phối hợp", "Sở Nội vụ", "Đề nghị … phối hợp"),
        ("Đề nghị Công an huyện", "Công an huyện", "Đề nghị"),
        ("Công an huyện triển khai kích hoạt VNeID", "Công an huyện", "triển khai kích hoạt VNeID"),
        ("Văn phòng UBND tỉnh (Trung tâm Hành chính công)", "Văn phòng UBND tỉnh", "Trung tâm Hành chính công"),
    ],
)
def test_words_round_a_name(cell: str, name: str, remark: str) -> None:
    found = split_cell([cell], Role.COORDINATING)
    assert found.names == (name,)
    assert [(r.agency, r.printed, r.remark) for r in found.remarks] == [(name, cell, remark)]


def test_verbs_inside_a_name_stay() -> None:
    assert split_cell(["Tổ công tác triển khai Đề án 06"], Role.LEAD).names == ("Tổ công tác triển khai Đề án 06",)


@pytest.mark.parametrize(
    "cell",
    ["Các cơ quan, đơn vị UBND cấp huyện", "Ủy ban Kiểm tra- Thanh tra huyện", "Các Sở: Tài chính, Nội vụ"],
)
def test_one_body_or_several_is_flagged_and_kept(cell: str) -> None:
    found = split_cell([cell], Role.LEAD)
    assert found.names == (cell,)
    assert [flag.code for flag in found.flags] == [FlagCode.SPLIT_UNCERTAIN]


def test_a_lost_separator_and_a_cut_name_are_flagged() -> None:
    found = split_cell(["Các Doanh nghiệp viễn thông UBND cấp"], Role.LEAD)
    assert found.names == ("Các Doanh nghiệp viễn thông", "UBND cấp")
    assert {flag.code for flag in found.flags} == {FlagCode.CELLS_SPLIT, FlagCode.TRUNCATED}


def test_signs() -> None:
    assert is_ditto("nt")
    assert is_ditto("Như trên")
    assert not is_ditto("Sở Nội vụ")
    assert is_empty("-")
    assert not is_empty("Sở Nội vụ")
