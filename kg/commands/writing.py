"""What commands write: tables and bytes, to standard output or to a file."""

# ruff: noqa: PLC0415  # `chitieu --help` must not wait for the formats

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.output.tables import TableData


def write_table(table: TableData, format_name: str, output: Path | None) -> None:
    """Write a table in one of the formats of `kg.output`; on a terminal, its IRIs short and its width fitted."""
    from kg.output.formats import render

    terminal = output is None and sys.stdout.isatty()
    if format_name == "table" and terminal:
        write(render(table.for_reading(), format_name, width=width()), None)
        return
    write(render(table, format_name), output)
    if format_name in {"csv", "tsv"}:
        for note in table.notes:
            typer.echo(note, err=True)


def write(content: bytes, output: Path | None) -> None:
    """Write to the file, or to standard output; a workbook never to a terminal."""
    if output is not None:
        try:
            output.write_bytes(content)
        except OSError as error:
            raise UsageError(f"{output} cannot be written: {error.strerror}.", hint="Choose another file.") from error
        return
    if content.startswith(b"PK") and sys.stdout.isatty():
        raise UsageError("A workbook cannot be shown on a terminal.", hint="Add --output FILE.xlsx.")
    sys.stdout.buffer.write(
        content if not content or content.endswith(b"\n") or content.startswith(b"PK") else content + b"\n"
    )
    sys.stdout.buffer.flush()


def width() -> int:
    """Return how many characters a line of the terminal has."""
    return shutil.get_terminal_size((120, 40)).columns
