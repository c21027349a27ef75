"""The printed source of a row: the lines of the file around it, with the words of its cells marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.store.sources import SourceCell, Sources

_AROUND: Final = 3
"""Lines shown before and after the row."""
_LONGEST: Final = 120
"""Most lines shown."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of a line: of the cell with number `cell` (from 1), or of none (0)."""

    text: str
    cell: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, numbered from 1."""

    number: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """Where a row is printed.

    Attributes:
        name: of the file.
        sha256: its hash.
        cells: of the row, in the order of print.
        chosen: number of the cell that the reader asked for, from 1; 0 = the whole row.
        lines: of the file, around the row; empty for a format without lines.
    """

    name: str
    sha256: str
    cells: tuple[SourceCell, ...]
    chosen: int
    lines: tuple[Line, ...]

    @property
    def place(self) -> dict[str, int]:
        """Where the row stands, as far as that is known: page, table, row of the table, line."""
        named = {"page": "page", "table": "table", "row": "row", "line": "first_line"}
        found = {key: [getattr(cell, name) for cell in self.cells] for key, name in named.items()}
        return {key: min(numbers) for key, all_ in found.items() if (numbers := [n for n in all_ if n])}


def printed(sources: Sources, row: str, role: str = "") -> Printed | None:
    """Return where a row (an IRI) is printed; None if there is no such row.

    Args:
        sources: of the snapshot.
        row: the assignment.
        role: of the cell that is to stand out ("lead"); the whole row if it has none.
    """
    found = sources.row_of(row)
    if found is None:
        return None
    name, text = sources.select("SELECT name, text FROM document WHERE sha256 = ?", found.sha256)[0]
    chosen = next((n for n, cell in enumerate(found.cells, start=1) if role and cell.role == role), 0)
    return Printed(name, found.sha256, found.cells, chosen, _around(str(text).split("\n"), found.cells))


def _around(text: Sequence[str], cells: Sequence[SourceCell]) -> tuple[Line, ...]:
    firsts = [cell.first_line for cell in cells if cell.first_line]
    lasts = [cell.last_line for cell in cells if cell.last_line]
    if not firsts or not lasts:
        return ()
    first, last = max(1, min(firsts) - _AROUND), min(len(text), max(lasts) + _AROUND, min(firsts) + _LONGEST)
    marks = _marks(text, cells)
    return tuple(Line(n, tuple(_pieces(text[n - 1], marks, n))) for n in range(first, last + 1))


Place = tuple[int, int]  # line, column
Span = tuple[Place, Place, int]


def _marks(text: Sequence[str], cells: Sequence[SourceCell]) -> list[Span]:
    """Return where each cell's words stand: after those of the cell before if they are there, else its whole lines."""
    marks: list[Span] = []
    for number, cell in enumerate(cells, start=1):
        marks.append((*_span(text, cell, marks[-1][1] if marks else (1, 0)), number))
    return marks


def _span(text: Sequence[str], cell: SourceCell, after: Place) -> tuple[Place, Place]:
    first, last = cell.first_line or 1, cell.last_line or 0
    lines = text[first - 1 : last]
    joined = "\n".join(lines)
    words = re.compile(r"\s+".join(map(re.escape, cell.text.split())), re.IGNORECASE)
    start = _offset(lines, after[0] - first, after[1]) if first <= after[0] <= last else 0
    match = words.search(joined, start) or words.search(joined)
    if not cell.text.strip() or match is None:
        return (first, 0), (last, len(lines[-1]) if lines else 0)
    return _place(joined, match.start(), first), _place(joined, match.end(), first)


def _offset(lines: Sequence[str], line: int, column: int) -> int:
    return sum(len(each) + 1 for each in lines[:line]) + column


def _place(joined: str, offset: int, first: int) -> Place:
    before = joined[:offset]
    return first + before.count("\n"), offset - (before.rfind("\n") + 1)


def _pieces(line: str, marks: Sequence[Span], number: int) -> Iterator[Piece]:
    """Part a line where marks begin and end. Where two overlap, the earlier one goes first."""
    done = 0
    for start, end, cell in sorted(marks):
        if not start[0] <= number <= end[0]:
            continue
        left = max(done, start[1] if start[0] == number else len(line) - len(line.lstrip()))
        right = end[1] if end[0] == number else len(line.rstrip())
        if right > left:
            yield from [Piece(line[done:left])] if left > done else []
            yield Piece(line[left:right], cell)
            done = right
    if done < len(line):
        yield Piece(line[done:])
