"""Put a document together from what a reader finds, in reading order: lines, tables, positions, the whole text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.documents.encodings import legacy_decoder, tidy
from kg.documents.model import Block, Cell, Document, Line, Position, Skipped, Table
from kg.documents.noise import why_noise, without_noise
from kg.errors import UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import PurePath

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as found: its words, its place in the grid (from 1), its extent, its page if not its table's.

    `bold`, `confidence` and `doubtful` are as in `kg.documents.model.Cell`.
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    box: Box | None = None
    page: int | None = None
    bold: bool = False
    confidence: float | None = None
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words between the tables. `cells` are what the print sets apart by tabs or wide gaps; empty = by tabs."""

    text: str
    emphasis: bool = False
    indent: int = 0
    page: int | None = None
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as a reader finds it, with the page it begins on and its place in the file's own order."""

    cells: tuple[GridCell, ...]
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the reader leaves out, with the reason in English."""

    text: str
    reason: str
    page: int | None = None


Piece = Paragraph | Grid | Note


def assemble(path: PurePath, data: bytes, media_type: str, pieces: Iterable[Piece]) -> Document:
    """Return the document at `path` made of `pieces` in reading order.

    Every line of a paragraph and every row of a table becomes one line of `Document.text` (a row's cells set apart by
    tabs), so that each position has both its place in the grid and its line. Letters are put right on the way
    (`kg.documents.encodings`).

    Raises:
        UnreadableDocument: there is not a word in the pieces.
    """
    found = list(pieces)
    builder = _Builder(legacy_decoder("\n".join(_words(found))))
    for piece in found:
        builder.add(piece)
    if not any(line.strip() for line in builder.lines):
        raise UnreadableDocument(f"{path} holds no text.", hint="Give a file with a plan's text.")
    return Document(
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        text="\n".join(builder.lines),
        blocks=tuple(builder.blocks),
        skipped=tuple(builder.skipped),
    )


def _words(pieces: Iterable[Piece]) -> Iterable[str]:
    for piece in pieces:
        if isinstance(piece, Grid):
            yield from (cell.text for cell in piece.cells)
        else:
            yield piece.text


class _Builder:
    """Numbers lines and tables as they come."""

    def __init__(self, decode: Callable[[str], str] | None) -> None:
        self._decode = decode
        self._tables = 0
        self.lines: list[str] = []
        self.blocks: list[Block] = []
        self.skipped: list[Skipped] = []

    def add(self, piece: Piece) -> None:
        """Append a piece."""
        if isinstance(piece, Grid):
            self._add_grid(piece)
        elif isinstance(piece, Paragraph):
            self._add_paragraph(piece)
        else:
            self._skip(tidy(piece.text, self._decode), piece.reason, piece.page)

    def _skip(self, text: str, reason: str, page: int | None) -> None:
        """Note what is left out, with the line before it."""
        at = max(1, len(self.lines))
        self.skipped.append(Skipped(_printed(text), reason, Position(page=page, lines=(at, at))))

    def _cleaned(self, text: str, page: int | None) -> str:
        """Return words with right letters and without noise, which is noted."""
        kept, dropped = without_noise(tidy(text, self._decode))
        for words, reason in dropped:
            self._skip(words, reason, page)
        return kept

    def _add_paragraph(self, paragraph: Paragraph) -> None:
        for printed in paragraph.text.split("\n"):
            text = self._cleaned(printed, paragraph.page).rstrip()
            reason = why_noise(text.strip())
            if reason:
                self._skip(text, reason, paragraph.page)
            if reason or not text.strip():
                continue
            self.lines.append(text)
            given = paragraph.cells or tuple(text.strip().split("\t"))
            cells = tuple(_printed(without_noise(tidy(cell, self._decode))[0]) for cell in given)
            indent = paragraph.indent + len(text) - len(text.lstrip())
            self.blocks.append(Line(len(self.lines), text, cells, paragraph.emphasis, indent, paragraph.page))

    def _add_grid(self, grid: Grid) -> None:
        self._tables += 1
        by_row: dict[int, list[GridCell]] = {}
        for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
            by_row.setdefault(cell.row, []).append(cell)
        first = len(self.lines) + 1
        rows = tuple(self._row(cells, grid.page) for cells in by_row.values())
        where = Position(page=grid.page, table=self._tables, lines=(first, max(first, len(self.lines))), box=grid.box)
        self.blocks.append(Table(rows, where))

    def _row(self, found: Sequence[GridCell], page: int | None) -> tuple[Cell, ...]:
        texts = [_printed(self._cleaned(cell.text, page if cell.page is None else cell.page)) for cell in found]
        self.lines.append("\t".join(" ".join(text.split()) for text in texts))
        number = len(self.lines)
        return tuple(
            Cell(
                text,
                self._position(cell, page, number),
                cell.row_span,
                cell.column_span,
                cell.bold,
                cell.confidence,
                cell.doubtful,
            )
            for cell, text in zip(found, texts, strict=True)
        )

    def _position(self, cell: GridCell, page: int | None, number: int) -> Position:
        where = page if cell.page is None else cell.page
        return Position(where, self._tables, cell.row, cell.column, (number, number), cell.box)


def _printed(text: str) -> str:
    """Return the words of a cell: each line's white space as single spaces, empty lines at the ends gone."""
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
