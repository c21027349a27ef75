"""Tables of a page without rules: found by the empty strips that run down between their columns.

A table begins with a line that wide gaps cut in three or more, as a head is. Its columns are what strips set apart that
nearly no line crosses; a line that crosses one runs over all columns. Where a row begins is told in `pdf_rows.py`.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

from kg.documents.pdf_layout import TextLine
from kg.documents.pdf_rows import Level, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LEAST_COLUMNS: Final = 3
_LEAST_LINES: Final = 4
_STRIP: Final = 0.4  # of the height of the letters; an empty strip so wide sets columns apart
_SPACE: Final = 0.45  # of the height; a gap no wider is a space between words
_CROSSING: Final = 0.01  # of the lines with several parts may cross a strip
_MOST_WIDE: Final = 0.4  # of the lines may run over all columns
_FULL: Final = 0.7  # of the width of the text; a line so long is of running text
_PARAGRAPH: Final = 3  # lines of one column in a row that end a table, over all its width
_MOST_ABOVE: Final = 6  # lines above the first one with several parts may begin a table
_NEAR: Final = 0.9  # of the height between them
_FAR: Final = 4.0  # heights between two lines that belong to one table


Strip = tuple[float, float]  # left and right edge


@dataclass(frozen=True, slots=True)
class PlainCell:
    """A cell: its row and column from 1, the columns that it reaches over, its printed lines."""

    row: int
    column: int
    column_span: int
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table without rules: the lines from `start` to `end` (exclusive) of its page, as cells.

    `strips` are what stays free between its columns, from left to right.
    """

    start: int
    end: int
    cells: tuple[PlainCell, ...]
    strips: tuple[Strip, ...]


def plain_tables(lines: Sequence[TextLine], carried: PlainTable | None = None) -> list[PlainTable]:
    """Return the tables among the lines of a page (from top to bottom).

    Args:
        lines: the lines of the page.
        carried: the table that the page before ended with; it may go on here without a head.
    """
    found: list[PlainTable] = []
    at = 0
    if carried and lines:
        rest = _table(lines, 0, 0, carried)
        if rest is not None:
            found.append(rest)
            at = rest.end
    while at < len(lines):
        begins = len(lines[at].segments()) >= _LEAST_COLUMNS
        table = _table(lines, at, found[-1].end if found else 0) if begins else None
        if table is not None and table.end > at:
            found.append(table)
            at = table.end
        else:
            at += 1
    return found


def _table(lines: Sequence[TextLine], start: int, first: int, carried: PlainTable | None = None) -> PlainTable | None:
    """Return the table that begins on line `start`, or a little above it but not before line `first`."""
    end = _reach(lines, start)
    strips = _parting(lines[start:end], _strips(lines[start:end]))
    below = () if carried else _parting(lines[start + 1 : end], _strips(lines[start + 1 : end]))
    strips = below if len(below) > len(strips) >= _LEAST_COLUMNS - 1 else strips  # the first line has a spanning head
    if carried and len(strips) != len(carried.strips):
        strips = carried.strips
    start -= _above(lines, first, start, strips)
    body = [_Split(line, strips, is_head=at == start) for at, line in enumerate(lines[start:end], start)]
    while body and (body[-1].is_wide or set(body[-1].parts) == {0}):
        body.pop()
    wide = sum(split.is_wide for split in body)
    used = {column for split in body for column in split.parts}
    too_few = len(body) < _LEAST_LINES and not carried
    if len(strips) + 1 < _LEAST_COLUMNS or too_few or wide > _MOST_WIDE * len(body) or len(used) < 2:
        return None
    return PlainTable(start, start + len(body), tuple(_cells(_blocks(body), len(strips) + 1)), strips)


def _above(lines: Sequence[TextLine], first: int, start: int, strips: Sequence[Strip]) -> int:
    """Return how many lines right above line `start` stand in its columns: the beginning of a head, or of a row."""
    count = 0
    while start - count > first and count < _MOST_ABOVE:
        line, below = lines[start - count - 1], lines[start - count]
        height = line.box[3] - line.box[1]
        split = _Split(line, strips)
        if (
            below.box[1] - line.box[3] > _NEAR * height
            or split.is_wide
            or set(split.parts) == {0}
            or line.text.isupper()
        ):
            break
        count += 1
    return count


