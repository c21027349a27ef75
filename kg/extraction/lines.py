"""The blocks of a document as one list of printed lines: a line of text and a row of a table alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.documents.model import Document, Line, Position, Table
from kg.extraction.ordinals import form_of, roman_of
from kg.extraction.tables import TableRow, only_lays_out, unfold


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of text, or one row of a table.

    Attributes:
        cells: its cells without markup, white space at the ends removed; one cell when nothing separates any.
        raw_cells: the cells as printed, markup included.
        position: page, and lines or row.
        emphasis: the print says bold or heading.
        indent: leading white-space characters of a line of text.
        places: of a table's row, the place of each cell.
        from_above: of a table's row, the column and words of each cell that reaches down into it.
        doubtful: its words that were recognised from a picture with little confidence.
    """

    cells: tuple[str, ...]
    raw_cells: tuple[str, ...]
    position: Position
    emphasis: bool = False
    indent: int = 0
    places: tuple[Position, ...] = ()
    from_above: tuple[tuple[int, str], ...] = ()
    doubtful: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The whole line, its cells set apart by a space."""
        return " ".join(cell for cell in self.cells if cell)

    @property
    def is_split(self) -> bool:
        """Whether the format itself sets cells apart in it."""
        return len(self.cells) > 1


def printed_lines(document: Document) -> list[PrintedLine]:
    """Return the lines and table rows of a document in reading order."""
    found: list[PrintedLine] = []
    for block in document.blocks:
        if isinstance(block, Table):
            found.extend(_table_lines(block))
        else:
            found.append(_text_line(block))
    return [line for line in found if any(line.cells)]


def _text_line(line: Line) -> PrintedLine:
    raw = tuple(line.text.split("\t")) if len(line.cells) > 1 and "\t" in line.text else line.cells
    return PrintedLine(
        cells=line.cells,
        raw_cells=raw if len(raw) == len(line.cells) else line.cells,
        position=Position(page=line.page, lines=(line.number, line.number)),
        emphasis=line.emphasis,
        indent=line.indent,
    )


def _table_lines(table: Table) -> Iterator[PrintedLine]:
    """Give the rows of a table; of one that only sets words side by side, the lines of its cells."""
    rows = unfold(table)
    if not only_lays_out(rows):
        yield from (_table_line(row) for row in rows)
        return
    for row in rows:
        for text, place in zip(row.texts, row.places, strict=True):
            yield from (PrintedLine((line,), (line,), place) for line in text.split("\n"))


def _table_line(row: TableRow) -> PrintedLine:
    """Return a row of a table; one whose only words begin it, and are no number, is a line of its own: a heading."""
    first, *others = row.texts
    if first and not any(others) and not row.from_above and form_of(first) is None and roman_of(first) is None:
        return PrintedLine((first,), (first,), row.places[0], emphasis=True)
    return PrintedLine(row.texts, row.texts, row.places[0], False, 0, row.places, row.from_above, row.doubtful)


def extent(lines: list[Position]) -> Position:
    """Return one position that spans all of `lines`: first page, first and last line."""
    if not lines:
        return Position()
    numbers = [number for position in lines if position.lines for number in position.lines]
    first = lines[0]
    return Position(
        page=first.page,
        table=first.table,
        row=first.row,
        lines=(min(numbers), max(numbers)) if numbers else None,
    )
