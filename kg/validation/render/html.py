"""The report for a browser: one file, no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from kg.validation.model import Report, Waiver
from kg.validation.render.words import by_rule, checked, place, summary
from kg.validation.words import about_waiver, words


def as_html(report: Report, lang: str = "vi") -> str:
    """Return the report as one HTML page in `lang`."""
    environment = Environment(
        loader=PackageLoader("kg.validation.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"place": place, "checked": checked, "marked": _marked, "waived": _waived}
    page = environment.get_template("report.html")
    groups = list(by_rule(report))
    return page.render(report=report, groups=groups, lang=lang, words=words(lang), summary=summary(report, lang))


def _waived(waiver: Waiver, lang: str) -> str:
    return about_waiver("waived", waiver).in_(lang)


def _marked(cell: str, marks: Sequence[str]) -> Markup:
    """Return a cell's words with the offending ones marked, where they stand in it letter by letter; longest first."""
    found = next((mark for mark in marks if mark and mark in cell), None)
    if found is None:
        return escape(cell)
    before, _, after = cell.partition(found)
    return Markup("{}<mark>{}</mark>{}").format(before, found, _marked(after, marks))
