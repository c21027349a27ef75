"""A report for people and for machines: `render(report, format, lang)` gives text in one of `FORMATS`."""

from __future__ import annotations

from typing import Final

from kg.errors import UsageError
from kg.validation.model import Report
from kg.validation.render.data import as_json, as_turtle
from kg.validation.render.html import as_html
from kg.validation.render.junit import as_junit
from kg.validation.render.sarif import as_sarif
from kg.validation.render.table import as_table

_WRITERS: Final = {
    "table": as_table,
    "json": as_json,
    "turtle": as_turtle,
    "html": as_html,
    "junit": as_junit,
    "sarif": as_sarif,
}
FORMATS: Final = tuple(_WRITERS)


def render(report: Report, format: str = "table", lang: str = "vi") -> str:  # noqa: A002 - the name of the user's option
    """Return `report` as text.

    Args:
        report: what was found.
        format: one of `FORMATS`: for a terminal (plain, 120 columns; `as_table` takes width and colour), for programs,
            as `sh:ValidationReport`, for a browser (self-contained), for CI (JUnit XML, SARIF 2.1.0).
        lang: "vi" or "en", for messages and headings; JSON and Turtle carry both.

    Raises:
        UsageError: the format is unknown.
    """
    if format not in _WRITERS:
        raise UsageError(f"There is no report format {format!r}.", hint=f"Use one of {', '.join(FORMATS)}.")
    return _WRITERS[format](report, lang)
