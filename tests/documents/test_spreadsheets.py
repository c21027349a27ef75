from __future__ import annotations

import io
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import PurePath

import openpyxl
import pytest

from kg.documents.csv_text import read_csv
from kg.documents.model import Document, Line, Table
from kg.documents.number_formats import show
from kg.documents.ods import read_ods
from kg.documents.xlsx import read_xlsx
from kg.errors import DocumentTooLarge, UnreadableDocument

PATH = PurePath("phụ lục.xlsx")
MakePackage = Callable[[Mapping[str, str | bytes]], bytes]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def book_with(rows: list[list[object]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    return book


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


ROWS: list[list[object]] = [
    ["PHỤ LỤC 4"],
    [],
    ["TT", "Chỉ tiêu", "Mục tiêu", "Chủ trì"],
    [1, "Tỷ lệ hồ sơ\ntrực tuyến", 0.8, "Sở A"],
    [2, "Số nền tảng", None, "Sở B"],
    ["Nơi nhận: Như trên"],
]


def test_titles_are_lines_and_the_rest_is_one_table() -> None:
    document = read_xlsx(PATH, saved(book_with(ROWS)))
    assert lines(document) == ["PHỤ LỤC 4", "Nơi nhận: Như trên"]
    table = tables(document)[0]
    assert texts(table) == [
        ["TT", "Chỉ tiêu", "Mục tiêu", "Chủ trì"], ["1", "Tỷ lệ hồ sơ\ntrực tuyến", "0,8", "Sở A"],
        ["2", "Số nền tảng", "", "Sở B"],
    ]  # fmt: skip
    assert [(cell.position.row, cell.position.column) for cell in table.rows[2]] == [(5, 1), (5, 2), (5, 3), (5, 4)]
    assert isinstance(document.blocks[1], Table)


def test_merged_cells_hidden_parts_and_formats() -> None:
    book = book_with(
        [["Nhóm", None, "Giá trị"], ["a", "b", 0.8], ["c", "d", date(2024, 1, 5)], ["ẩn", "e", 1], ["f", "g", 2]]
    )
    sheet = book.active
    assert sheet is not None
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("A2:A3")
    sheet["C2"].number_format = "0%"
    sheet.row_dimensions[4].hidden = True
    other = book.create_sheet("nháp")
    other["A1"] = "không đọc"
    other.sheet_state = "hidden"
    document = read_xlsx(PATH, saved(book))
    table = tables(document)[0]
    assert texts(table) == [["Nhóm", "Giá trị"], ["a", "b", "80%"], ["d", "2024-01-05"], ["f", "g", "2"]]
    assert (table.rows[0][0].column_span, table.rows[1][0].row_span) == (2, 2)
    assert [note.reason for note in document.skipped].count("hidden row or column") == 3
    assert ("nháp", "hidden sheet") in [(note.text, note.reason) for note in document.skipped]


def workbook(package: MakePackage, sheet: str, extra: Mapping[str, str | bytes] | None = None) -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return package(
        {
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{office}">'
            '<sheets><sheet name="1" sheetId="1" r:id="x"/>'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": '<R><Relationship Id="x" Target="worksheets/sheet1.xml"/></R>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
            **(extra or {}),
        }
    )


def test_formulas_show_their_saved_results(package: MakePackage) -> None:
    sheet = (
        '<row r="1"><c r="A1" t="str"><f>A2</f><v>Sở A</v></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1">'
        "<f>Z9</f></c></row>"
        '<row><c t="inlineStr"><is><r><t>Sở </t></r><r><t>B</t></r></is></c><c t="b"><v>1</v></c><c t="e">'
        "<v>#N/A</v></c></row>"
    )
    assert texts(tables(read_xlsx(PATH, workbook(package, sheet)))[0]) == [["Sở A", "2", ""], ["Sở B", "TRUE", "#N/A"]]


def test_a_million_empty_rows_cost_little(package: MakePackage) -> None:
    filled = '<row r="1"><c r="A1" t="str"><v>TT</v></c><c r="B1" t="str"><v>Chỉ tiêu</v></c></row>'

    def seconds(rows: int) -> float:
        empty = "".join(f'<row r="{number}" ht="15" spans="1:6"/>' for number in range(2, rows))
        data = workbook(package, filled + empty)
        start = time.process_time()
        document = read_xlsx(PATH, data)
        taken = time.process_time() - start
        assert texts(tables(document)[0]) == [["TT", "Chỉ tiêu"]]
        return taken

    assert seconds(1_000_000) < 4 * 10 * seconds(100_000)


def test_too_many_cells_are_refused(package: MakePackage) -> None:
    rows = "".join(f"<row>{'<c><v>1</v></c>' * 50}</row>" for _ in range(4001))
    with pytest.raises(DocumentTooLarge, match="cells"):
        read_xlsx(PATH, workbook(package, rows))


def test_hostile_workbooks_are_refused(package: MakePackage) -> None:
    bomb = {"xl/sharedStrings.xml": '<!DOCTYPE a [<!ENTITY a "ha">]><sst><si><t>&a;</t></si></sst>'}
    for data, words in (
        (workbook(package, "", bomb), "document type"),
        (workbook(package, "<row"), "not well formed"),
        (workbook(package, ""), "no text"),
        (b"PK\x03\x04", "no whole ZIP"),
    ):
        with pytest.raises(UnreadableDocument, match=words):
            read_xlsx(PATH, data)


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("0.8", "0%", "80%"), ("0.80000000000000004", "General", "0,8"), ("12.26", "0.0", "12,3"),
        ("4961", "#,##0", "4.961"), ("1234567.5", "#,##0.00", "1.234.567,50"), ("9", "00", "09"),
        ("40", '0" Mbps"', "40 Mbps"), ("0.125", "0.0#%", "12,5%"), ("-3", "#,##0;(#,##0)", "(3)"),
        ("-3", "0.0", "-3,0"),
        ("0", "0;-0;-", "-"), ("45297", "dd/mm/yyyy", "06/01/2024"), ("45297", "mm/yyyy", "01/2024"),
        ("45297.5", "dd/mm/yyyy hh:mm", "06/01/2024 12:00"), ("1e300", "0", "1e300"), ("1E+3", "General", "1000"),
        ("x", "0%", "x"), ("-1", "dd/mm/yyyy", "-1"), ("60", '">"0%', ">6000%"), ("5", "@", "5"),
        ("7", 'General" tr"', "7 tr"), ("7", '"Có"', "Có"),
    ],
)  # fmt: skip
def test_numbers_show_as_in_vietnamese_print(stored: str, code: str, shown: str) -> None:
    assert show(stored, code) == shown


