"""Renderings in the formats of office programs and of the web: docx, xlsx, ods, html."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Final

import docx
import openpyxl

from tests.renderings.grids import Box, Grid, Row, grids
from tests.renderings.plans import Plan

_ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_NAMES: Final = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
)


def _places(row: Row) -> Iterator[tuple[int, Box]]:
    return ((column, box) for column, box in enumerate(row) if box is not None)


def as_docx(plan: Plan) -> bytes:
    """Return a plan as a Word file: paragraphs above tables with merged cells."""
    document = docx.Document()
    for line in plan.above:
        document.add_paragraph(line)
    for grid in grids(plan, wide_groups=True):
        if grid.heading:
            document.add_paragraph(grid.heading)
        table = document.add_table(len(grid.rows), len(grid.columns))
        cells = [list(row.cells) for row in table.rows]
        for at, row in enumerate(grid.rows):
            for column, box in _places(row):
                cell = cells[at][column]
                if box.down > 1 or box.across > 1:
                    cell = cell.merge(cells[at + box.down - 1][column + box.across - 1])
                cell.text = box.text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_xlsx(plan: Plan) -> bytes:
    """Return a plan as a workbook: everything on one sheet, in text, from the second row and column on."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    at = 2
    for grid in grids(plan, wide_groups=False):
        above = [*(plan.above if at == 2 else ()), *([grid.heading] if grid.heading else ())]
        for line in above:
            sheet.cell(at, 2, line)
            at += 1
        for row in grid.rows:
            for column, box in _places(row):
                sheet.cell(at, column + 2).value = box.text or None
                if box.down > 1 or box.across > 1:
                    sheet.merge_cells(
                        start_row=at,
                        end_row=at + box.down - 1,
                        start_column=column + 2,
                        end_column=column + 1 + box.across,
                    )
            at += 1
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_ods(plan: Plan) -> bytes:
    """Return a plan as an OpenDocument sheet."""
    rows = "".join(_ods_rows(plan))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NAMES} office:version="1.3">'
        f'<office:body><office:spreadsheet><table:table table:name="Phụ lục">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _ODS, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def _ods_rows(plan: Plan) -> Iterator[str]:
    lines = list(plan.above)
    for grid in grids(plan, wide_groups=True):
        for line in [*lines, *([grid.heading] if grid.heading else ())]:
            yield f"<table:table-row>{_ods_cell(Box(line))}</table:table-row>"
        lines = []
        for row in grid.rows:
            cells = (_ods_cell(box) if box else "<table:covered-table-cell/>" for box in row)
            yield f"<table:table-row>{''.join(cells)}</table:table-row>"


def _ods_cell(box: Box) -> str:
    spans = f' table:number-columns-spanned="{box.across}" table:number-rows-spanned="{box.down}"'
    words = "".join(f"<text:p>{html.escape(line)}</text:p>" for line in box.text.split("\n") if line)
    kind = ' office:value-type="string"' if words else ""
    return f"<table:table-cell{kind}{spans if box.across * box.down > 1 else ''}>{words}</table:table-cell>"


def as_html(plan: Plan) -> bytes:
    """Return a plan as a web page."""
    parts = [f"<p><b>{html.escape(line)}</b></p>" for line in plan.above]
    for grid in grids(plan, wide_groups=False):
        parts += [f"<h3>{html.escape(grid.heading)}</h3>"] if grid.heading else []
        parts.append(f"<table border=1>{_html_rows(grid)}</table>")
    return ("<!DOCTYPE html><html><meta charset=utf-8><body>" + "\n".join(parts) + "</body></html>").encode()


def _html_rows(grid: Grid) -> str:
    rows = []
    for row in grid.rows:
        cells = []
        for _, box in _places(row):
            name = "th" if box.is_head else "td"
            spans = f' rowspan="{box.down}"' * (box.down > 1) + f' colspan="{box.across}"' * (box.across > 1)
            words = html.escape(box.text).replace("\n", "<br>")
            cells.append(f"<{name}{spans}>{f'<b>{words}</b>' if box.is_group else words}</{name}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return "".join(rows)


WRITERS: Final[dict[str, Callable[[Plan], bytes]]] = {
    "docx": as_docx,
    "xlsx": as_xlsx,
    "ods": as_ods,
    "html": as_html,
}
