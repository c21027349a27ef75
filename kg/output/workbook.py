"""Excel workbooks (.xlsx) whose texts are never formulas, and whose bytes depend on the table alone."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kg.output.tables import Cell, TableData

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_MOMENT: Final = datetime(2000, 1, 1)  # noqa: DTZ001  # a workbook's properties carry no zone; fixed, so that bytes are
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip archive can hold
_FORMULA: Final = ("=", "+", "-", "@")
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # not characters of XML 1.0
_WIDEST: Final = 60
_LINE: Final = 15  # points
_MOST_LINES: Final = 27  # a row is 409 points high at most


def write_workbook(table: TableData) -> bytes:
    """Return the table as an .xlsx file: a sheet of data with a fixed header, and one of title and notes if any.

    A text that a spreadsheet would take for a formula is stored as text and marked with Excel's quote prefix.
    """
    from openpyxl import Workbook  # noqa: PLC0415  # slow to import, and needed for this format alone

    book = Workbook()
    book.properties.created = book.properties.modified = _MOMENT
    book.properties.creator = "chitieu"
    sheet = book.worksheets[0]
    sheet.title = "data"
    _fill(sheet, [[column.title for column in table.columns], *(list(row) for row in table.rows)])
    _dress(sheet)
    about = [text for text in (table.title, *table.notes) if text]
    if about:
        _fill(book.create_sheet("notes"), [[text] for text in about])
    return _packed(book)


def _fill(sheet: Worksheet, lines: list[list[Cell]]) -> None:
    for row, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            target = sheet.cell(row, column)
            target.value = _ILLEGAL.sub("\ufffd", value) if isinstance(value, str) else value
            if isinstance(value, str):
                target.data_type = "s"
                target.quotePrefix = value.startswith(_FORMULA)


def _dress(sheet: Worksheet) -> None:
    """Make the header bold and fixed, filter by it, and give each column a width that its texts can be read in."""
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415  # as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    for header in sheet[1]:
        header.font = Font(bold=True)
        header.fill = PatternFill("solid", fgColor="DDE7F0")
        header.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for index, column in enumerate(sheet.columns, start=1):
        longest = max(len(str(each.value or "")) for each in column)
        sheet.column_dimensions[get_column_letter(index)].width = min(_WIDEST, longest + 2)
    for number, row in enumerate(sheet.iter_rows(min_row=2), start=2):
        lines = [_lines(str(cell.value or "")) for cell in row]
        if max(lines) > 1:  # the height is said, because not every program works it out when it opens the file
            sheet.row_dimensions[number].height = _LINE * max(lines)
            for cell, count in zip(row, lines, strict=True):
                cell.alignment = Alignment(wrap_text=count > 1, vertical="top")


def _lines(text: str) -> int:
    """Return how many lines a text takes in the widest column; names of things (IRIs) stay on one."""
    return 1 if text.startswith("http") else min(_MOST_LINES, -(-len(text) // _WIDEST))


def _packed(book: Workbook) -> bytes:
    """Return the workbook as bytes without any clock: neither in its properties nor in the archive."""
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415  # as above

    written, packed = BytesIO(), BytesIO()
    ExcelWriter(book, ZipFile(written, "w", ZIP_DEFLATED)).save()
    with ZipFile(written) as source, ZipFile(packed, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
