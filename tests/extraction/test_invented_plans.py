"""Small plans of other districts, provinces and ministries, in all layouts; and texts that are no plans at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.documents.reader import read
from kg.errors import NoAssignmentTable
from kg.extraction.extract import extract
from kg.extraction.model import FlagCode, PlanRecord, RowKind

FOLDER = Path(__file__).parent / "invented"


def _record(name: str) -> PlanRecord:
    return extract(read(FOLDER / f"{name}.txt", max_bytes=1_000_000))


def _leads(record: PlanRecord) -> list[tuple[str, ...]]:
    return [row.roles.lead for row in record.rows]


def test_a_table_with_units_deadlines_and_ditto_marks() -> None:
    record = _record("district_units_deadlines")
    assert record.tables[0].columns[2:4] == ("unit", "target")
    assert [(row.section, row.ordinal, row.deadline) for row in record.rows] == [
        ("I", "1", "Quý IV/2025"),
        ("I", "2", "31/12/2025"),
        ("II", "3", "Thường xuyên"),
        ("II", "4", None),
    ]
    assert [(t.comparator.value, t.value, t.unit, t.year) for row in record.rows for t in row.targets] == [
        (">=", 95, "%", 2025),
        (">=", 80, "%", 2025),
        ("range", 40, "doanh nghiệp", 2025),
        ("none", None, None, None),
    ]
    second = record.rows[1]
    assert second.roles.lead == ("Văn phòng HĐND và UBND huyện",)
    assert second.roles.coordinating == ("Phòng Nội vụ", "Phòng Tư pháp")
    assert [flag.code for flag in second.flags] == [FlagCode.INHERITED]
    assert [citation.number for citation in second.citations] == ["42/2022/NĐ-CP"]


def test_tasks_of_a_ministry_one_cell_a_line() -> None:
    record = _record("ministry_tasks")
    assert {row.row_kind for row in record.rows} == {RowKind.TASK}
    assert _leads(record) == [("Vụ Pháp chế",), ("Văn phòng Bộ",), ("Trung tâm Công nghệ thông tin",)]
    assert [row.deliverable for row in record.rows] == ["Dự thảo Nghị định", "Báo cáo", "Hệ thống vận hành"]
    assert [row.section_title for row in record.rows] == ["Thể chế số", "Thể chế số", "Hạ tầng số"]
    header = record.document
    assert (header.number, header.date, header.issuer) == ("1570/KH-BKHCN", "2025-05-08", "Bộ Khoa học và Công nghệ")
    assert header.title == "Triển khai các nhiệm vụ chuyển đổi số năm 2025"
    assert header.appendix_title == "DANH MỤC NHIỆM VỤ"
    assert [(c.number, c.based_on) for c in record.body_citations] == [("57-NQ/TW", True), ("749/QĐ-TTg", True)]
    (body,) = record.body_targets
    assert (body.target.comparator.value, str(body.target.value), body.target.year) == (">=", "80", 2025)


def test_pdf_text_with_a_wrapped_head_cells_on_one_line_and_a_page_number() -> None:
    record = _record("province_pdf_text")
    assert [(row.section, row.ordinal, row.label) for row in record.rows] == [
        ("I", "1", "Tỷ lệ hộ gia đình có đường truyền Internet cáp quang"),
        ("I", "2", "Tỷ lệ dân số có điện thoại thông minh"),
        ("I", "3", "Tỷ lệ UBND cấp xã kết nối mạng truyền số liệu chuyên dùng"),
        ("II", "4", "Tỷ lệ văn bản điện tử trao đổi giữa các cơ quan nhà nước"),
        ("II", "5", "Tỷ lệ hồ sơ bệnh án điện tử"),
    ]
    assert [row.target_raw for row in record.rows] == [("75%",), ("≥ 80%",), ("100%",), ("Trên 95%",), ("30%",)]
    assert _leads(record)[3:] == [("Văn phòng UBND tỉnh",), ("Sở Y tế",)]
    assert record.rows[0].roles.coordinating == ("Doanh nghiệp viễn thông", "UBND cấp huyện")
    assert record.skipped[0].text == "2"
    header = record.document
    assert (header.number, header.number_raw, header.date) == (None, "/KH-UBND", "2023-02")
    assert (header.appendix_label, header.title) == ("PHỤ LỤC 2", "CÁC CHỈ TIÊU CHỦ YẾU NĂM 2023")
    assert header.locality.name == "Bình Định"


def test_a_markdown_table() -> None:
    record = _record("city_pipe_table")
    assert [(row.section, row.ordinal) for row in record.rows] == [("A", "1"), ("A", "2"), ("B", "3")]
    assert _leads(record)[2] == ("Phòng Văn hóa và Thông tin", "VNPT Gia Lai")
    place = record.document.locality
    assert (place.level, place.name, place.province) == ("thành phố", "Pleiku", None)


def test_dropped_empty_cells_of_two_roles_leave_no_doubt() -> None:
    record = _record("province_empties_dropped")
    assert [bool(row.roles.coordinating) for row in record.rows] == [False, True, False, True]
    assert all(row.roles.lead for row in record.rows)
    assert all(not row.flags for row in record.rows)


def test_two_levels_of_numbering() -> None:
    record = _record("two_levels")
    assert [(row.ordinal, row.parent_ordinal, row.is_parent) for row in record.rows] == [
        ("1", None, True),
        ("1.1", "1", False),
        ("1.2", "1", False),
        ("2", None, True),
        ("a)", "2", False),
        ("b)", "2", False),
        ("3", None, False),
    ]


def test_two_appendices_a_letterhead_and_two_horizons() -> None:
    record = _record("two_appendices")
    assert [(row.table, row.row_kind.value, row.roles.lead[0]) for row in record.rows] == [
        ("PHỤ LỤC 1", "indicator", "Văn phòng UBND tỉnh"),
        ("PHỤ LỤC 2", "task", "Sở Nội vụ"),
    ]
    assert [(str(t.value), t.year) for t in record.rows[0].targets] == [("60", 2024), ("80", 2025)]
    header = record.document
    assert (header.kind, header.number, header.date) == ("Kế hoạch", "2150/KH-UBND", "2024-03")
    assert (header.issuer, header.locality.province) == ("ỦY BAN NHÂN DÂN TỈNH GIA LAI", "Gia Lai")
    assert (header.status, header.title) == ("draft", "CHUYỂN ĐỔI SỐ TỈNH GIA LAI NĂM 2024")
    assert [target.phrase for target in record.body_targets] == ["tỷ lệ hồ sơ trực tuyến đạt trên 60%"]


@pytest.mark.parametrize("name", ["prose", "toc", "attend", "price", "minutes"])
def test_what_assigns_nothing_is_refused_with_the_reason(name: str) -> None:
    with pytest.raises(NoAssignmentTable) as caught:
        _record(f"not_{name}")
    assert f"not_{name}.txt" in caught.value.message
    assert "no head with a column of indicators or tasks and a column of agencies" in caught.value.message


def test_a_table_without_agencies_in_its_rows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("PHỤ LỤC\nTT\tChỉ tiêu\tChủ trì\n1\tTỷ lệ hộ nghèo\t\n", encoding="utf-8")
    with pytest.raises(NoAssignmentTable, match=r"line 2.* none of its 1 rows names an agency"):
        extract(read(path, max_bytes=1000))
