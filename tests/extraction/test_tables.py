from __future__ import annotations

from pathlib import PurePath

from kg.documents.html import read_html
from kg.documents.model import Document, Table
from kg.extraction.extract import extract
from kg.extraction.lines import printed_lines
from kg.extraction.model import FlagCode, PlanRecord
from kg.extraction.tables import only_lays_out, unfold

HEAD = "<tr><td>TT<td>Chỉ tiêu<td>Mục tiêu<td>Chủ trì<td>Phối hợp"


def page(body: str) -> Document:
    return read_html(PurePath("trang.html"), f"<!DOCTYPE html><meta charset=utf-8>{body}".encode())


def table(rows: str) -> Table:
    found = page(f"<table>{rows}</table>").blocks[0]
    assert isinstance(found, Table)
    return found


def record(body: str) -> PlanRecord:
    return extract(page(body))


def test_spanning_cells_unfold_to_rows_of_one_width() -> None:
    rows = unfold(table("<tr><td colspan=3>Nhóm<tr><td rowspan=2>1<td>a<td>b<tr><td>c<td>d"))
    assert [row.texts for row in rows] == [("Nhóm", "", ""), ("1", "a", "b"), ("", "c", "d")]
    assert rows[2].from_above == ((0, "1"),)
    assert [place.column for place in rows[1].places] == [1, 2, 3]


def test_grid_lines_of_a_stray_row_make_no_column() -> None:
    plain = "".join(f"<tr><td>{n}<td colspan=2>Tỷ lệ {n}<td>Sở {n}" for n in range(6))
    rows = unfold(table(plain + "<tr><td>7<td>lẻ<td>loi<td>Sở 7"))
    assert rows[0].texts == ("0", "Tỷ lệ 0", "Sở 0")
    assert rows[-1].texts == ("7", "lẻ\nloi", "Sở 7")


def test_a_letterhead_is_no_table_of_data() -> None:
    letterhead = "<tr><td>UBND TỈNH A<br>Số: 12/KH-UBND<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert only_lays_out(unfold(table(letterhead)))
    assert not only_lays_out(unfold(table("<tr><td>Chỉ tiêu<td>Cơ quan chủ trì<tr><td>Tỷ lệ<td>Sở A")))
    lines = printed_lines(page(f"<table>{letterhead}</table>"))
    assert [line.text for line in lines] == ["UBND TỈNH A", "Số: 12/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]


def test_a_merged_lead_is_inherited_with_its_reason() -> None:
    found = record(
        f"<table>{HEAD}<tr><td>1<td>Tỷ lệ hồ sơ trực tuyến<td>80%<td rowspan=2>Sở Nội vụ<td>Sở Tài chính"
        "<tr><td>2<td>Tỷ lệ văn bản ký số<td>100%<td>Sở Y tế</table>"
    )
    assert [row.roles.lead for row in found.rows] == [("Sở Nội vụ",), ("Sở Nội vụ",)]
    assert [row.roles.coordinating for row in found.rows] == [("Sở Tài chính",), ("Sở Y tế",)]
    assert found.rows[0].flags == ()
    assert [(flag.code, flag.reason) for flag in found.rows[1].flags] == [
        (FlagCode.INHERITED, "lead: 'Sở Nội vụ' stands in a cell merged from above")
    ]


def test_two_line_heads_and_continued_tables() -> None:
    head = (
        "<tr><td rowspan=2>TT<td rowspan=2>Chỉ tiêu<td rowspan=2>Mục tiêu<td colspan=2>Phân công"
        "<tr><td>Chủ trì<td>Phối hợp"
    )
    found = record(
        f"<table>{head}<tr><td>1<td>Tỷ lệ hồ sơ trực tuyến<td>80%<td>Sở Nội vụ<td></table>"
        "<table><tr><td>2<td>Tỷ lệ văn bản ký số<td>100%<td>Sở Y tế<td>Sở Tài chính</table>"
    )
    assert [(row.ordinal, row.roles.lead) for row in found.rows] == [("1", ("Sở Nội vụ",)), ("2", ("Sở Y tế",))]
    assert [(row.location.table, row.location.row) for row in found.rows] == [(1, 3), (2, 1)]


def test_a_row_split_by_a_page_is_put_together() -> None:
    first = f"<table>{HEAD}<tr><td>1<td>Tỷ lệ hồ sơ được<td>80%<td>Sở Thông tin và<td>UBND các xã</table>"
    rest = "<tr><td><td>DVCTT<td><td>Truyền thông<td><tr><td>2<td>Tỷ lệ văn bản<td>100%<td>Sở Y tế<td>"
    found = record(f"{first}<table>{rest}</table>")
    assert [(row.label, row.roles.lead) for row in found.rows] == [
        ("Tỷ lệ hồ sơ được DVCTT", ("Sở Thông tin và Truyền thông",)),
        ("Tỷ lệ văn bản", ("Sở Y tế",)),
    ]
    assert {flag.code for flag in found.rows[0].flags} == {FlagCode.REJOINED}
