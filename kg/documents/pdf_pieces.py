"""Pages put together to a document's pieces: lines, tables, and what is left out of them.

A table stands between drawn rules, or else where words stand in columns (`kg.documents.pdf_columns`).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from kg.documents.assembly import Box, Grid, GridCell, Note, Paragraph, Piece
from kg.documents.model import DOUBTFUL
from kg.documents.pdf_columns import PlainTable, plain_tables
from kg.documents.pdf_layout import TextLine, lines_of, marks_line_ends, text_of, words_of
from kg.documents.pdf_page import Char, PrintedPage
from kg.documents.pdf_tables import RuledTable, ruled_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LEAST_REPEATS: Final = 3  # pages that a running head stands on
_MARGIN: Final = 0.12  # of the page's height
_PAGE_NUMBER: Final = re.compile(r"(?:trang\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*/\s*\d{1,4})?", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+")


def pieces_of(pages: Sequence[PrintedPage]) -> Iterator[Piece]:
    """Give the lines and tables of pages, and what is left out of them, in reading order."""
    laid_out = [_layout(page) for page in pages]
    repeated = _running_heads(laid_out)
    carried: PlainTable | None = None
    for number, (page, (lines, tables)) in enumerate(zip(pages, laid_out, strict=True), 1):
        if page.unread:
            yield Note(f"page {number}", page.unread, number)
        if page.across.strip():
            yield Note(page.across, "runs across the page (stamp or watermark)", number)
        items: list[tuple[float, Piece]] = [(table.box[1], _grid(table, cells, number)) for table, cells in tables]
        kept: list[TextLine] = []
        for line in lines:
            reason = _why_left_out(line, page, repeated)
            if reason:
                yield Note(line.text, reason, number)
            else:
                kept.append(line)
        plain = plain_tables(kept, carried)
        carried = plain[-1] if plain and plain[-1].end == len(kept) else None
        items.extend(_outside_tables(kept, plain, number))
        yield from (piece for _, piece in sorted(items, key=lambda item: item[0]))


Layout = tuple[list[TextLine], list[tuple[RuledTable, dict[int, list[TextLine]]]]]


def _layout(page: PrintedPage) -> Layout:
    """Return the lines outside the tables of a page, and its tables with the lines of each cell."""
    tables = ruled_tables(page.rules)
    outside: list[Char] = []
    inside: dict[tuple[int, int], list[Char]] = {}
    for char in page.chars:
        place = _place(char, tables)
        (outside if place is None else inside.setdefault(place, [])).append(char)
    cells: list[dict[int, list[TextLine]]] = [{} for _ in tables]
    for (table, cell), chars in inside.items():
        cells[table][cell] = lines_of(words_of(chars))
    return lines_of(words_of(outside)), [pair for pair in zip(tables, cells, strict=True) if pair[1]]


def _place(char: Char, tables: Sequence[RuledTable]) -> tuple[int, int] | None:
    """Return table and cell of a character, None outside all tables."""
    _, left, top, right, bottom, _ = char
    x, y = (left + right) / 2, (top + bottom) / 2
    for index, table in enumerate(tables):
        cell = table.cell_at(x, y)
        if cell is not None:
            return index, cell
    return None


def _grid(table: RuledTable, texts: dict[int, list[TextLine]], page: int) -> Grid:
    marked = marks_line_ends(texts.values())
    cells = (
        GridCell(
            text_of(texts.get(index, ()), line_ends_marked=marked),
            cell.row,
            cell.column,
            cell.row_span,
            cell.column_span,
            cell.box,
            confidence=_confidence(texts.get(index, ())),
            doubtful=_doubtful(texts.get(index, ())),
        )
        for index, cell in enumerate(table.cells)
    )
    return Grid(tuple(cells), page, table.box)


def _outside_tables(
    lines: Sequence[TextLine], tables: Sequence[PlainTable], page: int
) -> Iterator[tuple[float, Piece]]:
    """Give what stands outside ruled tables, with its height on the page: tables without rules, and lines."""
    at = 0
    for table in tables:
        for line in lines[at : table.start]:
            yield from _line_pieces(line, page)
        yield lines[table.start].box[1], _plain_grid(table, page)
        at = table.end
    for line in lines[at:]:
        yield from _line_pieces(line, page)


def _plain_grid(table: PlainTable, page: int) -> Grid:
    marked = marks_line_ends(cell.lines for cell in table.cells)
    return Grid(
        tuple(
            GridCell(
                text_of(cell.lines, line_ends_marked=marked),
                cell.row,
                cell.column,
                column_span=cell.column_span,
                box=_around(cell.lines),
                confidence=_confidence(cell.lines),
                doubtful=_doubtful(cell.lines),
            )
            for cell in table.cells
        ),
        page,
        _around([line for cell in table.cells for line in cell.lines]),
    )


def _confidence(lines: Sequence[TextLine]) -> float | None:
    """Return how sure the least sure of the words is, None where the file itself says them all."""
    least = min((word.confidence for line in lines for word in line.words), default=1.0)
    return None if least == 1.0 else least


def _doubtful(lines: Sequence[TextLine]) -> tuple[str, ...]:
    return tuple(word.text for line in lines for word in line.words if word.confidence < DOUBTFUL)


def _around(lines: Sequence[TextLine]) -> Box | None:
    """Return the box around lines, None for no lines."""
    boxes = [line.box for line in lines]
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _line_pieces(line: TextLine, page: int) -> Iterator[tuple[float, Piece]]:
    segments = line.segments()
    if len(segments) == 2:  # two columns side by side, as a letterhead has
        yield from ((line.box[1], Paragraph(segment.text, page=page)) for segment in segments)
    else:
        yield line.box[1], Paragraph(line.text, page=page, cells=tuple(segment.text for segment in segments))


def _why_left_out(line: TextLine, page: PrintedPage, repeated: frozenset[str]) -> str | None:
    """Return why a line in the margin of a page is no text of the document, None when it is."""
    if not _in_margin(line, page):
        return None
    if _PAGE_NUMBER.fullmatch(line.text):
        return "page number"
    return "running head or foot" if _key(line) in repeated else None


def _in_margin(line: TextLine, page: PrintedPage) -> bool:
    _, top, _, bottom = line.box
    return bottom < _MARGIN * page.height or top > (1 - _MARGIN) * page.height


def _running_heads(laid_out: Iterable[Layout]) -> frozenset[str]:
    """Return the lines that stand first or last on several pages, numbers apart."""
    counts: Counter[str] = Counter()
    for lines, _ in laid_out:
        counts.update({_key(line) for line in (*lines[:1], *lines[-1:])})
    return frozenset(key for key, count in counts.items() if count >= _LEAST_REPEATS)


def _key(line: TextLine) -> str:
    return _NUMBER.sub("0", line.text)
