"""`/try`: a document that is not published, examined and shown; nothing of it is kept. See `docs/try.md`."""

from __future__ import annotations

import json
from base64 import b64encode
from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.connection import client_of, while_connected
from api.negotiation import HTML, best
from api.pages.site import pages_of
from api.pages.words import language_of
from api.upload import FIELD, read_upload
from kg.errors import NoSuchPage, NotAcceptable
from kg.serving.pool import Lane, Pool
from kg.serving.protocol import Formats, QueryRequest
from kg.settings import Settings
from kg.trial.model import Tried
from kg.trial.published import Held
from kg.trial.run import Trials

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES: Final = {HTML: "html", "application/json": "json", "text/turtle": "ttl", XLSX: "xlsx"}


async def try_page(request: Request) -> Response:
    """Answer `/try`: the form, and for a document what it holds.

    Raises:
        NoSuchPage: this server tries no documents.
    """
    settings: Settings = request.app.state.settings
    _check_on(settings)
    if request.method != "POST":
        return pages_of(request).render(
            request, "try/form.html", field=FIELD, most=settings.max_document_bytes, seconds=settings.try_seconds
        )
    wanted = _format(request)
    tried, name = await try_upload(request)
    if wanted == "html":
        return _page(request, tried, name)
    bodies = {"json": as_json(tried), "ttl": tried.turtle, "xlsx": tried.workbook}
    types = {format_: media_type for media_type, format_ in _TYPES.items()}
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="plan.{wanted}"'}
    return Response(bodies[wanted], headers=headers, media_type=types[wanted])


async def try_upload(request: Request) -> tuple[Tried, str]:
    """Examine the document that a request sends; return what it gives and what its file is called.

    Shared by the page and the REST route.

    Raises:
        NoSuchPage: this server tries no documents.
        RequestError, InputError, ServerBusy, ServingUnavailable: see `read_upload` and `Trials.try_document`.
    """
    settings: Settings = request.app.state.settings
    _check_on(settings)
    sent = await read_upload(request, settings)
    pool: Pool = request.app.state.pool
    trials: Trials = request.app.state.trials
    held = Held(pool.snapshot, partial(_construct, pool, client_of(request)))
    trying = trials.try_document(sent.content, sent.name, held, language=language_of(request))
    return await while_connected(request, trying), sent.name


async def _construct(pool: Pool, client: str, query: str) -> bytes:
    """Answer a query of a trial, as the pages' own are."""
    asked = QueryRequest(query, formats=Formats(graph="application/n-triples"))
    return (await pool.query(asked, lane=Lane.RESERVED, client=client)).body


def as_json(tried: Tried) -> bytes:
    """Return a trial's content as JSON."""
    return json.dumps(tried.content, ensure_ascii=False).encode()


def _check_on(settings: Settings) -> None:
    if not settings.try_documents:
        raise NoSuchPage(
            "This server tries no documents of others.", hint="Use `chitieu validate FILE` on a machine of your own."
        )


def _format(request: Request) -> str:
    named = request.query_params.get("format", "")
    if named in _TYPES.values():
        return named
    found = best(request.headers.get("accept", ""), tuple(_TYPES))
    if found is None:
        raise NotAcceptable(f"This is served as {', '.join(_TYPES.values())}.", hint="Say which with ?format=.")
    return _TYPES[found]


def _page(request: Request, tried: Tried, name: str) -> Response:
    """Return the page of a trial. What can be downloaded stands in the page itself: the server keeps nothing."""
    files = {
        "xlsx": _embedded(XLSX, tried.workbook),
        "ttl": _embedded("text/turtle", tried.turtle),
        "json": _embedded("application/json", as_json(tried)),
    }
    found = {finding["fingerprint"]: finding for finding in tried.content["findings"]}
    response = pages_of(request).render(
        request, "try/result.html", field=FIELD, trial=tried.content, name=name, files=files, found=found
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _embedded(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{b64encode(content).decode('ascii')}"
