"""Tables in text whose columns are set apart by runs of spaces, as `pdftotext -layout` writes them.

Every character counts as one wide, every line as one high; then the tables are found as those of a page without rules
(`pdf_columns.py`). Two spaces or more part two words; one space does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.documents.model import Cell, Position, Table
from kg.documents.pdf_columns import PlainTable, plain_tables
from kg.documents.pdf_layout import TextLine, Word, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_CHAR: Final = 10.0  # width of a character; the height of letters is as much
_LINE: Final = 12.0
_WORD: Final = re.compile(r"\S+")
_WIDE_GAP: Final = re.compile(r"\S {2,}\S")
_LEAST_LINES: Final = 4  # with a wide gap, or with tabs, which then set the cells apart

Found = tuple[int, int, Table]  # first line, line after the last (indexes), the table


@dataclass(frozen=True, slots=True)
class TextPage:
    """The lines of a page of text, its number, and how many lines of the file stand before it."""

    lines: Sequence[str]
    number: int | None
    start: int


def laid_out_tables(pages: Iterable[TextPage]) -> Iterator[Found]:
    """Give the tables of a text, page by page; a table may go on over pages."""
    count = 0
    carried: PlainTable | None = None
    for page in pages:
        numbers = [index for index, line in enumerate(page.lines) if line.strip()]
        wide = sum(bool(_WIDE_GAP.search(page.lines[index])) for index in numbers)
        tabbed = sum("\t" in page.lines[index] for index in numbers)
        is_laid_out = wide >= (1 if carried else _LEAST_LINES) and tabbed < _LEAST_LINES
        printed = [_text_line(page.lines[index], index) for index in numbers] if is_laid_out else []
        tables = plain_tables(printed, carried)
        carried = tables[-1] if tables and tables[-1].end >= len(numbers) - 1 else None
        for found in tables:
            count += 1
            first, last = (page.start + numbers[at] for at in (found.start, found.end - 1))
            yield first, last + 1, _table(found, page, (first + 1, last + 1), count)


def _text_line(line: str, index: int) -> TextLine:
    words = []
    for found in _WORD.finditer(line.expandtabs()):
        single = line[found.end() : found.end() + 1] == " " and line[found.end() + 1 : found.end() + 2].strip()
        right = found.end() + (1 if single else 0)
        top = index * _LINE
        words.append(Word(found[0], found.start() * _CHAR, top, right * _CHAR, top + _CHAR, spaced=True))
    return TextLine(tuple(words))


def _table(found: PlainTable, page: TextPage, extent: tuple[int, int], count: int) -> Table:
    rows: dict[int, list[Cell]] = {}
    for cell in found.cells:
        at = sorted(page.start + 1 + round(line.box[1] / _LINE) for line in cell.lines)
        where = Position(page.number, count, cell.row, cell.column, (at[0], at[-1]) if at else None)
        text = text_of(cell.lines, line_ends_marked=False)
        rows.setdefault(cell.row, []).append(Cell(text, where, 1, cell.column_span))
    return Table(tuple(tuple(cells) for cells in rows.values()), Position(page.number, count, lines=extent))
