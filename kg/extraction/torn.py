"""Text taken from a page in the order of its blocks: torn heads put together, cells away from their rows made known.

`pdftotext` without options writes blocks, not rows. Where cells stand higher or lower than their neighbours, some heads
come after the rows, and with them the first or the last cells of their columns. What can be told is put back; on such
a page no empty cell is taken as empty: its rows are flagged.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby
from typing import Final

from kg.documents.model import Skipped
from kg.extraction.columns import AGENCY_COLUMNS, REPEATABLE, Column, read_heads, readings
from kg.extraction.lines import PrintedLine
from kg.extraction.looks import look
from kg.extraction.model import STRAY_TORN, Flag, FlagCode, Row
from kg.extraction.ordinals import form_of, number_of, roman_of
from kg.extraction.pieces import Item, Piece, RawRow

_MOST_LINES: Final = 4  # that a head is wrapped over
_MOST_HEADS: Final = 20  # of one table
_NONE: Final = -1  # the number of a row that prints none
_LEAST_HEAD: Final = 5  # letters; "TT" may be a cell
_MOST_ODD: Final = 0.3  # of the rows may have a label that looks like another cell
_MOST_FIRST: Final = 6  # lines of first cells that follow torn-off heads: section, title, ordinal
_WHY_ROLE: Final = "cells of this page stand away from their rows, and an agency column is empty here"
_WHY_SCRAMBLED: Final = "many labels of this table are none: its cells are not printed in the order of its rows"
_WHY_CELL: Final = "cells of this page stand away from their rows, and may be missing or too many here"


@dataclass(slots=True)
class Mended:
    """The lines of a document with torn heads put together, and the pages on which cells stand away from their rows."""

    lines: list[PrintedLine] = field(default_factory=list)
    torn: set[int] = field(default_factory=set)
    strays: list[Skipped] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Run:
    """Heads one after the other, on lines `start` to `end` (exclusive) of a page, as printed."""

    start: int
    end: int
    heads: tuple[str, ...]

    @property
    def names(self) -> frozenset[str]:
        """All columns that its heads may mean."""
        return frozenset(column.name for head in self.heads for _, column in readings(head))

    @property
    def is_main(self) -> bool:
        """Whether a table begins here: with an ordinal and a label."""
        return {"ordinal", "label"} <= self.names


def mended(lines: Sequence[PrintedLine]) -> Mended:
    """Return the lines with each page's torn heads at the place where its table begins."""
    found = Mended()
    for page, group in groupby(lines, key=lambda line: line.position.page):
        on_page = list(group)
        runs = list(_runs(on_page)) if page is not None else []
        torn = list(_torn_heads(runs)) if len(runs) > 1 else []
        found.lines.extend(_Page(on_page, found.strays).mended(torn) if torn else on_page)
        if torn and page is not None:
            found.torn.add(page)
    return found


def _runs(lines: Sequence[PrintedLine]) -> Iterator[_Run]:
    at = 0
    while at < len(lines):
        start = at
        heads: list[str] = []
        while at < len(lines) and (count := _head_lines(lines, at)):
            head = _text(lines[at : at + count])
            if heads and _is_ordinal(head) and not _assigns(heads):
                break  # what stands above is a title that reads like a head
            heads.append(head)
            at += count
        is_cell = len(heads) == 1 and len(lines[start].text) < _LEAST_HEAD
        if heads and not is_cell:
            yield _Run(start, at, tuple(heads))
        at = max(at, start + 1)


def _is_ordinal(head: str) -> bool:
    return any(column.name == "ordinal" for _, column in readings(head))


def _assigns(heads: Iterable[str]) -> bool:
    return any(column.is_agency for head in heads for _, column in readings(head))


def _head_lines(lines: Sequence[PrintedLine], at: int) -> int:
    """Return over how many lines, one below the other, a head stands; 0 when none begins there."""
    most = 0
    for count in range(1, _MOST_LINES + 1):
        found = lines[at : at + count]
        if len(found) < count or found[-1].is_split or (count > 1 and not _is_below(*found[-2:])):
            break
        if found[-1].text.endswith(":"):  # opens a text
            break
        if readings(_text(found)):
            most = count
    return most


