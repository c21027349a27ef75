"""Tables of a page: found by the rules drawn around their cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.documents.pdf_page import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SNAP: Final = 2.5  # points; rules closer than that are one
_REACH: Final = 4.0  # points; rules that end that close meet
_LEAST_SIZE: Final = 4.0  # points; a narrower strip between rules is no row or column
_MAX_COLUMNS: Final = 63  # of Word; finer is graph paper
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell of a ruled table: its first row and column from 1, its extent, its box."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table between rules: its cells in reading order, its box, and which cell each square of its grid belongs to."""

    cells: tuple[RuledCell, ...]
    box: Box
    _xs: tuple[float, ...] = field(repr=False)
    _ys: tuple[float, ...] = field(repr=False)
    _owner: dict[tuple[int, int], int] = field(repr=False)

    def cell_at(self, x: float, y: float) -> int | None:
        """Return the index of the cell that the point stands in, None outside the table."""
        return self._owner.get((bisect_right(self._ys, y) - 1, bisect_right(self._xs, x) - 1))


def ruled_tables(rules: Iterable[Rule]) -> list[RuledTable]:
    """Return the tables that `rules` draw, from top to bottom; a table has two cells at least."""
    tables = (_table(group) for group in _touching(_merged(rules)))
    return sorted((table for table in tables if table), key=lambda table: (table.box[1], table.box[0]))


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Return the rules with those that lie on one line and meet made one."""
    merged: list[Rule] = []
    for rule in sorted(_snapped(rules), key=lambda rule: (rule.is_vertical, rule.at, rule.start)):
        last = merged[-1] if merged else None
        if last and (last.is_vertical, last.at) == (rule.is_vertical, rule.at) and rule.start <= last.end + _REACH:
            merged[-1] = Rule(rule.is_vertical, rule.at, last.start, max(last.end, rule.end))
        else:
            merged.append(rule)
    return merged


def _snapped(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Give the rules moved onto common lines."""
    by_direction: dict[bool, list[Rule]] = {True: [], False: []}
    for rule in rules:
        by_direction[rule.is_vertical].append(rule)
    for is_vertical, found in by_direction.items():
        at = first = float("-inf")
        for rule in sorted(found, key=lambda rule: rule.at):
            if rule.at - first > _SNAP:
                at = first = rule.at
            yield Rule(is_vertical, at, rule.start, rule.end)


def _touching(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Give the rules in groups that cross or meet each other."""
    verticals = [rule for rule in rules if rule.is_vertical]
    levels = sorted((rule for rule in rules if not rule.is_vertical), key=lambda rule: rule.at)
    heights = [rule.at for rule in levels]
    groups = _Groups(len(verticals) + len(levels))
    for index, rule in enumerate(verticals):
        for at in range(bisect_left(heights, rule.start - _REACH), bisect_right(heights, rule.end + _REACH)):
            if levels[at].start - _REACH <= rule.at <= levels[at].end + _REACH:
                groups.join(index, len(verticals) + at)
    members: dict[int, list[Rule]] = {}
    for index, rule in enumerate([*verticals, *levels]):
        members.setdefault(groups.find(index), []).append(rule)
    yield from members.values()


class _Groups:
    """Disjoint sets of the numbers below `size`."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, item: int) -> int:
        """Return the representative of an item's set."""
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, one: int, other: int) -> None:
        """Make the sets of two items one; its representative is its least item."""
        one, other = self.find(one), self.find(other)
        self._parent[max(one, other)] = min(one, other)


def _lines(rules: Iterable[Rule], *, vertical: bool) -> list[float]:
    """Return where the grid's lines are, strips too narrow for words left out."""
    found: list[float] = []
    for at in sorted({rule.at for rule in rules if rule.is_vertical == vertical}):
        if not found or at - found[-1] >= _LEAST_SIZE:
            found.append(at)
    return found


def _table(rules: Sequence[Rule]) -> RuledTable | None:
    xs, ys = _lines(rules, vertical=True), _lines(rules, vertical=False)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or not 1 <= columns <= _MAX_COLUMNS or rows * columns < 2:
        return None
    groups = _Groups(rows * columns)
    borders = _Borders(rules)
    for row in range(rows):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(columns):
            if column and not borders.between(vertical=True, at=xs[column], along=middle):
                groups.join(row * columns + column - 1, row * columns + column)
            if row and not borders.between(vertical=False, at=ys[row], along=(xs[column] + xs[column + 1]) / 2):
                groups.join((row - 1) * columns + column, row * columns + column)
    squares: dict[int, list[tuple[int, int]]] = {}
    for square in range(rows * columns):
        squares.setdefault(groups.find(square), []).append(divmod(square, columns))
    if len(squares) < 2:
        return None
    cells = tuple(_cell(found, xs, ys) for found in squares.values())
    owner = {place: index for index, found in enumerate(squares.values()) for place in found}
    return RuledTable(cells, (xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), tuple(ys), owner)


def _cell(squares: Sequence[tuple[int, int]], xs: Sequence[float], ys: Sequence[float]) -> RuledCell:
    top, bottom = min(row for row, _ in squares), max(row for row, _ in squares) + 1
    left, right = min(column for _, column in squares), max(column for _, column in squares) + 1
    return RuledCell(top + 1, left + 1, bottom - top, right - left, (xs[left], ys[top], xs[right], ys[bottom]))


class _Borders:
    """Where rules run, to ask whether one stands between two squares of the grid."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_direction: dict[bool, list[Rule]] = {True: [], False: []}
        for rule in sorted(rules, key=lambda rule: rule.at):
            self._by_direction[rule.is_vertical].append(rule)
        self._places = {vertical: [rule.at for rule in found] for vertical, found in self._by_direction.items()}

    def between(self, *, vertical: bool, at: float, along: float) -> bool:
        """Tell whether a rule at `at` covers the point `along` it."""
        places = self._places[vertical]
        near = range(bisect_left(places, at - _SNAP), bisect_right(places, at + _LEAST_SIZE))
        return any(
            rule.start - _SNAP <= along <= rule.end + _SNAP
            for rule in (self._by_direction[vertical][index] for index in near)
        )
