"""The formats of tables by name, and one call that writes any of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kg.errors import UsageError
from kg.output.tables import TableData
from kg.output.terminal import write_plain, write_terminal
from kg.output.text import write_csv, write_json, write_markdown, write_tsv
from kg.output.workbook import write_workbook

MEDIA_TYPES: Final[dict[str, str]] = {
    "table": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8; header=present",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "markdown": "text/markdown; charset=utf-8",
}
"""The formats of tables, each with its media type."""

_TEXTS: Final[dict[str, Callable[[TableData], str]]] = {
    "csv": write_csv,
    "tsv": write_tsv,
    "json": write_json,
    "markdown": write_markdown,
}


def render(table: TableData, format_name: str, *, width: int | None = None) -> bytes:
    """Return the table in a format of `MEDIA_TYPES`, as UTF-8 bytes (of a workbook: its bytes).

    Args:
        table: what to write.
        format_name: one of `MEDIA_TYPES`.
        width: for `table`, the width of the terminal that it is drawn for; None = plain columns, for a pipe or a file.

    Raises:
        UsageError: there is no such format.
    """
    if format_name == "xlsx":
        return write_workbook(table)
    if format_name == "table":
        return (write_plain(table) if width is None else write_terminal(table, width)).encode()
    if format_name not in _TEXTS:
        raise UsageError(f"{format_name!r} is no format of tables.", hint=f"There are: {', '.join(MEDIA_TYPES)}.")
    return _TEXTS[format_name](table).encode()
