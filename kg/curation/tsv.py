"""Read the tab-separated tables that people keep by hand."""

from __future__ import annotations

import csv
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
