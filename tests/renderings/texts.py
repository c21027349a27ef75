"""Renderings in text: Markdown, pandoc's grid tables, cells joined by " | ", tabs, and a dump of Word's paragraphs."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Final

from tests.renderings.grids import Box, Grid, grids, repeated
from tests.renderings.plans import Plan

_WIDTHS: Final = {"ordinal": 6, "label": 34, "target": 18, "unit": 10, "note": 18, "deadline": 14}
_WIDTH: Final = 20


def _above(plan: Plan) -> list[str]:
    return list(plan.above)


def _one_line(text: str, line_break: str = " ") -> str:
    return line_break.join(text.split("\n"))


def markdown(plan: Plan) -> str:
    """Return a plan in Markdown: headings, pipe tables, group rows bold; merged cells repeated."""
    first, *others = _above(plan)
    lines = [f"# {first}", "", *(f"**{line}**\n" for line in others)]
    for grid in grids(plan, wide_groups=False):
        lines += [f"## {grid.heading}", ""] if grid.heading else []
        for number, (row, cells) in enumerate(zip(grid.rows, repeated(grid), strict=True)):
            mark = "**" if any(box is not None and box.is_group for box in row) else ""
            words = (_one_line(text, "<br>").replace("|", "\\|") for text in cells)
            lines.append("| " + " | ".join(f"{mark}{word}{mark}" if word else "" for word in words) + " |")
            if number == 0:
                lines.append("|" + "---|" * len(cells))
        lines.append("")
    return "\n".join(lines)


def joined(plan: Plan) -> str:
    """Return a plan with each row's cells joined by " | ", merged cells repeated, as scripts write it."""
    lines = _above(plan)
    for grid in grids(plan, wide_groups=True):
        lines += [grid.heading] if grid.heading else []
        lines += [" | ".join(_one_line(text) for text in cells) for cells in repeated(grid)]
    return "\n".join(lines)


def tabs(plan: Plan) -> str:
    """Return a plan as it is pasted from a word processor: cells set apart by tabs, merged cells printed once."""
    lines = [*_above(plan), ""]
    for grid in grids(plan, wide_groups=False):
        lines += [grid.heading] if grid.heading else []
        lines += ["\t".join(_one_line(box.text) if box else "" for box in row) for row in grid.rows]
    return "\n".join(lines)


def dump(plan: Plan) -> str:
    """Return a plan as a converter of Word files to text writes it: a paragraph a cell, also of an empty one."""
    lines = _above(plan)
    for grid in grids(plan, wide_groups=False):
        lines += [grid.heading] if grid.heading else []
        lines += [line for row in grid.rows for box in row for line in (box.text.split("\n") if box else [""])]
    return "\n\n".join(lines)


def pandoc_grid(plan: Plan) -> str:
    """Return a plan with pandoc's grid tables: cells over several lines, merged cells without the rules inside."""
    lines = [f"**{line}**\n" for line in _above(plan)]
    for number, grid in enumerate(grids(plan, wide_groups=number_is_odd(plan))):
        lines += ["", f"**{grid.heading}**", ""] if grid.heading else ["", ""][: 1 + (number > 0)]
        lines += _GridWriter(grid).lines()
    return "\n".join(lines)


def number_is_odd(plan: Plan) -> bool:
    """Tell whether group rows run over the whole width: in every second plan."""
    return len(plan.expected) % 2 == 1


class _GridWriter:
    """Draws one table: every cell's place on the drawing first, the rules between different cells after."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.widths = [_WIDTHS.get(column, _WIDTH) for column in grid.columns]
        self.owner = self._owners()
        self.heights = self._heights()

    def _owners(self) -> list[list[tuple[int, int]]]:
        found = [[(at, column) for column in range(len(row))] for at, row in enumerate(self.grid.rows)]
        for at, row in enumerate(self.grid.rows):
            for column, box in enumerate(row):
                for down in range(box.down if box else 0):
                    for across in range(box.across if box else 0):
                        found[at + down][column + across] = (at, column)
        return found

    def _wrapped(self, column: int, box: Box) -> list[str]:
        room = sum(self.widths[column : column + box.across]) + 3 * (box.across - 1)
        return [
            line
            for part in box.text.split("\n")
            for line in textwrap.wrap(part, room, break_on_hyphens=False, break_long_words=False)
        ]

    def _heights(self) -> list[int]:
        heights = [1] * len(self.grid.rows)
        for at, row in enumerate(self.grid.rows):
            for column, box in enumerate(row):
                if box is not None:
                    lines = len(self._wrapped(column, box))
                    missing = lines - sum(heights[at : at + box.down]) - (box.down - 1)
                    heights[at + box.down - 1] += max(0, missing)
        return heights

    def lines(self) -> list[str]:
        """Return the drawing."""
        canvas: list[list[str]] = []
        tops: list[int] = []
        width = sum(self.widths) + 3 * len(self.widths) + 1
        for height in self.heights:
            tops.append(len(canvas))
            canvas.extend([" "] * width for _ in range(height + 1))
        canvas.append([" "] * width)
        tops.append(len(canvas) - 1)
        lefts = [sum(self.widths[:i]) + 3 * i for i in range(len(self.widths) + 1)]
        for at, row in enumerate(self.grid.rows):
            for column, box in enumerate(row):
                if box is not None:
                    self._draw(canvas, (tops[at], lefts[column]), (tops[at + box.down], lefts[column + box.across]))
                    for n, words in enumerate(self._wrapped(column, box), tops[at] + 1):
                        canvas[n][lefts[column] + 2 : lefts[column] + 2 + len(words)] = list(words)
        rule = "".join(canvas[tops[self.grid.heads]])
        canvas[tops[self.grid.heads]] = list(rule.replace("-", "="))
        return ["".join(line).rstrip() for line in canvas]

    def _draw(self, canvas: list[list[str]], top_left: tuple[int, int], bottom_right: tuple[int, int]) -> None:
        (top, left), (bottom, right) = top_left, bottom_right
        for y in (top, bottom):
            for x in range(left, right + 1):
                canvas[y][x] = "+" if x in (left, right) or canvas[y][x] == "+" else "-"
        for y in range(top + 1, bottom):
            for x in (left, right):
                canvas[y][x] = canvas[y][x] if canvas[y][x] == "+" else "|"


WRITERS: Final[dict[str, Callable[[Plan], str]]] = {
    "md": markdown,
    "grid": pandoc_grid,
    "joined": joined,
    "tabs": tabs,
    "dump": dump,
}
