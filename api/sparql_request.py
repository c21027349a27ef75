"""Read a query from an HTTP request, by the book of the SPARQL 1.1 Protocol §2.1."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias
from urllib.parse import parse_qsl, urljoin

from starlette.requests import ClientDisconnect, Request

from kg.errors import QueryRefused, RequestError, RequestSlow, RequestTooLarge, UnsupportedMediaType
from kg.settings import Settings

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_ONCE: Final = ("query", "timeout", "format", "lang")
_MOST_PARAMETERS: Final = 1000
_Pairs: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """A query as it was asked.

    Attributes:
        text: the query; None if none was given: the asker wants the description of the service.
        default_graphs, named_graphs: absolute IRIs; None = none given.
        seconds: the asker's own deadline; None = the server's.
        format: short name of a format, which goes before the Accept header; may be empty.
    """

    text: str | None
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    seconds: float | None
    format: str


async def read_request(request: Request, settings: Settings, endpoint: str) -> SparqlRequest:
    """Return what a GET, HEAD or POST asks.

    Args:
        request: the request; its body is read.
        settings: how long and how large it may be.
        endpoint: the endpoint's address, against which relative graph names are resolved.

    Raises:
        RequestError: a parameter stands twice or is malformed.
        RequestTooLarge, RequestSlow, UnsupportedMediaType: the body.
        QueryRefused: it is an update.
    """
    pairs = _pairs_of_address(request.scope["query_string"])
    if request.method == "POST":
        pairs += await _posted(request, settings)
    given = _once(pairs)
    text = given.get("query")
    if text is None and request.method == "POST":
        raise RequestError("The request holds no query.", hint="Send it as the form field `query` or as the body.")
    if text is not None and len(text.encode()) > settings.query_bytes:
        raise RequestTooLarge(f"The query is longer than {settings.query_bytes:,} bytes.")
    return SparqlRequest(
        text=text,
        default_graphs=_graphs(pairs, "default-graph-uri", endpoint),
        named_graphs=_graphs(pairs, "named-graph-uri", endpoint),
        seconds=_seconds(given.get("timeout")),
        format=given.get("format", ""),
    )


@lru_cache(maxsize=256)  # of what stands in a head, whose length is limited
def _pairs_of_address(query_string: bytes) -> _Pairs:
    return _pairs(query_string.decode("latin-1"))


def _pairs(text: str) -> _Pairs:
    try:
        return tuple(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS))
    except ValueError as error:  # UnicodeDecodeError is one
        raise RequestError(f"The parameters are not percent-encoded UTF-8: {error}.") from error


def _once(pairs: _Pairs) -> dict[str, str]:
    names = [name for name, _ in pairs]
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name in names):
        raise _update()
    for name in _ONCE:
        if names.count(name) > 1:
            raise RequestError(f"The parameter `{name}` stands {names.count(name)} times; it may stand once.")
    return dict(pairs)


def _update() -> QueryRefused:
    return QueryRefused(
        "Updates are off: the data changes only when a new snapshot is built.",
        hint="Ask with SELECT, ASK, CONSTRUCT or DESCRIBE in the parameter `query`.",
    )


async def _posted(request: Request, settings: Settings) -> _Pairs:
    media_type, charset = _content_type(request)
    if media_type == UPDATE:
        raise _update()
    if media_type not in (FORM, DIRECT):
        told = f"{media_type!r}" if media_type else "no Content-Type"
        raise UnsupportedMediaType(
            f"A query is posted as {DIRECT} or {FORM}; this request has {told}.", hint="Set the Content-Type header."
        )
    if charset not in ("", "utf-8", "utf8"):
        raise UnsupportedMediaType(f"A query is sent in UTF-8, not in {charset}.")
    try:
        text = (await _body(request, settings)).decode()
    except UnicodeDecodeError as error:
        raise RequestError(f"The body is not UTF-8: {error}.") from error
    return (("query", text),) if media_type == DIRECT else _pairs(text)


def _content_type(request: Request) -> tuple[str, str]:
    media_type, *parameters = (part.strip() for part in request.headers.get("content-type", "").lower().split(";"))
    charsets = [
        value.strip('" ') for name, _, value in (part.partition("=") for part in parameters) if name == "charset"
    ]
    return media_type, charsets[0] if charsets else ""


async def _body(request: Request, settings: Settings) -> bytes:
    """Read the body, up to a size (3 × the query's, for percent-encoding) and within a time."""
    most = 3 * settings.query_bytes
    body = bytearray()
    try:
        async with asyncio.timeout(settings.body_seconds):
            async for part in request.stream():
                body += part
                if len(body) > most:
                    raise RequestTooLarge(f"The body is longer than {most:,} bytes.")
    except TimeoutError:
        raise RequestSlow(f"The body did not arrive in {settings.body_seconds:g} s.") from None
    except ClientDisconnect:
        raise RequestError("The client went away while it sent the body.") from None
    return bytes(body)


def _graphs(pairs: _Pairs, name: str, endpoint: str) -> tuple[str, ...] | None:
    found = tuple(urljoin(endpoint, value) for key, value in pairs if key == name)
    return found or None


def _seconds(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds < float("inf"):
        raise RequestError(f"timeout={text!r} is not a number of seconds above 0.")
    return seconds
