"""`/sparql`: the SPARQL 1.1 Protocol, query side. What it takes and gives is told in `docs/sparql.md`."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Coroutine
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.description import service_description
from api.negotiation import HTML, formats
from api.pages import Pages
from api.sparql_request import SparqlRequest, read_request
from kg.serving.pool import Pool
from kg.serving.protocol import JSON_RESULTS, TURTLE, Formats, QueryRequest, QueryResponse
from kg.settings import Settings

METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
_ALLOW: Final = ", ".join(METHODS)
_PREFLIGHT: Final = {
    "Allow": _ALLOW,
    "Access-Control-Allow-Methods": _ALLOW,
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_GLANCE: Final = 0.1  # seconds before it is worth watching whether the client is still there
_PAGE_BYTES: Final = 2 * 1024 * 1024  # the most that our own page of results shows


class ClientGone(Exception):  # noqa: N818  # named like the tree of kg/errors.py, which it is no part of: nobody is told
    """Nobody waits for the answer any more."""


async def sparql(request: Request) -> Response:
    """Answer a request to `/sparql`."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=_PREFLIGHT)
    settings: Settings = request.app.state.settings
    endpoint = endpoint_of(request, settings)
    asked = await read_request(request, settings, endpoint)
    wanted = formats(request.headers.get("accept", ""), asked.format)
    if asked.text is None:
        if wanted.solutions == HTML:
            pages: Pages = request.app.state.pages
            return pages.editor(request)
        return service_description(request, wanted.graph, endpoint)
    return await _answer(request, asked, wanted, endpoint)


def endpoint_of(request: Request, settings: Settings) -> str:
    """Return the address of `/sparql` as strangers reach it."""
    base = settings.public_url.rstrip("/") or f"{request.url.scheme}://{request.url.netloc}"
    return f"{base}/sparql"


async def _answer(request: Request, asked: SparqlRequest, wanted: Formats, endpoint: str) -> Response:
    pool: Pool = request.app.state.pool
    headers = {
        "ETag": _etag(pool.snapshot.id, asked, wanted, endpoint),
        "Vary": "Accept, Accept-Encoding",
        "Cache-Control": "public, no-cache",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    query = _query_request(request, asked, wanted, endpoint)
    client = request.client.host if request.client else ""
    answer = await while_connected(request, pool.query(query, client=client, seconds=asked.seconds))
    headers["ETag"] = _etag(answer.snapshot, asked, wanted, endpoint)  # the snapshot may have changed meanwhile
    if getattr(wanted, answer.form) == HTML:
        page: Response = request.app.state.pages.results(request, asked, answer)
        page.headers.update(headers)
        return page
    return _result(answer, headers)


def _query_request(request: Request, asked: SparqlRequest, wanted: Formats, endpoint: str) -> QueryRequest:
    settings: Settings = request.app.state.settings
    page = HTML in (wanted.solutions, wanted.graph)
    return QueryRequest(
        text=asked.text or "",
        formats=_behind_pages(wanted),
        base_iri=endpoint,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        result_bytes=min(_PAGE_BYTES, settings.result_bytes) if page else settings.result_bytes,
        gzip=not page and "gzip" in request.headers.get("accept-encoding", ""),
    )


def _behind_pages(wanted: Formats) -> Formats:
    """Return what the worker serialises to, where we make a page of it."""
    return Formats(
        solutions=JSON_RESULTS if wanted.solutions == HTML else wanted.solutions,
        boolean=JSON_RESULTS if wanted.boolean == HTML else wanted.boolean,
        graph=TURTLE if wanted.graph == HTML else wanted.graph,
    )


def _result(answer: QueryResponse, headers: dict[str, str]) -> Response:
    text = answer.media_type.startswith("text/")
    headers["Content-Type"] = f"{answer.media_type}; charset=utf-8" if text else answer.media_type
    headers["Server-Timing"] = f"query;dur={answer.seconds * 1000:.1f}"
    headers["X-Snapshot"] = answer.snapshot
    if answer.gzipped:
        headers["Content-Encoding"] = "gzip"
    return Response(answer.body, headers=headers)


def _etag(snapshot: str, asked: SparqlRequest, wanted: Formats, endpoint: str) -> str:
    """Return a weak validator: equal ones mean the same solutions, whose order may differ where no ORDER BY says it."""
    parts = (snapshot, endpoint, asked.text, asked.default_graphs, asked.named_graphs, wanted)
    return f'W/"{hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()}"'


async def while_connected(request: Request, work: Coroutine[object, object, QueryResponse]) -> QueryResponse:
    """Await `work`; cancel it when the client goes away.

    Raises:
        ClientGone: it went.
    """
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=_GLANCE)
        if not done:
            leaving = asyncio.ensure_future(_left(request))
            await asyncio.wait({task, leaving}, return_when=asyncio.FIRST_COMPLETED)
            leaving.cancel()
        if not task.done():
            raise ClientGone
        return task.result()
    finally:
        task.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
