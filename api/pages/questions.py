"""The list of canned questions, and the page of one: its form, its answer as a table with bars, its data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from api.pages.desk import Desk, desk_of
from api.pages.here import Here
from api.pages.site import Crumb, pages_of
from api.pages.words import messages
from kg.errors import ChitieuError
from kg.output.tables import Cell, Column, Iri, TableData
from kg.questions.ask import bound_query
from kg.questions.catalogue import questions
from kg.questions.model import BoundTerm, ParameterType, Question
from kg.views.model import Selection, Thing
from kg.vocabulary import ID

_LABEL: Final = "Label"
_CURIE: Final = "ctid:"
_SUGGESTED: Final = 200
_VIEWS: Final[Mapping[ParameterType, tuple[str, str, str]]] = {
    ParameterType.AGENCY: ("agencies", "agency", "agency"),
    ParameterType.AGENCY_GROUP: ("agencies", "agency", "group"),
    ParameterType.AGENCY_KIND: ("agency_kinds", "kind", "agency-kind"),
    ParameterType.DOCUMENT: ("documents", "document", "document"),
    ParameterType.INDICATOR: ("indicators", "item", "indicator"),
    ParameterType.PLACE: ("places", "place", "place"),
    ParameterType.PLAN: ("plans", "plan", "plan"),
}
"""For each type of parameter: the view with its values, their column there, and their kind for the search."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell of an answer: its value, where it leads, and for numbers its share of the column's largest, 0 to 100."""

    value: Cell
    path: str | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What may be given for a parameter: labels to choose from, and the kind of thing that a search looks for."""

    labels: tuple[str, ...]
    view: str
    kind: str


def questions_page(request: Request) -> Response:
    """Return the page that lists the questions."""
    return pages_of(request).render(request, "questions/list.html", questions=questions())


def question_page(
    request: Request,
    asked: Question,
    values: Mapping[str, str],
    *,
    table: TableData | None = None,
    terms: Mapping[str, BoundTerm] | None = None,
    snapshot: str = "",
    error: ChitieuError | None = None,
) -> Response:
    """Return the page of a question: its form filled with `values`, and the answer or what is wrong."""
    desk, here = desk_of(request), Here.of(request)
    columns, rows = ((), ()) if table is None else _shown(desk, table)
    known = {p.name: _suggestions(desk, p.type) for p in asked.parameters if p.type in _VIEWS}
    query = "" if terms is None else bound_query(asked, terms, here.language)
    return pages_of(request).render(
        request,
        "questions/question.html",
        status=200 if error is None else error.http_status,
        crumbs=[Crumb(messages(here.language)["room_questions"], here.to("/questions"))],
        question=asked,
        values={name: _named(desk, known.get(name), value) for name, value in values.items()},
        suggestions=known,
        table=table,
        columns=columns,
        rows=rows,
        query=query,
        snapshot=snapshot,
        error=error,
    )


def shown_term(term: BoundTerm) -> str:
    """Return a parameter's value as a form shows it: an IRI as its CURIE, a literal as its text."""
    return Iri(term.value).curie if isinstance(term, NamedNode) else term.value


def _suggestions(desk: Desk, kind: ParameterType) -> Suggestions:
    view, column, sort = _VIEWS[kind]
    rows = desk.select(view, Selection(limit=_SUGGESTED, facets=())).rows
    labels = [value.label.vi for row in rows if isinstance(value := row[column], Thing)]
    return Suggestions(tuple(label for label in dict.fromkeys(labels) if labels.count(label) == 1), view, sort)


def _named(desk: Desk, known: Suggestions | None, value: str) -> str:
    """Return a value as a field shows it: a thing by its name, if nothing else has the same."""
    if known is None or not value.startswith(_CURIE):
        return value
    row = desk.row(known.view, ID + value.removeprefix(_CURIE))
    names = [cell.label.vi for cell in row.values.values() if isinstance(cell, Thing)] if row else []
    return next((name for name in names if name in known.labels), value)


def _shown(desk: Desk, table: TableData) -> tuple[tuple[Column, ...], tuple[tuple[Shown, ...], ...]]:
    """Return the columns that people read and their cells; a name leads to the page of the thing that it names."""
    reading = table.for_reading()
    names = [column.name for column in table.columns]
    things = {column.name: _place(names, column.name) for column in reading.columns}
    most = [_largest(reading, n) for n in range(len(reading.columns))]
    rows = tuple(
        tuple(
            Shown(value, _path(desk, full[things[column.name]]), _share(value, most[n]))
            for n, (column, value) in enumerate(zip(reading.columns, row, strict=True))
        )
        for row, full in zip(reading.rows, table.rows, strict=True)
    )
    return reading.columns, rows


def _place(names: list[str], name: str) -> int:
    """Return where the things stand that a column names: in the column before "…Label", else in it."""
    thing = name.removesuffix(_LABEL)
    return names.index(thing if thing in names else name)


def _path(desk: Desk, value: Cell) -> str | None:
    return desk.path(value) if isinstance(value, Iri) else None


def _largest(table: TableData, n: int) -> int:
    """Return the largest number of a column of counts, 0 if it is none or all its numbers are the same."""
    counts = [row[n] for row in table.rows]
    numbers = [count for count in counts if isinstance(count, int) and not isinstance(count, bool)]
    is_counted = len(numbers) == len(counts) and len(set(numbers)) > 1 and min(numbers) >= 0
    return max(numbers) if is_counted and table.columns[n].name != "year" else 0


def _share(value: Cell, most: int) -> float | None:
    return round(100 * value / most, 1) if most and isinstance(value, int) else None
