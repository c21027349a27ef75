"""Further plans of other offices, written after the rules: a row's fields as the print has them."""

from __future__ import annotations

from pathlib import Path

from kg.documents.reader import read
from kg.extraction.extract import extract
from kg.extraction.model import FlagCode, PlanRecord, Row, RowKind

FOLDER = Path(__file__).parent / "invented"


def record(name: str) -> PlanRecord:
    return extract(read(FOLDER / f"{name}.txt", max_bytes=1_000_000))


def flags(row: Row) -> list[FlagCode]:
    return [flag.code for flag in row.flags]


def test_the_lead_of_a_group_row_is_inherited_and_lettered_rows_have_a_parent() -> None:
    rows = record("group_leads").rows
    assert [(row.section, row.ordinal, row.parent_ordinal) for row in rows] == [
        ("I", "1", None),
        ("I", "2", None),
        ("II", "3", None),
        ("II", "a", "3"),
        ("II", "b", "3"),
        ("II", "c", "3"),
    ]
    assert [row.roles.lead for row in rows[:2]] == [("Văn phòng UBND tỉnh",)] * 2
    assert [flags(row) for row in rows[:2]] == [[FlagCode.INHERITED]] * 2
    assert "heads the section" in rows[0].flags[0].reason
    assert [(str(t.value), t.unit, t.year) for t in rows[0].targets] == [
        ("50", "%", 2022),
        ("80", "%", 2025),
        ("100", "%", 2030),
    ]
    assert rows[5].roles.lead == ("Sở Công Thương",)


def test_agencies_before_tasks_with_empty_cells_below_them() -> None:
    rows = record("agency_first").rows
    assert {row.row_kind for row in rows} == {RowKind.TASK}
    assert [row.roles.lead for row in rows] == [("Phòng Nội vụ",), (), ("Phòng Văn hóa và Thông tin",), ()]
    assert rows[1].alternative_roles is not None
    assert rows[1].alternative_roles.lead == ("Phòng Nội vụ",)
    assert FlagCode.ROLE_UNCERTAIN in flags(rows[1])


def test_an_index_row_of_one_number_a_line() -> None:
    rows = record("ward_one_cell_a_line").rows
    assert [row.ordinal for row in rows] == ["1", "2", "3"]
    assert [row.target_raw for row in rows] == [("Trên 95% hộ",), ("85%",), ("Ít nhất 500 camera",)]


def test_bodies_that_a_cell_of_leads_calls_coordinating() -> None:
    rows = record("ministry_markdown").rows
    assert [row.section for row in rows] == ["1", "1", "2"]
    assert (rows[0].roles.lead, rows[0].roles.coordinating) == (("Vụ Pháp chế",), ("Cục Phòng bệnh",))
    assert [row.deliverable for row in rows] == ["Luật được thông qua", "Thông tư", "100% bệnh viện"]


def test_ditto_marks_ranges_of_ordinals_and_odd_targets() -> None:
    rows = record("ditto_and_ranges").rows
    assert [row.ordinal for row in rows] == ["1-3", "7a", "7b", "8", "9"]
    assert [row.targets[0].comparator.value for row in rows] == ["minmax", "qualitative", ">=", ">", "qualitative"]
    assert rows[3].target_raw == (">100%",)
    assert rows[1].roles.coordinating == ("Các sở, ngành",)
    assert rows[3].roles.lead == ("CA tỉnh",)
    assert flags(rows[3]) == [FlagCode.INHERITED]


def test_two_appendices_of_a_ministry() -> None:
    found = record("ministry_two_appendices")
    assert [(row.table, row.row_kind.value) for row in found.rows] == [
        ("PHỤ LỤC I", "indicator"),
        ("PHỤ LỤC I", "indicator"),
        ("PHỤ LỤC II", "task"),
        ("PHỤ LỤC II", "task"),
    ]
    assert (found.document.kind, found.document.number) == ("Quyết định", "1205/QĐ-BTP")


def test_offices_of_a_commune_keep_their_dashes() -> None:
    rows = record("commune").rows
    assert rows[1].roles.lead == ("Địa chính - Nông nghiệp - Xây dựng",)
    assert rows[2].roles.coordinating == ("Đoàn Thanh niên", "Hội Phụ nữ")


def test_columns_of_results_are_no_targets() -> None:
    found = record("results_and_plan")
    rows = found.rows
    assert found.tables[0].columns[2:5] == ("other", "other", "target")
    assert all(row.deliverable is None for row in rows)
    assert [[(t.raw, t.year) for t in row.targets] for row in rows] == [
        [("Giảm 1,5 - 2%", 2025)],
        [("65%", 2025)],
        [("14.500", 2025)],
    ]
    assert [str(row.targets[0].value) for row in rows] == ["None", "65", "14500"]


def test_a_table_with_a_row_an_agency_is_turned() -> None:
    rows = record("agencies_in_rows").rows
    assert [(row.label, row.roles.lead[0], row.target_raw[0]) for row in rows[:3]] == [
        ("Tỷ lệ hồ sơ trực tuyến", "Sở Nội vụ", "80"),
        ("Tỷ lệ văn bản ký số", "Sở Nội vụ", "100"),
        ("Tỷ lệ báo cáo điện tử", "Sở Nội vụ", "95"),
    ]
    assert {(target.unit, target.comparator.value) for row in rows for target in row.targets} == {("%", "=")}
    assert len(rows) == 8
    assert not any(row.flags for row in rows)
