"""The reader of Excel workbooks (.xlsx, .xlsm): ECMA-376 Part 1, SpreadsheetML.

Each visible sheet gives lines and a table. Cells show what Excel shows: the saved results of formulas, numbers in their
formats (`kg.documents.number_formats`). Hidden sheets, rows and columns are left out with a note. Rows are let go as
they are read, so that empty ones cost no memory.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.documents.assembly import GridCell, Note, Piece, assemble
from kg.documents.number_formats import BUILT_IN, show
from kg.documents.package import Package, attribute, local
from kg.documents.sheets import MAX_CELLS, MAX_COLUMN, counted, sheet_pieces
from kg.errors import DocumentTooLarge, UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath
    from xml.etree import ElementTree as ET

    from kg.documents.model import Document

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WORKBOOK: Final = "xl/workbook.xml"
_SHEET_PARTS: Final = frozenset({"row", "col", "mergeCell"})
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_TRUE: Final = frozenset({"1", "true"})
_MAX_SHEETS: Final = 200
_MAX_STRINGS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class _Book:
    """What the sheets of a workbook share: strings, the format code of each cell style, the epoch of dates."""

    strings: tuple[str, ...]
    formats: tuple[str, ...]
    from_1904: bool


def read_xlsx(path: PurePath, data: bytes) -> Document:
    """Return the document that `data`, the content of the workbook `path`, holds.

    Raises:
        UnreadableDocument: it is broken, encrypted, empty or declares a document type.
        DocumentTooLarge: it unpacks beyond the bounds of `kg.documents.package`, or a sheet has too many cells.
    """
    package = Package(path, data)
    return assemble(path, data, MEDIA_TYPE, _pieces(package))


def _pieces(package: Package) -> Iterator[Piece]:
    workbook = package.xml(_WORKBOOK)
    book = _Book(
        tuple(_strings(package)),
        tuple(_formats(package)),
        any(local(e.tag) == "workbookPr" and e.get("date1904") in _TRUE for e in workbook),
    )
    targets = _targets(package)
    sheets = [element for element in workbook.iter() if local(element.tag) == "sheet"]
    if len(sheets) > _MAX_SHEETS:
        raise UnreadableDocument(f"{package.path} has {len(sheets)} sheets; at most {_MAX_SHEETS} are read.")
    for sheet in sheets:
        name = sheet.get("name", "")
        part = targets.get(attribute(sheet, "id") or "")
        if sheet.get("state", "visible") != "visible":
            yield Note(name, "hidden sheet")
        elif part is not None and part in package:
            yield from _sheet(package, part, book)


def _targets(package: Package) -> dict[str, str]:
    """Return the part of each relationship of the workbook; one outside the package is never named."""
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in package:
        return {}
    return {
        relation.get("Id", ""): _part(relation.get("Target", ""))
        for relation in package.xml(relations)
        if relation.get("TargetMode") != "External"
    }


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _strings(package: Package) -> Iterator[str]:
    if "xl/sharedStrings.xml" in package:
        for number, item in enumerate(package.elements("xl/sharedStrings.xml", frozenset({"si"}))):
            if number >= _MAX_STRINGS:
                raise DocumentTooLarge(
                    f"{package.path} has more than {_MAX_STRINGS} strings.", hint="Save its sheets apart."
                )
            yield _text(item)


def _text(item: ET.Element) -> str:
    """Return the words of a string item, its runs joined, without phonetic guides."""
    parts = []
    for child in item:
        name = local(child.tag)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts.extend(t.text or "" for t in child if local(t.tag) == "t")
    return "".join(parts).replace("_x000D_", "").replace("\r\n", "\n")


def _formats(package: Package) -> Iterator[str]:
    """Give the format code of each cell style, in the order in which cells count them."""
    if "xl/styles.xml" not in package:
        return
    styles = package.xml("xl/styles.xml")
    own = {e.get("numFmtId", ""): e.get("formatCode", "") for e in styles.iter() if local(e.tag) == "numFmt"}
    for group in styles:
        if local(group.tag) == "cellXfs":
            for style in group:
                number = style.get("numFmtId", "0")
                yield own.get(number) or BUILT_IN.get(_integer(number), "General")


@dataclass(slots=True)
class _Sheet:
    """One sheet as it is read: its cells by place, what is merged, what is hidden."""

    hidden_columns: set[int]
    merges: list[tuple[int, int, int, int]]
    hidden: list[str]
    row: int = 0


def _sheet(package: Package, part: str, book: _Book) -> Iterator[Piece]:
    sheet = _Sheet(set(), [], [])
    cells = {(cell.row, cell.column): cell for cell in counted(package.path, _cells(package, part, book, sheet))}
    for top, left, bottom, right in sheet.merges:
        anchor = cells.get((top, left))
        if anchor is not None:
            cells[top, left] = replace(anchor, row_span=bottom - top + 1, column_span=right - left + 1)
    yield from sheet_pieces(cells.values())
    for text in sheet.hidden:
        yield Note(text, "hidden row or column")


def _cells(package: Package, part: str, book: _Book, sheet: _Sheet) -> Iterator[GridCell]:
    for element in package.elements(part, _SHEET_PARTS):
        name = local(element.tag)
        if name == "row":
            yield from _row(element, book, sheet)
        elif name == "mergeCell":
            _note_merge(element.get("ref", ""), sheet)
        elif element.get("hidden") in _TRUE:
            last = min(_integer(element.get("max")), MAX_COLUMN)
            sheet.hidden_columns.update(range(_integer(element.get("min")), last + 1))


def _row(row: ET.Element, book: _Book, sheet: _Sheet) -> Iterator[GridCell]:
    sheet.row = _integer(row.get("r")) or sheet.row + 1
    column = 0
    for cell in row:
        found = _REFERENCE.fullmatch(cell.get("r", ""))
        column = _column(found[1]) if found else column + 1
        text = _shown(cell, book)
        if not text.strip():
            continue
        if row.get("hidden") in _TRUE or column in sheet.hidden_columns:
            sheet.hidden.append(text)
        else:
            yield GridCell(text, sheet.row, column)


def _shown(cell: ET.Element, book: _Book) -> str:
    """Return what a cell shows."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(_text(child) for child in cell if local(child.tag) == "is")
    stored = next((child.text or "" for child in cell if local(child.tag) == "v"), "").strip()
    if kind == "s":
        at = _integer(stored)
        return book.strings[at] if stored and at < len(book.strings) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(stored, stored)
    if kind != "n" or not stored:
        return stored
    style = _integer(cell.get("s"))
    return show(stored, book.formats[style] if style < len(book.formats) else "General", from_1904=book.from_1904)


def _note_merge(reference: str, sheet: _Sheet) -> None:
    first, _, last = reference.partition(":")
    start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
    if start and end and len(sheet.merges) < MAX_CELLS:
        sheet.merges.append((int(start[2]), _column(start[1]), int(end[2]), _column(end[1])))


def _column(letters: str) -> int:
    """Return the number of a column.

    >>> _column("A"), _column("AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _integer(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
