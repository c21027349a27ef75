"""The grid of a table as rows of equal width: spanning cells unfolded, stray grid lines left out.

Word processors and web pages draw more grid lines than the table has columns; a cell that reaches over several of them
is one cell. What a cell that reaches down gives to the rows below is kept apart, so that whoever reads a row can say
that it is inherited.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.documents.model import Cell, Position, Table
from kg.extraction.columns import read_heads

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST_SHARE: Final = 0.2  # of the rows must begin a cell at a grid line that is a column's
_LAYOUT_COLUMNS: Final = 2


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its cells' words and places by column, and the words that cells from above reach down with.

    `doubtful` are the words of it that were recognised from a picture with little confidence.
    """

    texts: tuple[str, ...]
    places: tuple[Position, ...]
    from_above: tuple[tuple[int, str], ...] = ()
    doubtful: tuple[str, ...] = ()


def unfold(table: Table) -> tuple[TableRow, ...]:
    """Return the rows of a table, all of one width; `texts` is "" where no cell begins."""
    columns = _columns(table)
    reaching: dict[int, tuple[int, str]] = {}  # by column: the last row that a cell reaches, and its words
    rows: list[TableRow] = []
    for cells in table.rows:
        if not cells:
            continue
        number = cells[0].position.row or len(rows) + 1
        begun = _begun(cells, columns)
        above = tuple((at, text) for at, (last, text) in sorted(reaching.items()) if last >= number and at not in begun)
        for at, found in begun.items():
            reaching[at] = (max(number + cell.row_span - 1 for cell in found), _words(found))
        doubtful = tuple(word for cell in cells for word in cell.doubtful)
        rows.append(TableRow(_texts(begun, len(columns)), _places(begun, cells, len(columns)), above, doubtful))
    return tuple(rows)


def _texts(begun: dict[int, list[Cell]], width: int) -> tuple[str, ...]:
    return tuple(_words(begun.get(at, ())) for at in range(width))


def _places(begun: dict[int, list[Cell]], cells: Sequence[Cell], width: int) -> tuple[Position, ...]:
    return tuple((begun.get(at) or cells)[0].position for at in range(width))


def _words(cells: Sequence[Cell]) -> str:
    return "\n".join(cell.text for cell in cells if cell.text)


def _columns(table: Table) -> list[int]:
    """Return the grid columns at which the table's columns begin."""
    rows = [cells for cells in table.rows if len(cells) > 1] or [cells for cells in table.rows if cells]
    starts = Counter(column for cells in rows for column in {cell.position.column or 1 for cell in cells})
    least = _LEAST_SHARE * len(rows)
    return sorted(column for column, count in starts.items() if count >= least)


def _begun(cells: Sequence[Cell], columns: Sequence[int]) -> dict[int, list[Cell]]:
    """Return the cells of a row by the column that they begin in."""
    found: dict[int, list[Cell]] = {}
    for cell in cells:
        at = max(0, bisect_right(columns, cell.position.column or 1) - 1)
        found.setdefault(at, []).append(cell)
    return found


def only_lays_out(rows: Sequence[TableRow]) -> bool:
    """Tell whether a table only sets words side by side, as a letterhead does: two columns at most, and no head."""
    narrow = all(len(row.texts) <= _LAYOUT_COLUMNS for row in rows)
    return narrow and not any(read_heads(row.texts) for row in rows)