def _reach(lines: Sequence[TextLine], start: int) -> int:
    """Return where the table that begins on line `start` ends at the latest: a wide gap, or running text."""
    width = max(line.box[2] for line in lines[start:]) - min(line.box[0] for line in lines[start:])
    single = 0
    for at in range(start + 1, len(lines)):
        above, line = lines[at - 1].box, lines[at].box
        if line[1] - above[3] > _FAR * (line[3] - line[1]):
            return at
        fills = len(lines[at].segments()) == 1 and line[2] - line[0] > _FULL * width
        single = single + 1 if fills else 0
        if single == _PARAGRAPH:
            return at + 1 - _PARAGRAPH
    return len(lines)


def _strips(lines: Sequence[TextLine]) -> tuple[Strip, ...]:
    """Return the empty strips between the columns: what lines of several parts leave free."""
    split = [runs for runs in (tuple(_runs(line)) for line in lines) if len(runs) > 1]
    if not split:
        return ()
    left = min(begin for runs in split for begin, _ in runs)
    covered = [0] * (int(max(end for runs in split for _, end in runs) - left) + 2)
    for begin, end in (run for runs in split for run in runs):
        for at in range(int(begin - left), int(end - left) + 1):
            covered[at] += 1
    least = _STRIP * median(word.height for line in lines for word in line.words)
    strips: list[Strip] = []
    empty = 0  # bins since the last covered one
    for at, count in enumerate(covered):
        if count <= _CROSSING * len(split):
            empty += 1
            continue
        if least <= empty < at:
            strips.append((left + at - empty, left + at))
        empty = 0
    return tuple(strips)


def _parting(lines: Sequence[TextLine], strips: tuple[Strip, ...]) -> tuple[Strip, ...]:
    """Return the strips without those that no line has words on both sides of: a head in the middle of its column."""
    at = 0
    while at < len(strips):
        parts = (_Split(line, strips).parts for line in lines)
        if any(at in found and at + 1 in found for found in parts):
            at += 1
        else:
            strips = (*strips[:at], *strips[at + 1 :])
    return strips


def _runs(line: TextLine) -> Iterator[tuple[float, float]]:
    """Give the parts of a line without a gap wider than a space."""
    begin, end = line.words[0].left, line.words[0].right
    for word in line.words[1:]:
        if word.left - end > _SPACE * word.height:
            yield begin, end
            begin = word.left
        end = word.right
    yield begin, end


class _Split:
    """A line cut at the strips: its parts by column, or all of it where it runs on over one."""

    def __init__(self, line: TextLine, strips: Sequence[Strip], *, is_head: bool = False) -> None:
        self.line = line
        runs = list(_runs(line))
        crossing = [any(left < begin and end < right for begin, end in strips) for left, right in runs]
        self.is_wide = crossing == [True]
        middles = [(begin + end) / 2 for begin, end in strips]
        parts: dict[int, list[int]] = {}
        at = 0
        for index, word in enumerate(line.words):
            at += word.left > runs[at][1]
            apart = crossing[at] and not is_head  # what only reaches into a strip is one, and so is a spanning head
            left, right = (word.left, word.right) if apart else runs[at]
            column = 0 if self.is_wide else bisect_right(middles, (left + right) / 2)
            parts.setdefault(column, []).append(index)
        self.parts = {column: TextLine(tuple(line.words[index] for index in found)) for column, found in parts.items()}

    @property
    def level(self) -> Level:
        """The line as `rows_of` wants it."""
        _, top, _, bottom = self.line.box
        return Level(self.parts, top, bottom)


def _cells(blocks: Sequence[Sequence[_Split]], width: int) -> Iterator[PlainCell]:
    """Give the cells of all rows; every row has a cell in each column, or one over all."""
    begins = rows_of([[split.level for split in block] for block in blocks])
    number = 0
    for block, starts in zip(blocks, begins, strict=True):
        for start, end in zip(starts, [*starts[1:], len(block)], strict=True):
            row = block[start:end]
            number += 1
            if row[0].is_wide:
                yield PlainCell(number, 1, width, (row[0].line,))
                continue
            for column in range(width):
                lines = tuple(split.parts[column] for split in row if column in split.parts)
                yield PlainCell(number, column + 1, 1, lines)


def _blocks(body: Sequence[_Split]) -> list[Sequence[_Split]]:
    """Return the lines between those that run over all columns, and each of these by itself."""
    blocks: list[Sequence[_Split]] = []
    start = 0
    for at in [*(i for i, split in enumerate(body) if split.is_wide), len(body)]:
        blocks.extend(part for part in (body[start:at], body[at : at + 1]) if part)
        start = at + 1
    return blocks
