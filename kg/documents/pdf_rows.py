"""Where the rows of a table without rules begin, told from its lines.

Wider space between rows than between the lines of a row tells it by itself. Without such space a row has a word or
number in its first column, which stands on its first line or in its middle; which of the two is told from the whole
table, and where a row ends between two such marks from its symmetry and from how its cells begin and end: no cell
begins with a small letter, and none ends with a comma.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from statistics import quantiles
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.documents.pdf_layout import TextLine

_LEAST_MARKS: Final = 3  # that wider space must part, to be more than chance
_WIDER: Final = 1.4  # times the space between the lines of a row
_ROW_GAP: Final = 0.9  # of the least space between two marks is space between rows
_MOST_UNMARKED: Final = 0.5  # as many rows without a mark as with one
_SLACK: Final = 0.5  # of the height that a mark may be off the middle of its row
_OFF_MIDDLE: Final = 2.0  # the cost of each height more
_CELL_OFF: Final = 0.5  # … of another cell
_FARTHEST: Final = 2.6  # heights between the middles of two lines of a cell
_BROKEN: Final = 1.5  # the cost of each two farther apart
_UNMARKED: Final = 2.5  # of a row without a word in its first column
_LONE: Final = 6.0  # … and with words in one column only
_SMALL: Final = 2.0  # of a cell that begins with a small letter
_BRACKET: Final = 0.5  # … with a bracket
_OPEN: Final = 1.0  # of a cell that ends with a comma or the like
_REST: Final = 1.5  # of lines before the first row of a page, the rest of a row of the page before
_MOST_LINES: Final = 40  # of one row


@dataclass(frozen=True, slots=True)
class Level:
    """One line of a table: its parts by column (from 0), and its height on the page."""

    parts: Mapping[int, TextLine]
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half-way between top and bottom."""
        return (self.top + self.bottom) / 2

    @property
    def is_mark(self) -> bool:
        """Whether the first column has words."""
        return 0 in self.parts


def rows_of(blocks: Sequence[Sequence[Level]]) -> list[list[int]]:
    """Return, for each block of lines, the indexes at which its rows begin; all blocks are of one table."""
    spaced = _by_space(blocks)
    if spaced is not None:
        return spaced
    readings = [[_at_marks(block) for block in blocks], [_in_middle(block) for block in blocks]]
    costs = [sum(cost for cost, _ in reading) for reading in readings]
    better = readings[costs.index(min(costs))]
    return [starts for _, starts in better]


def _by_space(blocks: Sequence[Sequence[Level]]) -> list[list[int]] | None:
    """Return the starts where wider space parts the rows, None where it does not."""
    between: list[float] = []  # the widest space between two marks
    within: list[float] = []
    for block in blocks:
        gaps = _gaps(block)
        marks = [at for at, level in enumerate(block) if level.is_mark]
        for mark, after in itertools.pairwise(marks):
            ordered = sorted(gaps[mark + 1 : after + 1])
            between.append(ordered.pop())
            within.extend(ordered)
    if len(between) < _LEAST_MARKS:
        return None
    least = min(between)
    narrow = [gap for gap in within if gap < _ROW_GAP * least]
    unmarked = len(within) - len(narrow)  # rows without a word in their first column
    if len(narrow) < 2 or unmarked > _MOST_UNMARKED * len(between):
        return None
    usual = quantiles(narrow, n=10)[-1]
    if least <= max(_WIDER * usual, usual + 1):
        return None
    return [[at for at, gap in enumerate(_gaps(block)) if at == 0 or gap >= _ROW_GAP * least] for block in blocks]


def _gaps(block: Sequence[Level]) -> list[float]:
    """Return the empty space above each line."""
    gaps: list[float] = []
    bottom = block[0].top
    for level in block:
        gaps.append(level.top - bottom)
        bottom = max(bottom, level.bottom)
    return gaps


def _at_marks(block: Sequence[Level]) -> tuple[float, list[int]]:
    """Return the cost and the starts of rows that begin where their first column has words."""
    starts = [0, *(at for at, level in enumerate(block) if level.is_mark and at)]
    return sum(_cut_cost(block, start) for start in starts if start), starts


def _in_middle(block: Sequence[Level]) -> tuple[float, list[int]]:
    """Return the cost and the starts of rows whose first column stands in their middle: the cheapest way to part them.

    `best` holds, for each line that a row may begin on, the cost so far and the starts before it.
    """
    if not any(level.is_mark for level in block):
        return 0.0, [0]
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for start in range(len(block)):
        if start not in best:
            continue
        so_far, starts = best[start]
        cut = _cut_cost(block, start) if start else 0.0
        for end, cost in _rows_from(block, start):
            total = so_far + cut + cost
            if end not in best or total < best[end][0]:
                best[end] = (total, [*starts, start])
    return best[len(block)]


def _rows_from(block: Sequence[Level], start: int) -> Iterator[tuple[int, float]]:
    """Give the lines that a row from line `start` on may end before, each with the cost of the row; it has one mark."""
    mark: int | None = None
    for at in range(start, min(start + _MOST_LINES, len(block))):
        if block[at].is_mark:
            if mark is not None:
                return
            mark = at
        yield at + 1, _row_cost(block[start : at + 1], None if mark is None else mark - start, is_first=start == 0)
    if start + _MOST_LINES < len(block):
        yield len(block), float(len(block))


def _row_cost(row: Sequence[Level], mark: int | None, *, is_first: bool) -> float:
    """Return the cost of a row: cells off its middle or with empty lines inside, no number or word to mark it."""
    middle = row[0].middle + row[-1].middle
    height = max(level.bottom - level.top for level in row)
    by_column: dict[int, list[float]] = {}
    for level in row:
        for column in level.parts:
            by_column.setdefault(column, []).append(level.middle)
    cost = 0.0
    for column, middles in by_column.items():
        off = abs(middles[0] + middles[-1] - middle) / (2 * height)
        cost += max(0.0, off - _SLACK) * (_OFF_MIDDLE if column == 0 else _CELL_OFF) + off / 10
        cost += _BROKEN * sum(b - a > _FARTHEST * height for a, b in itertools.pairwise(middles))
    if mark is None:
        cost += _REST if is_first else _UNMARKED if len(by_column) > 1 else _LONE
    return cost


def _cut_cost(block: Sequence[Level], start: int) -> float:
    """Return the cost of a row that begins on line `start`: how its cells begin, and how those before it end."""
    cost = 0.0
    begun: set[int] = set()
    for level in _until_mark(block[start : start + _MOST_LINES]):
        for column in level.parts.keys() - begun:
            begun.add(column)
            cost += _beginning(level.parts[column].text)
    ended: set[int] = set()
    for level in _until_mark(block[max(0, start - _MOST_LINES) : start][::-1]):
        for column in level.parts.keys() & begun - ended:
            ended.add(column)
            cost += _OPEN if level.parts[column].text[-1] in ",(/&" else 0.0
    return cost


def _until_mark(levels: Sequence[Level]) -> Iterator[Level]:
    """Give the lines up to the second one with words in the first column: no row reaches farther."""
    marks = 0
    for level in levels:
        marks += level.is_mark
        if marks > 1:
            return
        yield level


def _beginning(text: str) -> float:
    if text[0].islower() and text[1:2] not in (")", ".", ""):
        return _SMALL
    return _BRACKET if text[0] in "(," else 0.0
