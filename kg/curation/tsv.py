"""Read and write the tab-separated tables that people keep by hand."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import CurationError


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its cells by column name, and the line of the file, from 1."""

    cells: dict[str, str]
    line: int


def read_table(path: Path, columns: tuple[str, ...]) -> list[TableRow]:
    """Return the rows of a UTF-8 table with a head of column names, without empty lines and comments ("#").

    Args:
        path: the file.
        columns: the columns that the head must have; others may stand beside them.

    Raises:
        CurationError: the file cannot be read, a column is missing, or a row has another number of cells than the head.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CurationError(f"The table {path.name} cannot be read: {error}.") from error
    numbered = [(number, text) for number, text in enumerate(lines, 1) if text.strip() and not text.startswith("#")]
    parsed = csv.reader((text for _, text in numbered), delimiter="\t", quoting=csv.QUOTE_NONE)
    rows = [(number, cells) for (number, _), cells in zip(numbered, parsed, strict=True)]
    head = rows[0][1] if rows else []
    if missing := [column for column in columns if column not in head]:
        raise CurationError(f"The table {path.name} lacks the column(s) {', '.join(missing)} in its head.")
    for number, cells in rows[1:]:
        if len(cells) != len(head):
            raise CurationError(f"{path.name}, line {number}: {len(cells)} cells, expected {len(head)} as in the head.")
    return [TableRow(dict(zip(head, cells, strict=True)), number) for number, cells in rows[1:]]


def write_row(
    path: Path,
    columns: Sequence[str],
    cells: Mapping[str, str],
    key: Sequence[str],
    instead_of: Callable[[Mapping[str, str]], bool] = lambda _: False,
) -> None:
    """Put one row into a table, in place of the row of the same key; the rows are sorted by key, comments stay on top.

    Args:
        path: the file; made if it is not there.
        columns: the head of a new file; an existing one keeps its own.
        cells: by column name; tabs and line breaks become spaces.
        key: the columns that tell rows apart and sort them, the first before the others.
        instead_of: tells of a row whether the new one takes its place too.

    Raises:
        CurationError: the file is no such table, or cannot be written; it is then as it was.
    """
    comments: list[str] = []
    rows: list[dict[str, str]] = []
    if path.exists():
        comments = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
        rows = [row.cells for row in read_table(path, tuple(columns))]
        columns = list(rows[0]) if rows else columns
    clean = {column: " ".join(cells.get(column, "").split()) for column in columns}
    kept = [row for row in rows if _key(row, key) != _key(clean, key) and not instead_of(row)]
    table = sorted([*kept, clean], key=lambda row: _key(row, key))
    lines = [*comments, "\t".join(columns), *("\t".join(row[column] for column in columns) for row in table)]
    _replace(path, "\n".join(lines) + "\n")


def _key(row: Mapping[str, str], columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(row[column] for column in columns)


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8", newline="\n")
        os.replace(beside, path)  # noqa: PTH105  # the documented atomic call
    except OSError as error:
        raise CurationError(f"{path} cannot be written: {error.strerror}.", hint="Name another folder.") from error
