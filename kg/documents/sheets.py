"""What spreadsheets of every format have in common: a sheet's cells become lines and one table."""

from __future__ import annotations

from bisect import bisect_left
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
    """Give a sheet's pieces: one table, and the rows of a single cell before and after it as lines.

    Titles and notes stand in such rows; they belong to no column. Rows keep the numbers of the sheet; empty rows are
    left out, empty cells of the others are not.
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
    kept = [_within(cell, wide[-1]) for n in numbers if wide[0] <= n <= wide[-1] for cell in rows[n]]
    yield Grid((*kept, *_empty_cells(kept)))
    yield from _titles(rows, [number for number in numbers if number > wide[-1]])


def _titles(rows: dict[int, list[GridCell]], numbers: Sequence[int]) -> Iterator[Piece]:
    for number in numbers:
        yield Paragraph(rows[number][0].text)


def _empty_cells(cells: Sequence[GridCell]) -> Iterator[GridCell]:
    """Give the empty cells in the rows and columns of `cells`, where no cell stands or reaches."""
    rows = sorted({cell.row for cell in cells})
    columns = sorted({cell.column for cell in cells})
    if len(rows) * len(columns) > MAX_CELLS:
        return
    taken = {place for cell in cells for place in _reached(cell, rows, columns)}
    yield from (GridCell("", row, column) for row in rows for column in columns if (row, column) not in taken)


def _reached(cell: GridCell, rows: Sequence[int], columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give the places among `rows` and `columns` (both sorted) that a cell covers."""
    first_row, first_column = bisect_left(rows, cell.row), bisect_left(columns, cell.column)
    for row in rows[first_row : bisect_left(rows, cell.row + cell.row_span)]:
        for column in columns[first_column : bisect_left(columns, cell.column + cell.column_span)]:
            yield row, column


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
