"""The reader of Word documents (.docx, .docm): ECMA-376 Part 1, WordprocessingML.

What Word would print is read: tracked insertions but not deletions, the results of fields, text boxes, automatic
numbers, footnotes (as lines "[1] …" after the text). Pages are those of the last layout that Word saved; a file that
holds none has no pages. Nothing outside the file is opened: relationships are followed only to parts of the package.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from kg.documents.assembly import GridCell, Note, Paragraph, Piece, assemble
from kg.documents.docx_numbering import Numbering
from kg.documents.docx_text import Progress, all_text, child, read_words, unwrapped, value_of
from kg.documents.nesting import Nested, resolve_table
from kg.documents.package import Package, attribute, local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import PurePath
    from xml.etree import ElementTree as ET

    from kg.documents.model import Document

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_RELATIONS: Final = "_rels/.rels"
_MAIN: Final = "word/document.xml"
_DELETED: Final = frozenset({"del", "moveFrom"})
_MAX_COLUMNS: Final = 63  # Word's own limit


def read_docx(path: PurePath, data: bytes) -> Document:
    """Return the document that `data`, the content of the Word file `path`, holds.

    Raises:
        UnreadableDocument: it is broken, encrypted, empty, declares a document type, or nests too deeply.
        DocumentTooLarge: it unpacks beyond the bounds of `kg.documents.package`.
    """
    package = Package(path, data)
    main = main_part(package)
    root = package.xml(main)
    reader = _Reader(package, main, {local(tag) for tag in {element.tag for element in root.iter()}})
    body = child(root, "body")
    pieces = [*reader.blocks(body if body is not None else ()), *reader.notes(), *reader.left_out()]
    return assemble(path, data, MEDIA_TYPE, pieces)


def main_part(package: Package) -> str:
    """Return the name of the part that holds the text; one outside the package is never named."""
    if _RELATIONS in package:
        for relation in package.xml(_RELATIONS):
            target = posixpath.normpath(relation.get("Target", "").lstrip("/"))
            is_main = relation.get("Type", "").endswith("/officeDocument")
            if is_main and relation.get("TargetMode") != "External" and target in package:
                return target
    return _MAIN


class _Reader:
    """Reads the blocks of one package in order, counting numbers, pages and notes as it goes.

    `used` are the elements that the text uses; what only others need is not parsed.
    """

    def __init__(self, package: Package, main: str, used: set[str]) -> None:
        self._package = package
        self._folder = posixpath.dirname(main)
        has_numbers = not used.isdisjoint({"numPr", "pStyle"})
        numbering = self._optional("numbering.xml") if has_numbers else None
        self._numbering = Numbering(numbering, self._optional("styles.xml") if numbering is not None else None)
        self._progress = Progress(page=1 if "lastRenderedPageBreak" in used else None)

    def _optional(self, name: str) -> ET.Element | None:
        part = posixpath.join(self._folder, name)
        return self._package.xml(part) if part in self._package else None

    def blocks(self, elements: Iterable[ET.Element]) -> Iterator[Piece]:
        """Give the paragraphs and tables of a body, a cell or a text box."""
        for element in unwrapped(elements):
            name = local(element.tag)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name in _DELETED:
                self._progress.leave_out(all_text(element), "deleted in a tracked change")

    def _paragraph(self, element: ET.Element) -> Iterator[Piece]:
        number = self._numbering.number(child(element, "pPr"))
        page = self._progress.page
        words = read_words(element, self._progress)
        text = f"{number} {words.text}" if number and words.text.strip() else number or words.text
        if text.strip():
            yield Paragraph(text, emphasis=words.is_bold, page=page)
        for box in words.boxes:
            yield from self.blocks(box)

    def _table(self, element: ET.Element) -> Iterator[Piece]:
        page = self._progress.page
        cells: list[Nested] = []
        merging: dict[int, int] = {}  # by column: the cell that a vertical merge goes on with
        for number, row in enumerate(self._rows(element), 1):
            self._row(row, number, cells, merging)
        return resolve_table(cells, page)

    def _rows(self, table: ET.Element) -> Iterator[ET.Element]:
        for row in unwrapped(table):
            if local(row.tag) != "tr":
                continue
            if child(row, "trPr", "del") is not None:
                self._progress.leave_out(all_text(row), "row deleted in a tracked change")
            else:
                yield row

    def _row(self, row: ET.Element, number: int, cells: list[Nested], merging: dict[int, int]) -> None:
        column = 1 + _count(child(row, "trPr", "gridBefore"), 0)
        for element in unwrapped(row):
            if local(element.tag) != "tc":
                continue
            page = self._progress.page
            content = tuple(self.blocks(element))
            span = _count(child(element, "tcPr", "gridSpan"), 1)
            if _continues(child(element, "tcPr", "hMerge")) and cells and cells[-1].cell.row == number:
                cells[-1] = cells[-1].widened(span, content)
            elif _continues(child(element, "tcPr", "vMerge")) and column in merging:
                cells[merging[column]] = cells[merging[column]].lengthened(number, content)
            else:
                merging.update(dict.fromkeys(range(column, column + span), len(cells)))
                cells.append(Nested(GridCell("", number, column, 1, span, page=page), content))
            column += span

    def notes(self) -> Iterator[Piece]:
        """Give the foot- and endnotes in the order in which the text calls them, as lines "[1] …"."""
        parts = {kind: self._optional(f"{kind}s.xml") for kind in ("footnote", "endnote")}
        by_id = {
            (kind, attribute(note, "id")): note for kind, root in parts.items() if root is not None for note in root
        }
        for number, call in enumerate(tuple(self._progress.calls), 1):
            pieces = self.blocks(by_id.get(call, ()))
            text = " ".join(piece.text.strip() for piece in pieces if isinstance(piece, Paragraph))
            if text:
                yield Paragraph(f"[{number}] {text}")

    def left_out(self) -> Iterator[Piece]:
        """Give what was not read: deletions, hidden text, running heads and feet."""
        yield from self._progress.left_out
        for name in self._package.names():
            folder, stem = posixpath.split(name)
            if folder == self._folder and stem.startswith(("header", "footer")) and stem.endswith(".xml"):
                text = all_text(self._package.xml(name))
                if text:
                    yield Note(text, "running head or foot")


def _continues(merge: ET.Element | None) -> bool:
    """Tell whether a merge mark (`vMerge`, `hMerge`) goes on with the cell before."""
    return merge is not None and value_of(merge, "continue") == "continue"


def _count(element: ET.Element | None, default: int) -> int:
    text = value_of(element, str(default))
    return max(default, min(int(text), _MAX_COLUMNS)) if text.isascii() and text.isdigit() else default
