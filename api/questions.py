"""`/questions` and `/questions/{name}`: the canned questions, as data and as pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.answers import etag, not_modified, validators
from api.connection import base_of, client_of, while_connected
from api.executor import ask_pool
from api.negotiation import HTML, SHORT_NAMES, best
from api.pages.questions import question_page, questions_page, shown_term
from api.pages.words import language_of
from kg.errors import BadParameter, NotAcceptable, QuestionError
from kg.output.formats import MEDIA_TYPES, render
from kg.output.tables import TableData
from kg.questions.catalogue import question, questions
from kg.questions.model import Answer, Parameter, Question
from kg.questions.tables import answer_table
from kg.serving.pool import Pool
from kg.settings import Settings

_OURS: Final = frozenset({"lang", "limit", "format"})  # parameters of the request, not of the question
_FORMATS: Final = ("json", "csv", "tsv", "xlsx", "markdown")
_TYPES: Final[Mapping[str, str]] = {MEDIA_TYPES[name].partition(";")[0]: name for name in _FORMATS} | {HTML: "html"}


async def question_list(request: Request) -> Response:
    """List the questions with their parameters."""
    vary = {"Vary": "Accept, Accept-Language", "Cache-Control": "public, no-cache"}
    if _format(request, ("json",)) == "html":
        return questions_page(request)
    listed = [_describe(each, base_of(request)) for each in questions()]
    return JSONResponse({"questions": listed}, headers=vary)


async def question_answer(request: Request) -> Response:
    """Answer a question; for a browser, show its form too."""
    asked = question(request.path_params["name"])
    chosen = _format(request, _FORMATS)
    given = _parameters(request)
    pool: Pool = request.app.state.pool
    depends_on = (asked.name, sorted(request.query_params.multi_items()), chosen, language_of(request))
    vary = "Accept, Accept-Language"
    known = not_modified(request, etag(pool.snapshot.id, *depends_on), vary)
    if known is not None:
        return known
    if chosen == "html":
        response, snapshot = await _page(request, asked, given)
    else:
        answer, snapshot = await _ask(request, asked, given, _limit(request))
        table = answer_table(answer)
        response = Response(render(table, chosen), headers=_headers(asked, table, chosen, snapshot))
    response.headers.update(validators(etag(snapshot, *depends_on), vary))
    return response


def _headers(asked: Question, table: TableData, chosen: str, snapshot: str) -> dict[str, str]:
    headers = {
        "Content-Type": MEDIA_TYPES[chosen],
        "X-Snapshot": snapshot,
        "X-Truncated": "true" if table.truncated else "false",
    }
    if chosen not in ("json", "markdown"):
        headers["Content-Disposition"] = f'inline; filename="{asked.name}.{chosen}"'
    return headers


async def _ask(request: Request, asked: Question, given: Mapping[str, str], limit: int) -> tuple[Answer, str]:
    asking = ask_pool(
        request.app.state.pool,
        asked.name,
        given,
        lang=language_of(request),
        limit=limit,
        client=client_of(request),
    )
    return await while_connected(request, asking)


async def _page(request: Request, asked: Question, given: Mapping[str, str]) -> tuple[Response, str]:
    """Return the form with the answer, with what is wrong, or, as long as something required is missing, alone."""
    pool: Pool = request.app.state.pool
    values = {p.name: given.get(p.name, "" if p.shown is None else shown_term(p.shown)) for p in asked.parameters}
    missing = [p for p in asked.parameters if p.required and not given.get(p.name)]
    if missing:
        return question_page(request, asked, values), pool.snapshot.id
    most = min(_limit(request), request.app.state.settings.page_rows)
    try:
        answer, snapshot = await _ask(request, asked, given, most)
    except QuestionError as error:
        return question_page(request, asked, values, error=error), pool.snapshot.id
    page = question_page(request, asked, values, table=answer_table(answer), terms=answer.parameters, snapshot=snapshot)
    return page, snapshot


def _format(request: Request, offered: tuple[str, ...]) -> str:
    """Return the name of the format: the parameter's, else the one that the Accept header likes best."""
    named = request.query_params.get("format", "").lower()
    if named in (*offered, "html"):
        return named
    types = [media_type for media_type, name in _TYPES.items() if name in (*offered, "html")]
    found = best(SHORT_NAMES.get(named, request.headers.get("accept", "")), types)
    if found is None:
        raise NotAcceptable(f"This is served as {', '.join(offered)} or html.", hint="Say which with ?format=.")
    return _TYPES[found]


def _parameters(request: Request) -> dict[str, str]:
    """Return the parameters that are the question's.

    Raises:
        BadParameter: one stands twice.
    """
    given = [(name, value) for name, value in request.query_params.multi_items() if name not in _OURS]
    names = [name for name, _ in given]
    for name in names:
        if names.count(name) > 1:
            raise BadParameter(f"The parameter {name!r} stands {names.count(name)} times; it may stand once.")
    return dict(given)


def _limit(request: Request) -> int:
    settings: Settings = request.app.state.settings
    text = request.query_params.get("limit", "") or str(settings.question_rows)
    if not (text.isascii() and text.isdigit()) or not 0 < int(text[:9]) <= settings.question_rows or len(text) > 9:
        raise BadParameter(f"limit={text!r} is not a number from 1 to {settings.question_rows}.")
    return int(text)


def _describe(asked: Question, base: str) -> dict[str, object]:
    return {
        "name": asked.name,
        "url": f"{base}/questions/{asked.name}",
        "title": {"vi": asked.title.vi, "en": asked.title.en},
        "comment": {"vi": asked.comment.vi, "en": asked.comment.en},
        "keywords": list(asked.keywords),
        "parameters": [_describe_parameter(each) for each in asked.parameters],
        "columns": [{"name": each.name, "title": {"vi": each.title.vi, "en": each.title.en}} for each in asked.columns],
    }


def _describe_parameter(parameter: Parameter) -> dict[str, object]:
    return {
        "name": parameter.name,
        "type": parameter.type.value,
        "title": {"vi": parameter.title.vi, "en": parameter.title.en},
        "required": parameter.required,
        "default": None if parameter.default is None else parameter.default.value,
        "example": None if parameter.example is None else parameter.example.value,
        "choices": [choice.value for choice in parameter.choices],
    }
