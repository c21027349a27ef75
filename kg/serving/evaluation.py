"""One query against one store, serialised natively, within a number of bytes: what a worker does, as a function."""

from __future__ import annotations

import gzip
import io
import time
from typing import TYPE_CHECKING, Final

import brotli
from pyoxigraph import RdfFormat, Store

from kg.errors import NotAcceptable, QueryTooLarge
from kg.serving.protocol import Coding, Formats, QueryRequest, QueryResponse
from kg.store.query import GRAPH_FORMATS, SOLUTION_FORMATS, Form, execute
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_WORTH_COMPRESSING: Final = 1400  # bytes: what fits into one packet anyway does not
_LEVEL: Final = 3  # measured at 200 MB/s: results shrink 8- to 18-fold with gzip, 10- to 25-fold with brotli


class _Overflow(Exception):
    """The sink is full."""


class _Sink(io.BytesIO):
    """What a result is written into, up to a number of bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, part: ReadableBuffer, /) -> int:
        if self.tell() + len(memoryview(part)) > self._limit:
            raise _Overflow
        return super().write(part)


def evaluate(store: Store, request: QueryRequest) -> QueryResponse:
    """Run a query and serialise its result.

    Raises:
        QueryRefused, QuerySyntaxError, QueryError: see `kg.store.query.execute`.
        NotAcceptable: the query's form has no media type among `request.formats`.
        QueryTooLarge: the result is over `request.result_bytes`.
    """
    started = time.perf_counter()
    sink = _Sink(request.result_bytes)
    try:
        form, media_type = (
            _write_dataset(store, request.dataset, sink) if request.dataset else _write(store, request, sink)
        )
    except _Overflow:
        raise QueryTooLarge(
            f"The result is larger than the {request.result_bytes:,} bytes that one answer may have.",
            hint="Add LIMIT (and ORDER BY with OFFSET to page), or ask for fewer variables.",
        ) from None
    coding = request.coding if sink.tell() >= _WORTH_COMPRESSING else None
    body = _compress(sink.getvalue(), coding)
    return QueryResponse(body, media_type, form, time.perf_counter() - started, coding=coding)


def _write(store: Store, request: QueryRequest, sink: _Sink) -> tuple[str, str]:
    """Write the result of the query; return its form and media type."""
    results = execute(
        store,
        request.text,
        base_iri=request.base_iri,
        default_graphs=request.default_graphs,
        named_graphs=request.named_graphs,
    )
    media_type = _media_type(results.form, request.formats)
    results.write(sink, _NAMES[media_type])
    return results.form, media_type


def _write_dataset(store: Store, media_type: str, sink: _Sink) -> tuple[str, str]:
    """Write all quads of the store."""
    prefixes = PREFIXES if media_type == RdfFormat.TRIG.media_type else None
    store.dump(sink, RdfFormat.from_media_type(media_type), prefixes=prefixes)
    return "dataset", media_type


def _compress(body: bytes, coding: Coding | None) -> bytes:
    match coding:
        case "br":
            return bytes(brotli.compress(body, quality=_LEVEL))
        case "gzip":
            return gzip.compress(body, compresslevel=_LEVEL, mtime=0)
        case None:
            return body


def _media_type(form: Form, formats: Formats) -> str:
    chosen = {"solutions": formats.solutions, "boolean": formats.boolean, "graph": formats.graph}[form]
    if chosen is None:
        raise NotAcceptable(
            f"This query gives {_GIVES[form]}, which none of the accepted media types can hold.",
            hint="docs/sparql.md lists the media types of each form of query.",
        )
    return chosen


_NAMES: Final[dict[str, str]] = {
    **{found.media_type.partition(";")[0]: name for name, found in SOLUTION_FORMATS.items()},
    **{found.media_type: name for name, found in GRAPH_FORMATS.items()},
}
_GIVES: Final[dict[Form, str]] = {"solutions": "a table", "boolean": "true or false", "graph": "a graph"}
