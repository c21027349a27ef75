"""What spreadsheets of every format have in common: a sheet's cells become lines and one table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.documents.assembly import Grid, GridCell, Paragraph, Piece
from kg.errors import DocumentTooLarge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import PurePath

MAX_CELLS: Final = 200_000
MAX_COLUMN: Final = 16_384  # of Excel and LibreOffice


def sheet_pieces(cells: Iterable[GridCell]) -> Iterator[Piece]:
    """Give a sheet's pieces: its non-empty cells as one table, rows of a single cell before and after it as lines.

    Titles and notes stand in such rows; they belong to no column. Rows keep the numbers of the sheet.
    """
    rows: dict[int, list[GridCell]] = {}
    for cell in cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(cell)
    numbers = sorted(rows)
    wide = [number for number in numbers if len(rows[number]) > 1]
    if not wide:
        yield from _titles(rows, numbers)
        return
    yield from _titles(rows, [number for number in numbers if number < wide[0]])
    yield Grid(tuple(_within(cell, wide[-1]) for n in numbers if wide[0] <= n <= wide[-1] for cell in rows[n]))
    yield from _titles(rows, [number for number in numbers if number > wide[-1]])


def _titles(rows: dict[int, list[GridCell]], numbers: Sequence[int]) -> Iterator[Piece]:
    for number in numbers:
        yield Paragraph(rows[number][0].text)


def _within(cell: GridCell, last_row: int) -> GridCell:
    return replace(cell, row_span=min(cell.row_span, last_row - cell.row + 1))


def counted(path: PurePath, cells: Iterable[GridCell]) -> Iterator[GridCell]:
    """Give `cells` on.

    Raises:
        DocumentTooLarge: they are more than `MAX_CELLS`.
    """
    for number, cell in enumerate(cells):
        if number >= MAX_CELLS:
            raise DocumentTooLarge(
                f"{path} has a sheet of more than {MAX_CELLS} cells.",
                hint="Keep the plan's sheets, or save them apart.",
            )
        yield cell
