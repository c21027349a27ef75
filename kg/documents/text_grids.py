"""Tables drawn in text with "+---+" rules, as pandoc and reStructuredText write them; cells may span rows and columns.

A cell is the smallest rectangle of rules that begins at a corner. What a cell says are the lines inside its rectangle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.documents.markup import plain
from kg.documents.model import Cell, Position, Table

_RULE: Final = re.compile(r"\s*\+(?:[-=:]{2,}\+)+\s*")
_DRAWN: Final = re.compile(r"\s*[+|]")
_LEAST_LINES: Final = 3
_MAX_STEPS: Final = 2_000_000  # of tracing rules; a drawing that needs more is no table


@dataclass(frozen=True, slots=True)
class _Box:
    """A cell on the drawing: the lines and characters of its rules."""

    top: int
    left: int
    bottom: int
    right: int


def grid_ends(lines: Sequence[str]) -> dict[int, int]:
    """Return where drawn tables stand among `lines`: the index of the first line, and of the line after the last."""
    found: dict[int, int] = {}
    at = 0
    while at < len(lines):
        end = at
        if _RULE.fullmatch(lines[at]):
            while end < len(lines) and _DRAWN.match(lines[end]):
                end += 1
        if end - at >= _LEAST_LINES and _RULE.fullmatch(lines[end - 1]):
            found[at] = end
        at = max(end, at + 1)
    return found


def read_grid(lines: Sequence[str], first: int, table: int, page: int | None) -> Table | None:
    """Return the table that `lines` draw, None when its rules do not close.

    Args:
        lines: its lines, from the first rule to the last one.
        first: the number of its first line in the file, from 1.
        table: its number in the file.
        page: its page.
    """
    boxes = _Tracer(lines).boxes()
    if len(boxes) < 2:
        return None
    tops = sorted({box.top for box in boxes} | {box.bottom for box in boxes})
    lefts = sorted({box.left for box in boxes} | {box.right for box in boxes})
    rows: dict[int, list[Cell]] = {}
    for box in sorted(boxes, key=lambda box: (box.top, box.left)):
        row, column = tops.index(box.top) + 1, lefts.index(box.left) + 1
        where = Position(page, table, row, column, (first + box.top + 1, first + box.bottom - 1))
        cell = Cell(_words(lines, box), where, tops.index(box.bottom) + 1 - row, lefts.index(box.right) + 1 - column)
        rows.setdefault(row, []).append(cell)
    return Table(
        tuple(tuple(cells) for cells in rows.values()),
        Position(page, table, lines=(first, first + len(lines) - 1)),
    )


def _words(lines: Sequence[str], box: _Box) -> str:
    inside = (plain(lines[y][box.left + 1 : box.right].replace("\\|", "|")) for y in range(box.top + 1, box.bottom))
    return "\n".join(inside).strip("\n")


class _Tracer:
    """Follows the rules of a drawing from corner to corner."""

    def __init__(self, lines: Sequence[str]) -> None:
        width = max(len(line) for line in lines)
        self._lines = [line.ljust(width) for line in lines]
        self._steps = 0

    def boxes(self) -> list[_Box]:
        """Return the cells, from the corners at their top left; none when the drawing is too intricate."""
        found = [
            box
            for top, line in enumerate(self._lines)
            for left, letter in enumerate(line)
            if letter == "+" and (box := self._box(top, left))
        ]
        return found if self._steps < _MAX_STEPS else []

    def _box(self, top: int, left: int) -> _Box | None:
        for right in self._corners_right(top, left):
            for bottom in self._corners_down(top, right):
                if self._closes(bottom, left, right) and self._rises(left, top, bottom):
                    return _Box(top, left, bottom, right)
        return None

    def _corners_right(self, top: int, left: int) -> Iterator[int]:
        line = self._lines[top]
        for at in range(left + 1, len(line)):
            self._steps += 1
            if line[at] == "+":
                yield at
            elif line[at] not in "-=:" or self._steps > _MAX_STEPS:
                return

    def _corners_down(self, top: int, right: int) -> Iterator[int]:
        for at in range(top + 1, len(self._lines)):
            self._steps += 1
            letter = self._lines[at][right]
            if letter == "+":
                yield at
            elif letter != "|" or self._steps > _MAX_STEPS:
                return

    def _closes(self, bottom: int, left: int, right: int) -> bool:
        self._steps += right - left
        return self._lines[bottom][left] == "+" and set(self._lines[bottom][left:right]) <= set("+-=:")

    def _rises(self, left: int, top: int, bottom: int) -> bool:
        self._steps += bottom - top
        return all(self._lines[at][left] in "+|" for at in range(top, bottom))
