"""The blocks of a document as one list of printed lines: a line of text and a row of a table alike."""

from __future__ import annotations

from dataclasses import dataclass

from kg.documents.model import Document, Line, Position, Table


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of text, or one row of a table.

    Attributes:
        cells: its cells without markup, white space at the ends removed; one cell when nothing separates any.
        raw_cells: the cells as printed, markup included.
        position: page, and lines or row.
        emphasis: the print says bold or heading.
        indent: leading white-space characters of a line of text.
    """

    cells: tuple[str, ...]
    raw_cells: tuple[str, ...]
    position: Position
    emphasis: bool = False
    indent: int = 0

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
            found.extend(_table_row(row_number, block) for row_number in range(len(block.rows)))
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


def _table_row(index: int, table: Table) -> PrintedLine:
    cells: list[str] = []
    for cell in table.rows[index]:
        cells.extend([cell.text, *[""] * (cell.column_span - 1)])
    position = table.rows[index][0].position if table.rows[index] else table.position
    return PrintedLine(tuple(cells), tuple(cells), position)


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