def ods(package: MakePackage, table: str, styles: str = "") -> bytes:
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text", "style")
    )
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content {names}><office:automatic-styles>{styles}"
            "</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>",
        }
    )


def test_opendocument_sheets(package: MakePackage) -> None:
    hides = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    table = (
        '<table:table table:name="A"><table:table-header-rows><table:table-row>'
        '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1"><text:p>Nhóm</text:p>'
        "</table:table-cell><table:covered-table-cell/><table:table-cell><text:p>Chủ<text:s/>trì</text:p>"
        "<text:p>2024</text:p>"
        "</table:table-cell></table:table-row></table:table-header-rows>"
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="2"><text:p>x</text:p>'
        '</table:table-cell><table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row></table:table>'
        '<table:table table:name="B" table:style-name="h"/>'
    )
    document = read_ods(PATH, ods(package, table, hides))
    assert texts(tables(document)[0]) == [["Nhóm", "Chủ trì\n2024"], ["x", "x", ""], ["x", "x", ""]]
    assert tables(document)[0].rows[0][0].column_span == 2
    assert [(note.text, note.reason) for note in document.skipped] == [("B", "hidden sheet")]


def test_repeated_cells_of_opendocument_are_bounded(package: MakePackage) -> None:
    table = (
        '<table:table><table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="99999999"><text:p>x</text:p></table:table-cell></table:table-row></table:table>'
    )
    with pytest.raises(DocumentTooLarge, match="cells"):
        read_ods(PATH, ods(package, table))


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_separated_values(delimiter: str) -> None:
    text = 'PHỤ LỤC 4,,\r\nTT,Chỉ tiêu,Chủ trì\r\n1,"Tỷ lệ: ""số""\r\nhồ sơ",Sở A\r\n2,Số,\r\n'.replace(",", delimiter)
    document = read_csv(PATH, text.encode("utf-8-sig"))
    assert lines(document) == ["PHỤ LỤC 4"]
    assert texts(tables(document)[0]) == [
        ["TT", "Chỉ tiêu", "Chủ trì"],
        ["1", 'Tỷ lệ: "số"\nhồ sơ', "Sở A"],
        ["2", "Số", ""],
    ]


@pytest.mark.parametrize(
    "text", ["a,b,c\n", "Các sở, ban, ngành.\nUBND huyện, xã\nVà, rồi, thế, thôi", 'a,b,"c\n' * 5, "\n\n"]
)
def test_prose_and_broken_values_are_no_table(text: str) -> None:
    with pytest.raises(UnreadableDocument, match="no table of separated values"):
        read_csv(PATH, text.encode())
    with pytest.raises(UnreadableDocument, match="not valid UTF-8"):
        read_csv(PATH, b"a,b\xff")
