"""Text that `pdftotext` takes from a page in the order of its blocks: heads come back together, doubts are said."""

from __future__ import annotations

from decimal import Decimal
from pathlib import PurePath

from kg.documents.text import read_text
from kg.extraction.extract import extract
from kg.extraction.model import FlagCode, PlanRecord

ABOVE = ["PHỤ LỤC", "PHÂN CÔNG THỰC HIỆN CÁC CHỈ TIÊU NĂM 2024"]
FIRST_HEADS = ["TT", "Chỉ tiêu"]
LAST_HEADS = ["Mục tiêu", "Cơ quan chủ trì", "Cơ quan phối hợp"]
ROWS = {
    1: ["Tỷ lệ hồ sơ trực tuyến", "80%", "Văn phòng UBND tỉnh", "Sở Nội vụ"],
    2: ["Tỷ lệ văn bản ký số", "100%", "Sở Nội vụ", "Các sở, ban, ngành"],
    3: ["Tỷ lệ dân số có danh tính số", "50%", "Công an tỉnh", "UBND cấp huyện"],
}
SECTION = ["I", "Chính quyền số"]


def row(number: int) -> list[str]:
    return [str(number), *ROWS[number]]


def page(*parts: list[str]) -> PlanRecord:
    """Return what is extracted from one page, each cell a block of its own."""
    text = "\n\n".join(cell for part in parts for cell in part) + "\n\n\f"
    return extract(read_text(PurePath("plan.txt"), text.encode()))


def labels(record: PlanRecord) -> list[tuple[str | None, str | None, str]]:
    return [(row.section, row.ordinal, row.label) for row in record.rows]


WHOLE = [("I", str(number), cells[0]) for number, cells in ROWS.items()]


def test_first_heads_after_the_rows_bring_their_cells_along() -> None:
    record = page(ABOVE, LAST_HEADS, ROWS[1], row(2), row(3), FIRST_HEADS, SECTION, ["1"])
    assert labels(record) == WHOLE
    assert [found.roles.lead for found in record.rows] == [(cells[2],) for cells in ROWS.values()]


def test_last_heads_after_the_rows() -> None:
    record = page(ABOVE, FIRST_HEADS, LAST_HEADS[:2], SECTION, row(1)[:-1], row(2), row(3), LAST_HEADS[2:])
    assert record.tables[0].columns == ("ordinal", "label", "target", "lead", "coordinating")
    assert labels(record) == WHOLE
    flags = [{flag.code for flag in found.flags} for found in record.rows]
    assert FlagCode.ROLE_UNCERTAIN in flags[0], "its coordinating cell may stand elsewhere on the page"
    assert FlagCode.ROLE_UNCERTAIN not in flags[1], "all its cells are there"
    assert FlagCode.OUT_OF_ORDER in flags[2], "the last row may have cells of the rows above it"


def test_cells_of_a_last_column_are_no_ones() -> None:
    record = page(ABOVE, FIRST_HEADS, LAST_HEADS, SECTION, row(1), row(2), row(3), ["Ghi chú", "Theo lộ trình"])
    assert [found.note for found in record.rows] == [None, None, None]
    assert all(found.flags for found in record.rows)
    assert [stray.text for stray in record.skipped] == ["Theo lộ trình"]


def test_names_of_bodies_alone_are_no_row() -> None:
    record = page(ABOVE, FIRST_HEADS, LAST_HEADS, SECTION, row(1)[:-1], row(2)[:-1], row(3), ["Sở Nội vụ", "Sở Y tế"])
    assert labels(record) == WHOLE
    assert all(found.flags for found in record.rows[:2])


def test_a_number_away_from_its_row() -> None:
    record = page(ABOVE, FIRST_HEADS, LAST_HEADS, SECTION, row(1), ROWS[2], row(3), ["2"])
    assert labels(record) == WHOLE
    assert FlagCode.REJOINED in {flag.code for flag in record.rows[1].flags}


def test_a_plain_page_is_not_doubted() -> None:
    record = page(ABOVE, FIRST_HEADS, LAST_HEADS, SECTION, row(1), row(2), row(3))
    assert labels(record) == WHOLE
    assert [found.flags for found in record.rows] == [(), (), ()]


def test_a_table_whose_labels_are_none_is_doubted_as_a_whole() -> None:
    cells = ["Bộ", "Các Vụ", "100%", "Sở Nội vụ", "Văn phòng", "Sở Y tế", "Các Cục", "≥ 80%", "Sở Xây dựng"]
    record = page(ABOVE, FIRST_HEADS[1:], LAST_HEADS, cells)
    assert all(FlagCode.ROLE_UNCERTAIN in {flag.code for flag in found.flags} for found in record.rows)


def test_dated_heads_below_a_head_that_spans_them_stand_where_it_does() -> None:
    heads = [*FIRST_HEADS, "Mục tiêu", "Cơ quan chủ trì", "Đến năm 2025", "Đến năm 2030"]
    record = page(ABOVE, heads, ["1", "Tỷ lệ hồ sơ trực tuyến", "80%", "95%", "Sở Nội vụ"])
    targets = [(target.value, target.year) for target in record.rows[0].targets]
    assert targets == [(Decimal(80), 2025), (Decimal(95), 2030)]
    assert record.rows[0].roles.lead == ("Sở Nội vụ",)


def test_a_title_that_reads_like_heads_is_none() -> None:
    record = page(["PHÂN CÔNG THỰC HIỆN", "CÁC CHỈ TIÊU NĂM 2024"], FIRST_HEADS, LAST_HEADS, row(1), row(2), row(3))
    assert record.tables[0].columns == ("ordinal", "label", "target", "lead", "coordinating")
    assert [found.label for found in record.rows] == [cells[0] for cells in ROWS.values()]
