"""The reader of OpenDocument spreadsheets (.ods): OpenDocument 1.3 Part 3, §9.

Cells show the text that was saved for them. Hidden sheets are left out with a note; repeated empty rows and columns, by
which a sheet's end is padded, cost nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.documents.assembly import GridCell, Note, Piece, assemble
from kg.documents.package import Package, attribute, local
from kg.documents.sheets import MAX_COLUMN, counted, sheet_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath
    from xml.etree import ElementTree as ET

    from kg.documents.model import Document

MEDIA_TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
_GROUPS: Final = frozenset({"table-header-rows", "table-row-group", "table-rows"})
_CELLS: Final = frozenset({"table-cell", "covered-table-cell"})


def read_ods(path: PurePath, data: bytes) -> Document:
    """Return the document that `data`, the content of the spreadsheet `path`, holds.

    Raises:
        UnreadableDocument: it is broken, encrypted, empty or declares a document type.
        DocumentTooLarge: it unpacks beyond the bounds of `kg.documents.package`, or a sheet has too many cells.
    """
    package = Package(path, data)
    return assemble(path, data, MEDIA_TYPE, _pieces(package))


def _pieces(package: Package) -> Iterator[Piece]:
    root = package.xml("content.xml")
    hidden = {attribute(style, "name") for style in root.iter() if _hides(style)}
    for sheet in (element for element in root.iter() if local(element.tag) == "spreadsheet"):
        for table in (element for element in sheet if local(element.tag) == "table"):
            if attribute(table, "style-name") in hidden:
                yield Note(attribute(table, "name") or "", "hidden sheet")
            else:
                yield from sheet_pieces(counted(package.path, _cells(table)))


def _hides(style: ET.Element) -> bool:
    return local(style.tag) == "style" and any(
        local(properties.tag) == "table-properties" and attribute(properties, "display") == "false"
        for properties in style
    )


def _rows(table: ET.Element) -> Iterator[ET.Element]:
    for child in table:
        if local(child.tag) == "table-row":
            yield child
        elif local(child.tag) in _GROUPS:
            yield from _rows(child)


def _cells(table: ET.Element) -> Iterator[GridCell]:
    number = 1
    for row in _rows(table):
        repeats = _count(row, "number-rows-repeated")
        cells = tuple(_row(row, number))
        for copy in range(repeats if cells else 0):
            yield from (_down(cell, copy) for cell in cells)
        number += repeats


def _down(cell: GridCell, rows: int) -> GridCell:
    return GridCell(cell.text, cell.row + rows, cell.column, cell.row_span, cell.column_span)


def _row(row: ET.Element, number: int) -> Iterator[GridCell]:
    column = 1
    for cell in row:
        if local(cell.tag) not in _CELLS:
            continue
        repeats = _count(cell, "number-columns-repeated")
        text = "\n".join(_words(p) for p in cell if local(p.tag) == "p")
        if text.strip() and local(cell.tag) == "table-cell":
            spans = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            yield from (
                GridCell(text, number, at, *spans) for at in range(column, min(column + repeats, MAX_COLUMN + 1))
            )
        column += repeats


def _words(paragraph: ET.Element) -> str:
    """Return the words of a paragraph: repeated spaces, tabs and line breaks are elements; notes are left out."""
    name = local(paragraph.tag)
    if name in {"annotation", "note"}:
        return ""
    literal = {"tab": "\t", "line-break": "\n", "s": " "}.get(name, "")
    return literal + (paragraph.text or "") + "".join(_words(child) + (child.tail or "") for child in paragraph)


def _count(element: ET.Element, name: str) -> int:
    text = attribute(element, name) or "1"
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 9 else 1
