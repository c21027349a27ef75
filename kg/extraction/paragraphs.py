"""Tables whose every cell, an empty one too, is a paragraph of its own: what converters of Word files make of them.

A blank line stands between two paragraphs, so an empty cell leaves two lines more. Only where the cells so counted fall
into rows of the table's width, each beginning with a number or without one, are they taken for rows.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from kg.documents.model import Position
from kg.extraction.lines import PrintedLine, extent
from kg.extraction.looks import look
from kg.extraction.regions import Region

_LEAST_ROWS: Final = 3


def paragraph_rows(region: Region) -> list[PrintedLine]:
    """Return the rows of a region in which each paragraph is a cell; nothing where they do not fit into rows."""
    names = [column.name for column in region.columns]
    cells = _cells(region.body)
    if "ordinal" not in names or len(cells) < _LEAST_ROWS * len(names):
        return []
    cells += [None] * (-len(cells) % len(names))
    rows = [cells[at : at + len(names)] for at in range(0, len(cells), len(names))]
    ordinals = [row[names.index("ordinal")] for row in rows]
    labels = [row[names.index("label")] for row in rows]
    fit = all(cell is None or _numbers_row(cell.text) for cell in ordinals) and all(labels)
    return [_row(row) for row in rows] if fit and 2 * sum(map(bool, ordinals)) > len(rows) else []


def _cells(lines: Sequence[PrintedLine]) -> list[PrintedLine | None]:
    """Return the paragraphs with None for each empty one; nothing where lines are no paragraphs."""
    found: list[PrintedLine | None] = list(lines[:1])
    for above, line in itertools.pairwise(lines):
        before, after = above.position.lines, line.position.lines
        blank = after[0] - before[1] - 1 if before and after else 0
        if blank % 2 == 0 or line.is_split or above.position.page != line.position.page:
            return []
        found.extend([None] * (blank // 2))
        found.append(line)
    return found


def _numbers_row(text: str) -> bool:
    piece = look(text)
    return piece.is_ordinal or piece.is_roman


def _row(cells: Sequence[PrintedLine | None]) -> PrintedLine:
    whole = extent([cell.position for cell in cells if cell])
    return PrintedLine(
        cells=tuple(cell.text if cell else "" for cell in cells),
        raw_cells=tuple(cell.raw_cells[0] if cell else "" for cell in cells),
        position=whole,
        places=tuple(cell.position if cell else Position(page=whole.page) for cell in cells),
    )
