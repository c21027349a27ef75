"""Tables of a page without rules: found by the empty strips that run down between their columns.

A table begins with a line that wide gaps cut in three or more, as a head is. Its columns are what strips set apart that
nearly no line crosses; a line that crosses one runs over all columns. A row begins where its first column has words;
where cells stand in the middle of their row, it begins as far above those words as it reaches below them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

from kg.documents.pdf_layout import TextLine

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
_FAR: Final = 4.0  # heights between two lines that belong to one table
_SLACK: Final = 0.35  # of the height that a middle may be off
_LEAST_MARKS: Final = 2  # rows that may look centred by chance
_CONSISTENT: Final = 0.85  # of the rows must have their first column in the middle


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

    `strips` are the middles of what stays free between its columns; `centred` = cells stand in the middle of their row.
    """

    start: int
    end: int
    cells: tuple[PlainCell, ...]
    strips: tuple[float, ...]
    centred: bool


def plain_tables(lines: Sequence[TextLine], carried: PlainTable | None = None) -> list[PlainTable]:
    """Return the tables among the lines of a page (from top to bottom).

    Args:
        lines: the lines of the page.
        carried: the table that the page before ended with; it may go on here without a head.
    """
    found: list[PlainTable] = []
    at = 0
    if carried and lines:
        rest = _table(lines, 0, carried)
        if rest is not None:
            found.append(rest)
            at = rest.end
    while at < len(lines):
        table = _table(lines, at) if len(lines[at].segments()) >= _LEAST_COLUMNS else None
        if table is not None:
            found.append(table)
        at = table.end if table is not None else at + 1
    return found


def _table(lines: Sequence[TextLine], start: int, carried: PlainTable | None = None) -> PlainTable | None:
    end = _reach(lines, start)
    strips = carried.strips if carried else _strips(lines[start:end])
    body = [_Split(line, strips) for line in lines[start:end]]
    while body and (body[-1].is_wide or set(body[-1].parts) == {0}):
        body.pop()
    wide = sum(split.is_wide for split in body)
    used = {column for split in body for column in split.parts}
    too_few = len(body) < _LEAST_LINES and not carried
    if len(strips) + 1 < _LEAST_COLUMNS or too_few or wide > _MOST_WIDE * len(body) or len(used) < 2:
        return None
    blocks = _blocks(body)
    centred = carried.centred if carried else _is_centred(blocks)
    return PlainTable(start, start + len(body), tuple(_cells(blocks, len(strips) + 1, centred)), strips, centred)


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


def _strips(lines: Sequence[TextLine]) -> tuple[float, ...]:
    """Return the middles of the empty strips between the columns: what lines of several parts leave free."""
    split = [runs for runs in (tuple(_runs(line)) for line in lines) if len(runs) > 1]
    left = min(begin for runs in split for begin, _ in runs)
    covered = [0] * (int(max(end for runs in split for _, end in runs) - left) + 2)
    for begin, end in (run for runs in split for run in runs):
        for at in range(int(begin - left), int(end - left) + 1):
            covered[at] += 1
    least = _STRIP * median(word.height for line in lines for word in line.words)
    strips: list[float] = []
    empty = 0  # bins since the last covered one
    for at, count in enumerate(covered):
        if count <= _CROSSING * len(split):
            empty += 1
            continue
        if least <= empty < at:
            strips.append(left + at - empty / 2)
        empty = 0
    return tuple(strips)


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

    def __init__(self, line: TextLine, strips: Sequence[float]) -> None:
        self.line = line
        first, *others = _runs(line)
        self.is_wide = not others and any(first[0] < strip < first[1] for strip in strips)
        parts: dict[int, list[int]] = {}
        for index, word in enumerate(line.words):
            column = 0 if self.is_wide else bisect_right(strips, (word.left + word.right) / 2)
            parts.setdefault(column, []).append(index)
        self.parts = {column: TextLine(tuple(line.words[index] for index in found)) for column, found in parts.items()}

    @property
    def middle(self) -> float:
        """Height of the line's middle."""
        _, top, _, bottom = self.line.box
        return (top + bottom) / 2


def _cells(blocks: Sequence[Sequence[_Split]], width: int, centred: bool) -> Iterator[PlainCell]:
    rows = (row for block in blocks for row in _rows(block, centred=centred))
    for number, row in enumerate(rows, 1):
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


def _marks(block: Sequence[_Split]) -> list[int]:
    """Return which lines have words in the first column."""
    return [at for at, split in enumerate(block) if 0 in split.parts]


def _rows(block: Sequence[_Split], *, centred: bool) -> Iterator[Sequence[_Split]]:
    marks = _marks(block)
    starts = (_middle_starts(block, marks) if centred else None) or marks
    begins = [0, *(at for at in starts if at)]
    for begin, end in zip(begins, [*begins[1:], len(block)], strict=True):
        yield block[begin:end]


def _is_centred(blocks: Sequence[Sequence[_Split]]) -> bool:
    """Tell whether the first column stands in the middle of its rows: in all blocks, and visibly so in one."""
    visible = False
    for block in blocks:
        marks = _marks(block)
        if block[0].is_wide or not marks:
            continue
        starts = _middle_starts(block, marks)
        if starts is None:
            return False
        visible |= marks[0] > 0 or (len(marks) > _LEAST_MARKS and starts != marks)
    return visible


def _middle_starts(block: Sequence[_Split], marks: Sequence[int]) -> list[int] | None:
    """Return where rows begin if their first column stands in the middle of them, None if it does not."""
    starts: list[int] = []
    begin = good = 0
    for mark, after in zip(marks, [*marks[1:], len(block)], strict=True):
        if begin > mark:
            return None
        starts.append(begin)
        wanted = 2 * block[mark].middle
        end = min(range(mark, after), key=lambda at: abs(block[begin].middle + block[at].middle - wanted))
        height = block[mark].line.box[3] - block[mark].line.box[1]
        good += abs(block[begin].middle + block[end].middle - wanted) <= 2 * _SLACK * height
        begin = end + 1
    return starts if begin == len(block) and good >= _CONSISTENT * len(marks) else None
