"""Every format holds the same cells, and none lets a cell out of its place."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from kg.errors import UsageError
from kg.output.formats import MEDIA_TYPES, render
from kg.output.tables import Column, Iri, TableData

COLUMNS = tuple(
    Column(name, title)
    for name, title in [("thing", "Vật"), ("label", "Nội dung"), ("value", "Trị số"), ("sure", "Chắc")]
)
ROWS = (
    (Iri("https://w3id.org/chitieu/id/place/an"), 'a, "b"\nc\t|d\\', Decimal("99.70"), True),
    (None, "=HYPERLINK(1)", 100, False),
)
TABLE = TableData(COLUMNS, ROWS, title="Câu hỏi?", notes=("2 chắc chắn",), truncated=True)


def text(format_name: str, table: TableData = TABLE) -> str:
    return render(table, format_name).decode()


def test_csv_is_rfc_4180() -> None:
    assert text("csv") == (
        "thing,label,value,sure\r\n"
        'https://w3id.org/chitieu/id/place/an,"a, ""b""\nc\t|d\\",99.7,true\r\n'
        ",=HYPERLINK(1),100,false\r\n"
    )


def test_tsv_keeps_a_row_on_a_line() -> None:
    assert text("tsv") == (
        "thing\tlabel\tvalue\tsure\n"
        'https://w3id.org/chitieu/id/place/an\ta, "b"\\nc\\t|d\\\\\t99.7\ttrue\n'
        "\t=HYPERLINK(1)\t100\tfalse\n"
    )


def test_json_has_types_titles_and_the_mark_of_truncation() -> None:
    assert json.loads(text("json")) == {
        "title": "Câu hỏi?",
        "columns": [{"name": column.name, "title": column.title} for column in COLUMNS],
        "rows": [
            {"thing": "https://w3id.org/chitieu/id/place/an", "label": 'a, "b"\nc\t|d\\', "value": 99.7, "sure": True},
            {"thing": None, "label": "=HYPERLINK(1)", "value": 100, "sure": False},
        ],
        "notes": ["2 chắc chắn"],
        "truncated": True,
    }


def test_markdown_is_for_reading() -> None:
    assert text("markdown").splitlines() == [
        "| Vật | Nội dung | Trị số | Chắc |",
        "| --- | --- | --- | --- |",
        '| ctid:place/an | a, "b"<br>c\t\\|d\\\\ | 99.7 | true |',
        "|  | =HYPERLINK(1) | 100 | false |",
        "",
        "2 chắc chắn",
    ]


def test_a_piped_table_is_plain_columns() -> None:
    assert text("table").splitlines() == [
        "Vật            Nội dung       Trị số  Chắc",
        'ctid:place/an  a, "b" c |d\\   99.7    true',
        "               =HYPERLINK(1)  100     false",
    ]


def test_a_terminal_gets_a_drawn_table() -> None:
    drawn = render(TABLE, "table", width=200).decode()
    assert "Câu hỏi?" in drawn
    assert "2 chắc chắn" in drawn
    assert "\x1b[" in drawn
    assert "[red]" in render(TableData(COLUMNS[:1], (("[red]x[/red]",),)), "table", width=80).decode()


def test_numbers_are_aligned_on_the_right() -> None:
    table = TableData((Column("n", "Number"),), ((7,), (None,)))
    assert "      7 " in render(table, "table", width=80).decode()


def test_a_workbook_has_a_header_and_typed_cells() -> None:
    book = load_workbook(BytesIO(render(TABLE, "xlsx")))
    sheet = book["data"]
    assert [each.value for each in sheet[1]] == ["Vật", "Nội dung", "Trị số", "Chắc"]
    assert all(each.font.bold for each in sheet[1])
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:D3")
    assert [each.value for each in sheet[2]] == [ROWS[0][0], ROWS[0][1], 99.7, True]
    assert [each.value for row in book["notes"].rows for each in row] == ["Câu hỏi?", "2 chắc chắn"]


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@x", '=HYPERLINK("http://x")'])
def test_a_text_is_never_a_formula(words: str) -> None:
    table = TableData((Column("x", words),), ((words,),), title=words)
    book = load_workbook(BytesIO(render(table, "xlsx")))
    cells = [each for sheet in book.worksheets for row in sheet.rows for each in row]
    assert [(each.value, each.data_type, each.quotePrefix) for each in cells] == [(words, "s", True)] * 3


def test_a_character_that_xml_cannot_hold_is_replaced() -> None:
    book = load_workbook(BytesIO(render(TableData((Column("x", "X"),), (("a\x00b\x1fc",),)), "xlsx")))
    assert book["data"]["A2"].value == "a�b�c"


def test_a_workbook_depends_on_its_table_alone() -> None:
    first, second = render(TABLE, "xlsx"), render(TABLE, "xlsx")
    assert first == second
    with ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


@pytest.mark.parametrize("format_name", MEDIA_TYPES)
@pytest.mark.parametrize("table", [TableData((), ()), TableData(COLUMNS, ())], ids=["nothing", "no rows"])
def test_an_empty_table_can_be_written(format_name: str, table: TableData) -> None:
    assert isinstance(render(table, format_name), bytes)
    assert isinstance(render(table, "table", width=80), bytes)


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(
        UsageError, match=r"'pdf' is no format of tables\. There are: table, csv, tsv, json, xlsx, markdown"
    ):
        render(TABLE, "pdf")


@given(st.lists(st.text(), min_size=1, max_size=3))
def test_any_text_survives_csv_and_tsv(words: list[str]) -> None:
    table = TableData(tuple(Column(str(index), "") for index in range(len(words))), (tuple(words),))
    read = list(csv.reader(StringIO(text("csv", table), newline="")))
    assert read[1] == words or words == [""]
    lines = text("tsv", table).split("\n")
    assert [line.count("\t") for line in lines[:2]] == [len(words) - 1] * 2
    assert len(lines) == 3
