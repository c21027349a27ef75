"""One query against one store, serialised natively: what a worker does, as a function.

Measured (see `docs/serving.md`): pyoxigraph's own serialisers are twice as fast as any detour over Python objects.
"""

from __future__ import annotations

import gzip
import io
import re
import time
from typing import TYPE_CHECKING, Final

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from kg.errors import NotAcceptable, QueryError, QuerySyntaxError, QueryTooLarge
from kg.serving.protocol import QueryRequest, QueryResponse
from kg.store.guard import check_query, has_dataset_clause
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from typing_extensions import Buffer

_POSITION: Final = re.compile(r"error at (\d+):(\d+): ")
_SENTENCE: Final = re.compile(r"[A-Z][a-z]+ [a-z][A-Za-z ]+|The [A-Za-z ]+")
_EXCERPT: Final = 40  # characters of the query that an error quotes
_WORTH_COMPRESSING: Final = 1400  # bytes: what fits into one packet anyway does not
_COMPRESSION: Final = 3  # of 9; measured: SPARQL results shrink 15-fold, at 150 MB/s


class _Overflow(Exception):  # noqa: N818  # never leaves this module
    """The sink is full."""


class _Sink(io.BytesIO):
    """What pyoxigraph writes a result into, up to a number of bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, part: Buffer, /) -> int:
        if self.tell() + len(memoryview(part)) > self._limit:
            raise _Overflow
        return super().write(part)


def evaluate(store: Store, request: QueryRequest) -> QueryResponse:
    """Run a query and serialise its result.

    The default graph is the union of all named graphs, unless the query or the request says which graphs it wants.

    Raises:
        QueryRefused: it asks for SERVICE, LOAD or an update.
        QuerySyntaxError: with line and column, where pyoxigraph tells them.
        NotAcceptable: the query's form has no media type among `request.formats`.
        QueryTooLarge: the result is over `request.result_bytes`.
        QueryError: anything else that pyoxigraph objects to, for example an unknown function.
    """
    started = time.perf_counter()
    check_query(request.text)
    try:
        form, media_type, body = _serialise(_run(store, request), request)
    except SyntaxError as error:
        raise _syntax_error(request.text, str(error)) from error
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"The query cannot be evaluated: {error}.") from error
    except _Overflow:
        raise QueryTooLarge(
            f"The result is larger than the {request.result_bytes:,} bytes that one answer may have.",
            hint="Add LIMIT (and ORDER BY with OFFSET to page), or ask for fewer variables.",
        ) from None
    gzipped = request.gzip and len(body) >= _WORTH_COMPRESSING
    if gzipped:
        body = gzip.compress(body, compresslevel=_COMPRESSION, mtime=0)
    return QueryResponse(body, media_type, form, time.perf_counter() - started, gzipped=gzipped)


def _run(store: Store, request: QueryRequest) -> QuerySolutions | QueryBoolean | QueryTriples:
    if request.default_graphs is None and request.named_graphs is None:
        # pyoxigraph lets the union win over FROM, so the union is for queries without one.
        union = not has_dataset_clause(request.text)
        return store.query(request.text, base_iri=request.base_iri, prefixes=PREFIXES, use_default_graph_as_union=union)
    return store.query(
        request.text,
        base_iri=request.base_iri,
        prefixes=PREFIXES,
        default_graph=[NamedNode(name) for name in request.default_graphs or ()],
        named_graphs=[NamedNode(name) for name in request.named_graphs or ()],
    )


def _serialise(result: QuerySolutions | QueryBoolean | QueryTriples, request: QueryRequest) -> tuple[str, str, bytes]:
    sink = _Sink(request.result_bytes)
    if isinstance(result, QueryTriples):
        media_type = _acceptable(request.formats.graph, "CONSTRUCT and DESCRIBE give a graph")
        serialize(result, sink, _rdf_format(media_type), prefixes=PREFIXES)
        return "graph", media_type, sink.getvalue()
    if isinstance(result, QueryBoolean):
        form, media_type = "boolean", _acceptable(request.formats.boolean, "ASK gives true or false")
    else:
        form, media_type = "solutions", _acceptable(request.formats.solutions, "SELECT gives a table")
    result.serialize(sink, _results_format(media_type))
    return form, media_type, sink.getvalue()


def _acceptable(media_type: str | None, form: str) -> str:
    if media_type is None:
        raise NotAcceptable(
            f"{form}, which none of the accepted media types can hold.",
            hint="See docs/sparql.md for the media types of each form of query.",
        )
    return media_type


def _results_format(media_type: str) -> QueryResultsFormat:
    found = QueryResultsFormat.from_media_type(media_type)
    if found is None:
        raise NotAcceptable(f"No serialisation of SPARQL results is called {media_type!r}.")
    return found


def _rdf_format(media_type: str) -> RdfFormat:
    found = RdfFormat.from_media_type(media_type)
    if found is None:
        raise NotAcceptable(f"No serialisation of RDF is called {media_type!r}.")
    return found


def _syntax_error(query: str, complaint: str) -> QuerySyntaxError:
    """Return pyoxigraph's complaint with its position and what stands there.

    It lists every character and keyword that could have stood there instead; of these only sentences help anybody.
    """
    match = _POSITION.match(complaint)
    if match is None:
        return QuerySyntaxError(f"The query is not SPARQL 1.1: {complaint}.")
    line, column = int(match[1]), int(match[2])
    told = _SENTENCE.search(complaint, match.end())
    reason = f": {told[0]}" if told else ""
    return QuerySyntaxError(
        f"The query is not SPARQL 1.1: error at line {line}, column {column}, {_place(query, line, column)}{reason}.",
        line=line,
        column=column,
    )


def _place(query: str, line: int, column: int) -> str:
    lines = query.split("\n")
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    if rest:
        return f"before {rest[:_EXCERPT]!r}"
    return "at the end of the query" if line >= len(lines) else "at the end of the line"
