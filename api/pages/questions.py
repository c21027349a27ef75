"""The list of canned questions, and the page of one: its form and its answer."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from api.pages.site import pages_of
from kg.errors import ChitieuError
from kg.output.tables import Iri, TableData
from kg.questions.catalogue import questions
from kg.questions.model import BoundTerm, Question


def questions_page(request: Request) -> Response:
    """Return the page that lists the questions."""
    return pages_of(request).render(request, "questions/list.html", questions=questions())


def question_page(
    request: Request,
    asked: Question,
    values: Mapping[str, str],
    *,
    table: TableData | None = None,
    snapshot: str = "",
    error: ChitieuError | None = None,
) -> Response:
    """Return the page of a question: its form filled with `values`, and the answer or what is wrong."""
    return pages_of(request).render(
        request,
        "questions/question.html",
        status=200 if error is None else error.http_status,
        question=asked,
        values=values,
        table=None if table is None else table.for_reading(),
        snapshot=snapshot,
        error=error,
    )


def shown_term(term: BoundTerm) -> str:
    """Return a parameter's value as a form shows it: an IRI as its CURIE, a literal as its text."""
    return Iri(term.value).curie if isinstance(term, NamedNode) else term.value