def _is_below(above: PrintedLine, line: PrintedLine) -> bool:
    before, after = above.position.lines, line.position.lines
    return bool(before and after and after[0] == before[1] + 1)


def _text(lines: Iterable[PrintedLine]) -> str:
    return " ".join(line.text for line in lines)


def _torn_heads(runs: Sequence[_Run]) -> Iterator[tuple[_Run, list[_Run]]]:
    """Give the beginnings of tables with the runs of heads that are torn off them: together they make one head.

    A run belongs to the table that begins before it, or else to the next one, if it has agencies and more.
    """
    mains = [run for run in runs if run.is_main]
    heads = [main.heads for main in mains]
    owned: list[list[_Run]] = [[] for _ in mains]
    for run in runs:
        if run.is_main or (len(run.heads) == 1 and run.names <= REPEATABLE):
            continue
        above = sum(main.start < run.start for main in mains)
        begins_table = len(run.heads) > 1 and run.names & AGENCY_COLUMNS
        for at in [*([above - 1] if above else []), *([above] if begins_table else [])]:
            fits = at < len(mains) and len(heads[at]) + len(run.heads) <= _MOST_HEADS
            if fits and _make_a_head((*heads[at], *run.heads)):
                heads[at] += run.heads
                owned[at].append(run)
                break
    return ((main, others) for main, others in zip(mains, owned, strict=True) if others)


@lru_cache(maxsize=1024)
def _make_a_head(heads: tuple[str, ...]) -> bool:
    return read_heads(heads) is not None


class _Page:
    """Puts the lines of one page in their order."""

    def __init__(self, lines: Sequence[PrintedLine], strays: list[Skipped]) -> None:
        self._lines = lines
        self._strays = strays
        self._gone: set[int] = set()

    def mended(self, torn: Sequence[tuple[_Run, list[_Run]]]) -> list[PrintedLine]:
        """Return the lines with each table's heads together, and after them the first cells that went with them."""
        before: dict[int, list[PrintedLine]] = {}
        for main, others in torn:
            moved = [*range(main.start, main.end), *(at for run in others for at in range(run.start, run.end))]
            moved.extend(self._first_cells(main, others))
            before[min(moved)] = [self._lines[at] for at in moved]
            self._gone.update(moved)
        self._drop_last_cells([run for _, others in torn for run in others])
        found: list[PrintedLine] = []
        for at, line in enumerate(self._lines):
            found.extend(before.get(at, ()))
            if at not in self._gone:
                found.append(line)
        return found

    def _first_cells(self, main: _Run, others: Sequence[_Run]) -> list[int]:
        """Return the lines of section, title and ordinal that follow the heads, when the rows after that are above."""
        first = min(run.start for run in others)
        numbers = {number_of(line.text) for line in self._lines[first : main.start]}
        for at in range(main.end, min(main.end + _MOST_FIRST, len(self._lines))):
            number = number_of(self._lines[at].text)
            if number is not None:
                return list(range(main.end, at + 1)) if number + 1 in numbers else []
        return []

    def _drop_last_cells(self, runs: Sequence[_Run]) -> None:
        """Leave out what follows the head of a last column down to the end of the page, and is no row."""
        for run in runs:
            rest = range(run.end, len(self._lines))
            texts = [self._lines[at].text for at in rest]
            is_stack = len(run.heads) == 1 and not any(form_of(text) or roman_of(text) for text in texts)
            if is_stack and not self._gone.intersection(rest):
                self._strays.extend(Skipped(self._lines[at].text, STRAY_TORN, self._lines[at].position) for at in rest)
                self._gone.update(rest)


