"""`/sparql`: the SPARQL 1.1 Protocol, query side. What it takes and gives is told in `docs/sparql.md`."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.answers import etag, not_modified, send_result, validators
from api.connection import client_of, endpoint_of, while_connected
from api.description import service_description
from api.negotiation import HTML, coding, formats
from api.pages.sparql import editor_page, results_page
from api.sparql_request import SparqlRequest, read_request
from kg.serving.pool import Pool
from kg.serving.protocol import JSON_RESULTS, TURTLE, Formats, QueryRequest
from kg.settings import Settings

METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
_ALLOW: Final = ", ".join(METHODS)
_PREFLIGHT: Final = {
    "Allow": _ALLOW,
    "Access-Control-Allow-Methods": _ALLOW,
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_PAGE_BYTES: Final = 2 * 1024 * 1024  # the most that our own page of results shows


async def sparql(request: Request) -> Response:
    """Answer a request to `/sparql`."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=_PREFLIGHT)
    endpoint = endpoint_of(request)
    asked = await read_request(request, request.app.state.settings, endpoint)
    wanted = formats(request.headers.get("accept", ""), asked.format)
    if asked.text is not None:
        return await _answer(request, asked, wanted, endpoint)
    if wanted.solutions == HTML:
        return editor_page(request)
    return service_description(request, wanted.graph, endpoint)


async def _answer(request: Request, asked: SparqlRequest, wanted: Formats, endpoint: str) -> Response:
    pool: Pool = request.app.state.pool
    depends_on = (asked, wanted, endpoint)
    if "if-none-match" in request.headers:
        known = not_modified(request, etag(pool.snapshot.id, *depends_on))
        if known is not None:
            return known
    query = _query_request(request, asked, wanted, endpoint)
    answer = await while_connected(request, pool.query(query, client=client_of(request), seconds=asked.seconds))
    tag = etag(answer.snapshot, *depends_on)  # the snapshot may have changed meanwhile
    if {"solutions": wanted.solutions, "boolean": wanted.boolean, "graph": wanted.graph}[answer.form] != HTML:
        return send_result(request, answer, tag)
    page = results_page(request, asked, answer)
    page.headers.update(validators(tag, "Accept, Accept-Language"))
    return page


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
        coding=None if page else coding(request.headers.get("accept-encoding", "")),
    )


def _behind_pages(wanted: Formats) -> Formats:
    """Return what the worker serialises to, where we make a page of it."""
    return Formats(
        solutions=JSON_RESULTS if wanted.solutions == HTML else wanted.solutions,
        boolean=JSON_RESULTS if wanted.boolean == HTML else wanted.boolean,
        graph=TURTLE if wanted.graph == HTML else wanted.graph,
    )
