"""Dumps of Word files: a paragraph a cell, so that blank lines tell of empty cells."""

from __future__ import annotations

from pathlib import PurePath

from kg.documents.text import read_text
from kg.extraction.extract import extract
from kg.extraction.model import FlagCode, PlanRecord

HEAD = ["TT", "Chỉ tiêu", "Cơ quan chủ trì", "Cơ quan phối hợp", "Ghi chú"]
ROWS = [
    ["I", "Chính quyền số", "", "", ""],
    ["1", "Tỷ lệ hồ sơ trực tuyến đạt 80%", "Văn phòng UBND tỉnh", "", "Hằng năm"],
    ["2", "Tỷ lệ văn bản ký số đạt 100%", "", "Các sở, ban, ngành", ""],
    ["3", "Tỷ lệ dân số có danh tính số đạt 50%", "Công an tỉnh", "UBND cấp huyện", ""],
]


def record(cells: list[str]) -> PlanRecord:
    return extract(read_text(PurePath("plan.txt"), "\n\n".join(cells).encode()))


def test_blank_lines_tell_of_empty_cells() -> None:
    found = record([*HEAD, *(cell for row in ROWS for cell in row)]).rows
    assert [(row.section, row.ordinal, row.note) for row in found] == [
        ("I", "1", "Hằng năm"),
        ("I", "2", None),
        ("I", "3", None),
    ]
    assert [row.roles.coordinating for row in found] == [(), ("Các sở, ban, ngành",), ("UBND cấp huyện",)]
    assert found[1].location.lines is not None
    assert [flag.code for flag in found[1].flags] == [FlagCode.ROLE_UNCERTAIN], "the lead above may reach down"


def test_paragraphs_that_make_no_rows_are_read_one_after_the_other() -> None:
    found = record([*HEAD, *(cell for row in ROWS for cell in row if cell)]).rows
    assert [(row.section, row.ordinal) for row in found] == [("I", "1"), ("I", "2"), ("I", "3")]
