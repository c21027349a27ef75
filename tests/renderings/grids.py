"""A plan's tables as grids of boxes, the common ground of all writers: what spans what is said here once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.renderings.plans import Group, Plan, PlanTable


@dataclass(frozen=True)
class Box:
    """A cell: its words (lines apart), the rows and columns it reaches over, whether a head or group row has it."""

    text: str
    down: int = 1
    across: int = 1
    is_head: bool = False
    is_group: bool = False


Row = tuple[Box | None, ...]  # None = reached by a box from the left or from above


@dataclass(frozen=True)
class Grid:
    """One table: the heading above it, its rows, how many of them are its head, its columns by meaning."""

    heading: str | None
    rows: tuple[Row, ...]
    heads: int
    columns: tuple[str, ...]


def grids(plan: Plan, *, wide_groups: bool) -> tuple[Grid, ...]:
    """Return the tables of a plan; group rows over the whole width, or label and title in cells of their own."""
    return tuple(_grid(table, wide_groups=wide_groups) for table in plan.tables)


Words = Sequence[str | Box | None]  # the cells of a row of the body before their spans are known


def _grid(table: PlanTable, *, wide_groups: bool) -> Grid:
    width = len(table.columns)
    body = [_group(row, width, wide=wide_groups) if isinstance(row, Group) else row for row in table.rows]
    head = _head_boxes(table.head_rows)
    return Grid(table.heading, (*head, *_body_boxes(body)), len(head), table.columns)


def _group(group: Group, width: int, *, wide: bool) -> Words:
    if wide:
        return Box(f"{group.label}. {group.title}", across=width, is_group=True), *(None,) * (width - 1)
    words = (group.label, group.title, *("",) * (width - 2))
    return tuple(Box(word, is_group=True) for word in words)


def _head_boxes(head: Sequence[Sequence[str | None]]) -> list[Row]:
    """Return the head with its spans: "" after a spanning head is spanned by it, None is reached from above."""
    found: list[Row] = []
    for at, cells in enumerate(head):
        row: list[Box | None] = []
        for column, text in enumerate(cells):
            if text is None or text == "":
                row.append(None)
                continue
            across = 1
            while at == 0 and column + across < len(cells) and cells[column + across] == "":
                across += 1
            down = 2 if at + 1 < len(head) and head[at + 1][column] is None else 1
            row.append(Box(text, down, across, is_head=True))
        found.append(tuple(row))
    return found


def _body_boxes(body: Sequence[Words]) -> list[Row]:
    found: list[Row] = []
    for at, cells in enumerate(body):
        row: list[Box | None] = []
        for column, cell in enumerate(cells):
            if isinstance(cell, Box) or cell is None:
                row.append(cell)
                continue
            down = 1
            while at + down < len(body) and body[at + down][column] is None and _is_row(body[at + down]):
                down += 1
            row.append(Box(cell, down))
        found.append(tuple(row))
    return found


def _is_row(cells: Words) -> bool:
    return not isinstance(cells[0], Box)


def repeated(grid: Grid) -> list[list[str]]:
    """Return the words of every cell of a grid, those of a merged cell in each cell that it covers."""
    covered: dict[tuple[int, int], str] = {}
    for at, row in enumerate(grid.rows):
        for column, box in enumerate(row):
            if box is not None:
                for down in range(box.down):
                    for across in range(box.across):
                        covered[at + down, column + across] = box.text
    width = len(grid.columns)
    return [[covered.get((at, column), "") for column in range(width)] for at in range(len(grid.rows))]
