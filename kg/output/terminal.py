"""Writers for people at a terminal: a coloured table as wide as the window, or plain columns when piped."""

from __future__ import annotations

from decimal import Decimal
from io import StringIO

from kg.output.tables import Cell, TableData
from kg.output.text import readable


def write_terminal(table: TableData, width: int) -> str:
    """Return the table for reading, drawn for a terminal of `width` columns, without what only takes room."""
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415  # as below
    from rich.console import Console  # noqa: PLC0415  # rich is needed for terminals alone, and slow to import
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    shown = table.for_little_room()
    drawn = Table(title=shown.title or None, title_justify="left", row_styles=("", "dim"), box=SIMPLE_HEAD)
    for index, column in enumerate(shown.columns):
        numeric = bool(shown.rows) and all(_numeric(row[index]) for row in shown.rows)
        drawn.add_column(Text(column.title), justify="right" if numeric else "left", overflow="fold")
    for row in shown.rows:
        drawn.add_row(*(Text(readable(value)) for value in row))
    out = StringIO()
    console = Console(file=out, force_terminal=True, width=width)
    console.print(drawn)
    for note in shown.notes:
        console.print(Text(note))
    return out.getvalue()


def write_plain(table: TableData) -> str:
    """Return the table for reading as columns padded with spaces: one line a row, nothing wrapped or cut."""
    shown = table.for_reading()
    lines = [[column.title for column in shown.columns], *([_one_line(value) for value in row] for row in shown.rows)]
    widths = [max(len(line[index]) for line in lines) for index in range(len(shown.columns))]
    padded = ["  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) for line in lines]
    return "".join(f"{line.rstrip()}\n" for line in padded)


def _numeric(value: Cell) -> bool:
    return value is None or (isinstance(value, int | float | Decimal) and not isinstance(value, bool))


def _one_line(value: Cell) -> str:
    return " ".join(readable(value).split())
