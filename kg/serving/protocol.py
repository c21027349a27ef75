"""What the HTTP process and a query worker say to each other: one frame there, one frame back.

A frame is 8 bytes (lengths of head and body, unsigned 32 bits each, network order), a JSON head, and a body: of a
request the query's text in UTF-8, of an answer the serialised result.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from kg.errors import (
    EngineFailure,
    NotAcceptable,
    QueryError,
    QueryMemory,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    ServerBusy,
    WorkerLost,
)

LENGTHS: Final = struct.Struct("!II")

JSON_RESULTS: Final = "application/sparql-results+json"
XML_RESULTS: Final = "application/sparql-results+xml"
TURTLE: Final = "text/turtle"

Coding: TypeAlias = Literal["br", "gzip"]
"""What a body may be compressed with, by the names of HTTP."""

_ERRORS: Final[dict[str, type[QueryError]]] = {
    kind.code: kind
    for kind in (
        QueryError,
        QueryRefused,
        QueryTimeout,
        QueryTooLarge,
        QueryMemory,
        EngineFailure,
        NotAcceptable,
        ServerBusy,
        WorkerLost,
    )
}


@dataclass(frozen=True, slots=True)
class Formats:
    """The media type that the asker takes, by what the query gives; None = nothing that we can serialise to.

    Attributes:
        solutions: for SELECT.
        boolean: for ASK.
        graph: for CONSTRUCT and DESCRIBE.
    """

    solutions: str | None = JSON_RESULTS
    boolean: str | None = JSON_RESULTS
    graph: str | None = TURTLE


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A query as a worker takes it.

    Attributes:
        text: the SPARQL 1.1 query.
        formats: what to serialise the result to.
        base_iri: base of relative IRIs; None = relative IRIs are an error.
        default_graphs, named_graphs: the protocol's dataset; None = none given. If either is given the pair replaces
            the query's own FROM clauses; a graph that is not in the store is an empty one.
        result_bytes: the largest result, before compression; a larger one is refused.
        coding: compress the result so if that pays; None = leave it as it is.
        dataset: instead of a query's result give all quads in this media type (N-Quads, TriG); None = the query's.
    """

    text: str
    formats: Formats = Formats()
    base_iri: str | None = None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    result_bytes: int = 64 * 1024 * 1024
    coding: Coding | None = None
    dataset: str | None = None


@dataclass(frozen=True, slots=True)
class QueryResponse:
    """A whole result.

    Attributes:
        body: the serialised result.
        media_type: of the body.
        form: "solutions", "boolean", "graph" or "dataset".
        seconds: what the worker took, evaluation and serialisation.
        snapshot: id of the snapshot that answered; filled in by the pool.
        coding: what `body` is compressed with; None = nothing.
    """

    body: bytes
    media_type: str
    form: str
    seconds: float
    snapshot: str = ""
    coding: Coding | None = None


def encode_request(request: QueryRequest) -> bytes:
    """Return the frame of a request."""
    head = {
        "formats": [request.formats.solutions, request.formats.boolean, request.formats.graph],
        "base_iri": request.base_iri,
        "default_graphs": request.default_graphs,
        "named_graphs": request.named_graphs,
        "result_bytes": request.result_bytes,
        "coding": request.coding,
        "dataset": request.dataset,
    }
    return _frame(head, request.text.encode())


def decode_request(head: bytes, body: bytes) -> QueryRequest:
    """Return the request of a frame's head and body."""
    told: dict[str, Any] = json.loads(head)
    return QueryRequest(
        text=body.decode(),
        formats=Formats(*told["formats"]),
        base_iri=told["base_iri"],
        default_graphs=_names(told["default_graphs"]),
        named_graphs=_names(told["named_graphs"]),
        result_bytes=told["result_bytes"],
        coding=told["coding"],
        dataset=told["dataset"],
    )


def _names(value: list[str] | None) -> tuple[str, ...] | None:
    return None if value is None else tuple(value)


def encode_response(response: QueryResponse) -> bytes:
    """Return the frame of an answer."""
    head = {
        "media_type": response.media_type,
        "form": response.form,
        "seconds": response.seconds,
        "coding": response.coding,
    }
    return _frame(head, response.body)


def encode_error(error: QueryError) -> bytes:
    """Return the frame of an error that belongs to the query."""
    head: dict[str, object] = {"error": error.code, "message": error.message, "hint": error.hint}
    if isinstance(error, QuerySyntaxError):
        head |= {"line": error.line, "column": error.column}
    return _frame(head, b"")


def decode_response(head: bytes, body: bytes, snapshot: str) -> QueryResponse:
    """Return the answer of a frame's head and body.

    Raises:
        QueryError: of the kind that the worker told.
    """
    told: dict[str, Any] = json.loads(head)
    if "error" in told:
        raise _error(told)
    return QueryResponse(body, told["media_type"], told["form"], told["seconds"], snapshot, told["coding"])


def _error(told: Mapping[str, Any]) -> QueryError:
    if told["error"] == QuerySyntaxError.code:
        return QuerySyntaxError(told["message"], hint=told["hint"], line=told["line"], column=told["column"])
    return _ERRORS[told["error"]](told["message"], hint=told["hint"])


def _frame(head: Mapping[str, object], body: bytes) -> bytes:
    text = json.dumps(head, separators=(",", ":")).encode()
    return b"".join((LENGTHS.pack(len(text), len(body)), text, body))


def receive_frame(channel: socket.socket) -> tuple[bytes, bytes] | None:
    """Wait for a whole frame on a blocking stream socket; None when the other side has closed it."""
    lengths = _receive(channel, LENGTHS.size)
    if lengths is None:
        return None
    head_length, body_length = LENGTHS.unpack(lengths)
    rest = _receive(channel, head_length + body_length)
    return None if rest is None else (rest[:head_length], rest[head_length:])


def _receive(channel: socket.socket, count: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < count:
        part = channel.recv(count - len(parts))
        if not part:
            return None
        parts += part
    return bytes(parts)
