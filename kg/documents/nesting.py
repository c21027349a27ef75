"""Tables within tables: which are data, which only lay a page out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.documents.assembly import Grid, GridCell, Note, Paragraph, Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Nested:
    """A cell with what stands in it, before it is known whether its table is data; `cell.text` is still empty."""

    cell: GridCell
    content: tuple[Piece, ...]

    def lengthened(self, row: int, content: tuple[Piece, ...]) -> Nested:
        """Return the cell reaching down to `row`, with more content."""
        return Nested(replace(self.cell, row_span=row - self.cell.row + 1), self.content + content)

    def widened(self, columns: int, content: tuple[Piece, ...]) -> Nested:
        """Return the cell reaching over `columns` more columns, with more content."""
        return Nested(replace(self.cell, column_span=self.cell.column_span + columns), self.content + content)


def resolve_table(cells: Sequence[Nested], page: int | None) -> Iterator[Piece]:
    """Give a table's pieces: one grid, or what stands in its cells when it only lays the page out.

    A table lays out when it has one cell, or when most of its words stand in tables within it. In a grid, a table
    within a cell becomes lines of the cell's text.
    """
    if not cells:
        return
    if len(cells) == 1 or _only_lays_out(cells):
        for nested in cells:
            yield from nested.content
        return
    yield Grid(
        tuple(replace(nested.cell, text=_text(nested.content), bold=_is_bold(nested.content)) for nested in cells),
        page,
    )
    for nested in cells:
        yield from (piece for piece in nested.content if isinstance(piece, Note))


def _only_lays_out(cells: Iterable[Nested]) -> bool:
    inner = outer = 0
    for nested in cells:
        for piece in nested.content:
            if isinstance(piece, Grid):
                inner += sum(len(cell.text) for cell in piece.cells)
            elif isinstance(piece, Paragraph):
                outer += len(piece.text)
    return inner > outer


def _is_bold(content: Iterable[Piece]) -> bool:
    """Tell whether all paragraphs of a cell that say something are bold."""
    marks = [piece.emphasis for piece in content if isinstance(piece, Paragraph) and piece.text.strip()]
    return bool(marks) and all(marks)


def _text(content: Iterable[Piece]) -> str:
    return "\n".join(line for piece in content for line in _lines(piece))


def _lines(piece: Piece) -> Iterator[str]:
    if isinstance(piece, Paragraph):
        yield piece.text.replace("\t", " ")
    elif isinstance(piece, Grid):
        by_row: dict[int, list[str]] = {}
        for cell in piece.cells:
            by_row.setdefault(cell.row, []).append(cell.text.replace("\n", " "))
        yield from (" ".join(texts) for texts in by_row.values())
