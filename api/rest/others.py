"""`/api/v1/rules`, `/questions`, `/search`, `/extract`: what is no list of a view."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.connection import client_of
from api.executor import ask_pool
from api.pages.desk import Desk, desk_of
from api.rest import values
from api.rest.answers import answer, as_json
from api.trial import as_json as trial_as_json
from api.trial import try_upload
from kg.errors import BadParameter, BadSelection
from kg.output.bilingual import Text
from kg.questions.catalogue import questions
from kg.questions.model import Parameter, Question
from kg.questions.tables import answer_table
from kg.search.search import Hit, search
from kg.settings import Settings
from kg.store.snapshot import Snapshot
from kg.validation.catalogue import Rule, rules
from kg.views.model import Thing

KINDS: Final = ("agency", "agency-kind", "assignment", "document", "group", "indicator", "place", "plan")
"""Kinds of things that a search finds."""
MOST_HITS: Final = 200
_HITS: Final = 20
_LANGUAGES: Final = ("vi", "en")
_OF_SEARCH: Final = ("q", "kind", "limit")


async def list_rules(request: Request) -> Response:
    """Return the rules by which plans are looked over."""
    _only(request, ())
    return await answer(request, lambda: {"items": [_rule(each) for each in rules()]})


async def list_questions(request: Request) -> Response:
    """Return the canned questions with their parameters."""
    _only(request, ())
    return await answer(request, lambda: {"items": [_question(each) for each in questions()]})


async def answer_question(request: Request, asked: Question) -> Response:
    """Return the answer to a question.

    Raises:
        BadParameter: a parameter is missing, unknown or not of its type.
    """
    given = _once(request)
    settings: Settings = request.app.state.settings
    language = given.pop("lang", "vi")
    limit = _number("limit", given.pop("limit", str(settings.question_rows)), settings.question_rows)
    if language not in _LANGUAGES:
        raise BadParameter(f"lang={language!r} is no language of the answers.", hint="Give vi or en.")
    found, snapshot = await ask_pool(
        request.app.state.pool,
        asked.name,
        given,
        lang="en" if language == "en" else "vi",
        limit=limit,
        client=client_of(request),
    )
    table = answer_table(found)
    content = {
        "question": asked.name,
        "columns": [column.name for column in table.columns],
        "rows": [[values.plain(cell) for cell in row] for row in table.rows],
        "notes": [*table.notes],
        "truncated": table.truncated,
        "snapshot": snapshot,
    }
    return as_json(request, content, snapshot)


async def find(request: Request) -> Response:
    """Return what words find, best first.

    Raises:
        BadSelection: the words are missing, or a parameter takes no such value.
    """
    _only(request, _OF_SEARCH)
    text = request.query_params.get("q", "")
    kinds = request.query_params.getlist("kind")
    unknown = [kind for kind in kinds if kind not in KINDS]
    if "q" not in request.query_params or unknown:
        hint = f"Give q, and of kind one of: {', '.join(KINDS)}."
        raise BadSelection(
            f"kind={unknown[0]!r} is no kind." if unknown else "There are no words to look for.", hint=hint
        )
    limit = _number("limit", request.query_params.get("limit", str(_HITS)), MOST_HITS)
    desk = desk_of(request)
    return await answer(request, lambda: _hits(desk, text, kinds, limit))


async def extract(request: Request) -> Response:
    """Return what is printed in a document that is sent, with the links and findings; nothing of it is kept.

    Raises:
        NoSuchPage, RequestError, InputError, ServerBusy, ServingUnavailable: see `api.trial.try_upload`.
    """
    tried, _ = await try_upload(request)
    body = await run_in_threadpool(trial_as_json, tried)
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})


def _hits(desk: Desk, text: str, kinds: Collection[str], limit: int) -> values.Json:
    there = _kinds_there(desk.snapshot)
    wanted = [kind for kind in kinds or KINDS if kind in there]
    found = search(desk.snapshot, text, limit=limit, kinds=wanted) if wanted else ()
    return {"items": [_hit(desk, each) for each in found], "snapshot": desk.snapshot.id}


def _kinds_there(snapshot: Snapshot) -> frozenset[str]:
    with snapshot.sources() as sources:
        return frozenset(kind for (kind,) in sources.select("SELECT DISTINCT kind FROM entry"))


def _hit(desk: Desk, hit: Hit) -> values.Json:
    named = values.thing(desk, Thing(hit.iri, Text(hit.label, "")))
    return {"thing": named, "kind": hit.kind, "field": hit.field, "snippet": hit.snippet, "exact": hit.exact}


def _rule(rule: Rule) -> values.Json:
    return {
        "code": rule.code,
        "iri": rule.iri,
        "severity": rule.severity.value,
        "title": values.words(rule.title),
        "remedy": values.words(rule.remedy),
    }


def _question(asked: Question) -> values.Json:
    return {
        "name": asked.name,
        "title": values.words(asked.title),
        "comment": values.words(asked.comment),
        "parameters": [_parameter(each) for each in asked.parameters],
        "columns": [column.name for column in asked.columns],
    }


def _parameter(parameter: Parameter) -> values.Json:
    return {
        "name": parameter.name,
        "type": parameter.type.value,
        "title": values.words(parameter.title),
        "required": parameter.required,
        "default": None if parameter.default is None else parameter.default.value,
        "example": None if parameter.example is None else parameter.example.value,
        "choices": [choice.value for choice in parameter.choices],
    }


def _only(request: Request, known: Collection[str]) -> None:
    for name in request.query_params:
        if name not in known:
            there = f"There are: {', '.join(known)}." if known else "There are none."
            raise BadSelection(f"There is no parameter {name!r} here.", hint=there)


def _once(request: Request) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in given:
            raise BadParameter(f"The parameter {name!r} stands more than once.")
        given[name] = value
    return given


def _number(name: str, text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most):
        raise BadSelection(f"{name}={text!r} is not a number from 1 to {most}.")
    return int(text)