def without_stacks(items: Sequence[Item]) -> tuple[list[Item], list[Skipped], set[int]]:
    """Return the items without "rows" of nothing but names of bodies, those as strays, and the pages they stand on.

    They are cells of the rows above, written one after the other; only text of pages has them.
    """
    kept: list[Item] = []
    strays: list[Skipped] = []
    pages: set[int] = set()
    for item in items:
        page = item.position.page
        if page is None or not isinstance(item, RawRow) or not _is_stack(item):
            kept.append(item)
            pages.update(_rest_pages(item) if isinstance(item, RawRow) else ())
            continue
        pages.add(page)
        pieces = [piece for cell in item.cells.values() for piece in cell]
        strays.extend(Skipped(piece.text, STRAY_TORN, piece.position) for piece in pieces)
    return kept, strays, pages


def numbered(items: Sequence[Item], strays: Sequence[Skipped], ordinal: int | None) -> list[Skipped]:
    """Give rows the ordinals that stand away from them; return the other strays.

    It is the row below the one numbered one less, if it has none and the next one's is greater; a flag says so.

    Args:
        items: the rows of a table, in print order; those found are changed.
        strays: what fits no column.
        ordinal: the index of the column of ordinals, None without one.
    """
    if ordinal is None:
        return list(strays)
    rows = [item for item in items if isinstance(item, RawRow)]
    numbers = [number_of(row.lines(ordinal)[0]) if row.lines(ordinal) else _NONE for row in rows]
    left: list[Skipped] = []
    for stray in strays:
        number = number_of(stray.text)
        at = _place_of(number, numbers) if number is not None else None
        if at is None:
            left.append(stray)
            continue
        numbers[at] = number
        rows[at].cells[ordinal] = [Piece(stray.text, stray.text, rows[at].position)]
        why = f"{stray.text!r} stands away from its row, between those next to it"
        rows[at].flags.append(Flag(FlagCode.REJOINED, why))
    return left


def _place_of(number: int, numbers: Sequence[int | None]) -> int | None:
    """Return the index of the row without a number where the row with this number must stand; None without one."""
    for at in range(1, len(numbers)):
        if numbers[at] == _NONE and numbers[at - 1] == number - 1:
            below = next((n for n in itertools.islice(numbers, at + 1, None) if n not in (None, _NONE)), None)
            if below is None or below > number:
                return at
    return None


def _rest_pages(row: RawRow) -> set[int]:
    """Return the further pages that a row goes on over: what begins a page may be of the next row."""
    pages = {piece.position.page for cell in row.cells.values() for piece in cell}
    return {page for page in pages if page is not None and page != row.position.page}


def _is_stack(row: RawRow) -> bool:
    looks = [look(piece.text) for cell in row.cells.values() for piece in cell]
    return len(looks) > 1 and all(piece.is_name and not piece.has_clause for piece in looks)


def doubted(rows: Sequence[Row], columns: Sequence[Column], torn: set[int]) -> list[Row]:
    """Return the rows, on torn pages those flagged that have an empty column, for its cell may stand elsewhere.

    The last row of such a page may have cells of the rows above it. Where many a label is none, no row is certain.
    """
    if _is_scrambled(rows):
        return [replace(row, flags=(*row.flags, Flag(FlagCode.ROLE_UNCERTAIN, _WHY_SCRAMBLED))) for row in rows]
    pages = [*(row.location.page for row in rows), None]
    return [
        _doubted(row, columns, is_last=pages[at + 1] != pages[at]) if pages[at] in torn else row
        for at, row in enumerate(rows)
    ]


def _is_scrambled(rows: Sequence[Row]) -> bool:
    """Tell whether many a label is a target, the name of a body, or a single word."""
    looks = [look(row.label) for row in rows if row.ordinal is None]
    odd = sum(one.is_target or one.is_lower or (one.is_name and not one.has_clause) for one in looks)
    return odd > _MOST_ODD * len(rows)


def _doubted(row: Row, columns: Sequence[Column], *, is_last: bool) -> Row:
    empty = {column.name for column in columns} - {cell.column for cell in row.cells}
    if row.is_parent or not (empty or is_last):
        return row
    role = Flag(FlagCode.ROLE_UNCERTAIN, _WHY_ROLE) if empty & AGENCY_COLUMNS else None
    flag = role or Flag(FlagCode.OUT_OF_ORDER, _WHY_CELL)
    return replace(row, flags=(*row.flags, flag))
