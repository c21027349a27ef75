"""Writers of text for programs: CSV, TSV, JSON; and Markdown for documents.

CSV is RFC 4180 (CRLF, a header of stable column names, quotes doubled). TSV is `text/tab-separated-values`, which has
no quotes: tabs, line breaks and backslashes inside a cell are written as backslash escapes. Values stand as they are: a
spreadsheet may take a text that begins with "=" for a formula, so give people `.xlsx`, where it cannot.
"""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from io import StringIO
from typing import Final

from kg.output.tables import Cell, Iri, TableData

_TSV: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_MARKDOWN: Final = str.maketrans(
    {"|": "\\|", "\\": "\\\\", "\n": "<br>", "\r": None, "<": "&lt;", "*": "\\*", "_": "\\_"}
)


def plain(value: Cell) -> str:
    """Return a cell as text: nothing as "", booleans as in XSD, numbers without exponent or trailing zeros."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def readable(value: Cell) -> str:
    """Return a cell as text for people: an IRI as its CURIE."""
    return value.curie if isinstance(value, Iri) else plain(value)


def write_csv(table: TableData) -> str:
    """Return the table as CSV (RFC 4180)."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([plain(value) for value in row] for row in table.rows)
    return out.getvalue()


def write_tsv(table: TableData) -> str:
    """Return the table as tab-separated values."""
    lines = [[column.name for column in table.columns], *([plain(value) for value in row] for row in table.rows)]
    return "".join("\t".join(text.translate(_TSV) for text in line) + "\n" for line in lines)


def write_json(table: TableData) -> str:
    """Return the table as one JSON object: title, columns, rows as objects by column name, notes, truncated."""
    names = [column.name for column in table.columns]
    content = {
        "title": table.title,
        "columns": [{"name": column.name, "title": column.title} for column in table.columns],
        "rows": [dict(zip(names, map(_json_value, row), strict=True)) for row in table.rows],
        "notes": list(table.notes),
        "truncated": table.truncated,
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def write_markdown(table: TableData) -> str:
    """Return the table for reading as Markdown (the table extension of GitHub)."""
    shown = table.for_reading()
    lines = [[column.title for column in shown.columns], *([readable(value) for value in row] for row in shown.rows)]
    written = ["| " + " | ".join(text.translate(_MARKDOWN) for text in line) + " |\n" for line in lines]
    rule = "|" + " --- |" * len(shown.columns) + "\n"
    notes = "".join(f"\n{note}\n" for note in shown.notes)
    return written[0] + rule + "".join(written[1:]) + notes


def _json_value(value: Cell) -> str | int | float | bool | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
