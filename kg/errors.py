"""Every error that chitieu raises on purpose, in one tree.

    ChitieuError                        code                    exit  HTTP
    ├── UsageError                      usage                      2   400
    │   └── RequestError                request                    2   400   (a request over HTTP, before any query)
    │       ├── NoSuchPage              not-found                  2   404
    │       ├── GonePage                gone                       2   410
    │       ├── MethodNotAllowed        method-not-allowed         2   405
    │       ├── RequestSlow             request-slow               2   408
    │       ├── RequestTooLarge         request-too-large          2   413
    │       ├── UnsupportedMediaType    unsupported-media-type     2   415
    │       └── TooManyRequests         too-many-requests          2   429
    ├── InputError                      input                      2   400   (a document that cannot be read)
    │   ├── DocumentNotFound            document-not-found         2   404
    │   ├── UnsupportedFormat           unsupported-format         2   415
    │   ├── UnreadableDocument          unreadable-document        2   422
    │   ├── DocumentTooLarge            document-too-large         2   413
    │   ├── NoAssignmentTable           no-assignment-table        2   422
    │   └── UnexplainedText             unexplained-text           2   422   (inside a table; --strict)
    ├── CurationError                   curation                   2   500   (a curator's file is wrong)
    ├── ResourceError                   resource                   2   500   (our own data files are missing or wrong)
    ├── StoreError                      store                      2   500
    │   ├── SnapshotNotFound            snapshot-not-found         2   404
    │   ├── SnapshotDamaged             snapshot-damaged           2   500
    │   ├── StorageFailure              storage-failure            2   507   (disk full, folder not writable)
    │   └── ModelViolation              model-violation            2   500   (our graph breaks shapes/model: our bug)
    ├── QueryError                      query                      2   400
    │   ├── QuerySyntaxError            query-syntax               2   400
    │   ├── QueryRefused                query-refused              2   403   (SERVICE, LOAD, Update)
    │   ├── QueryTimeout                query-timeout              2   504
    │   ├── QueryTooLarge               query-too-large            2   413   (the result is over the byte cap)
    │   ├── QueryMemory                 query-memory               2   504   (the worker ran out of its memory)
    │   ├── EngineFailure               engine-failure             2   501   (a defect of the query engine itself)
    │   ├── WorkerLost                  worker-lost                2   503   (the worker was ended from outside)
    │   ├── NotAcceptable               not-acceptable             2   406
    │   └── ServerBusy                  server-busy                2   503
    ├── ServingUnavailable              serving-unavailable        2   503   (this system cannot serve, or not yet)
    ├── QuestionError                   question                   2   400
    │   ├── UnknownQuestion             unknown-question           2   404
    │   └── BadParameter                bad-parameter              2   400
    ├── MissingExtra                    missing-extra              2   501
    ├── RemoteError                     remote                     2   502
    └── ViewError                       view                       2   400
        ├── UnknownView                 unknown-view               2   404
        └── BadSelection                bad-selection              2   400

A message names the thing, the place, what was expected and what to do. `code` never changes once released: scripts and
the problem+json bodies of the HTTP side (RFC 9457) rely on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class ChitieuError(Exception):
    """The root. Gives a stable `code`, an `http_status` and an `exit_code` beside its message.

    Args:
        message: what is wrong, naming file or thing and place.
        hint: what the user can do about it, as one sentence; empty if the message says it already.
    """

    code: ClassVar[str] = "error"
    http_status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()


class UsageError(ChitieuError):
    """A command or a request was called wrongly."""

    code = "usage"
    http_status = 400


class RequestError(UsageError):
    """A request over HTTP is wrong before any query is looked at."""

    code = "request"


class NoSuchPage(RequestError):
    """Nothing stands at the path."""

    code = "not-found"
    http_status = 404


class GonePage(RequestError):
    """Something was called so once; it is withdrawn, and the message says by what it was replaced, if by anything."""

    code = "gone"
    http_status = 410


class MethodNotAllowed(RequestError):
    """The path does not take this method."""

    code = "method-not-allowed"
    http_status = 405


class RequestSlow(RequestError):
    """The client did not send its whole request in the time it has."""

    code = "request-slow"
    http_status = 408


class RequestTooLarge(RequestError):
    """The body, or the query in the address, is over `Settings.query_bytes`."""

    code = "request-too-large"
    http_status = 413


class UnsupportedMediaType(RequestError):
    """The body's media type is none that the path takes, or it is not UTF-8."""

    code = "unsupported-media-type"
    http_status = 415


class TooManyRequests(RequestError):
    """The client's address asks more often than `Settings.client_rate` allows."""

    code = "too-many-requests"
    http_status = 429


class InputError(ChitieuError):
    """A document given by the user cannot be used."""

    code = "input"
    http_status = 400


class DocumentNotFound(InputError):
    """No file stands at the path."""

    code = "document-not-found"
    http_status = 404


class UnsupportedFormat(InputError):
    """The content is of a format that no reader takes (or its reader's system package is missing)."""

    code = "unsupported-format"
    http_status = 415


class UnreadableDocument(InputError):
    """The content is of a known format, but broken, empty, encrypted or wrongly encoded."""

    code = "unreadable-document"
    http_status = 422


class DocumentTooLarge(InputError):
    """The file is over the limit of `Settings.max_document_bytes`."""

    code = "document-too-large"
    http_status = 413


class NoAssignmentTable(InputError):
    """The document was read, but holds no table that assigns indicators or tasks to agencies."""

    code = "no-assignment-table"
    http_status = 422


class UnexplainedText(InputError):
    """Text inside a table fits none of its columns, and the caller wants none to be lost (`--strict`)."""

    code = "unexplained-text"
    http_status = 422


class CurationError(ChitieuError):
    """A curator's file (`sources.toml`, a mapping, `waivers.toml`) is wrong; the message names file and place."""

    code = "curation"


class ResourceError(ChitieuError):
    """A data file that ships with chitieu is missing or malformed."""

    code = "resource"


class StoreError(ChitieuError):
    """A snapshot cannot be read or written."""

    code = "store"


class SnapshotNotFound(StoreError):
    """There is no snapshot at the folder, or none of that id."""

    code = "snapshot-not-found"
    http_status = 404


class SnapshotDamaged(StoreError):
    """The snapshot's files do not match its manifest."""

    code = "snapshot-damaged"


class StorageFailure(StoreError):
    """The operating system refused to write: disk full, file too large, folder not writable."""

    code = "storage-failure"
    http_status = 507


class ModelViolation(StoreError):
    """The graph breaks `shapes/model`. Nothing is published; this is a defect of chitieu, not of the document."""

    code = "model-violation"


class QueryError(ChitieuError):
    """A SPARQL query cannot be answered."""

    code = "query"
    http_status = 400


class QuerySyntaxError(QueryError):
    """The query is not SPARQL 1.1; `line` and `column` (both from 1) say where, if known."""

    code = "query-syntax"

    def __init__(self, message: str, *, hint: str = "", line: int | None = None, column: int | None = None) -> None:
        super().__init__(message, hint=hint)
        self.line = line
        self.column = column


class QueryRefused(QueryError):
    """The query asks for something that is off here: SERVICE, LOAD, an update."""

    code = "query-refused"
    http_status = 403


class QueryTimeout(QueryError):
    """The deadline passed; the worker was killed."""

    code = "query-timeout"
    http_status = 504


class QueryTooLarge(QueryError):
    """The result is over the byte cap; it is never cut silently."""

    code = "query-too-large"
    http_status = 413


class QueryMemory(QueryError):
    """The query needed more memory than one worker may take."""

    code = "query-memory"
    http_status = 504


class EngineFailure(QueryError):
    """The query engine broke on a query that it should have answered; the message quotes what it said."""

    code = "engine-failure"
    http_status = 501


class WorkerLost(QueryError):
    """The process that ran the query was ended from outside; asking again is right."""

    code = "worker-lost"
    http_status = 503


class NotAcceptable(QueryError):
    """No media type of the Accept header can be served for this form of query."""

    code = "not-acceptable"
    http_status = 406


class ServerBusy(QueryError):
    """Every worker is taken and the queue is full."""

    code = "server-busy"
    http_status = 503


class ServingUnavailable(ChitieuError):
    """`serve` cannot work on this system, or holds no snapshot at the moment."""

    code = "serving-unavailable"
    http_status = 503


class QuestionError(ChitieuError):
    """A canned question cannot be asked."""

    code = "question"
    http_status = 400


class UnknownQuestion(QuestionError):
    """No question of that name; the message lists near names."""

    code = "unknown-question"
    http_status = 404


class BadParameter(QuestionError):
    """A parameter is missing, unknown or not of its type."""

    code = "bad-parameter"


class MissingExtra(ChitieuError):
    """What was asked needs an optional package that is not installed; the hint gives the command that installs it."""

    code = "missing-extra"
    http_status = 501


class RemoteError(ChitieuError):
    """A server that `kg.open` was pointed at cannot be reached, or does not answer as chitieu does."""

    code = "remote"
    http_status = 502


class ViewError(ChitieuError):
    """A materialised view cannot answer."""

    code = "view"
    http_status = 400


class UnknownView(ViewError):
    """No view of that name; the message lists those that there are."""

    code = "unknown-view"
    http_status = 404


class BadSelection(ViewError):
    """A filter, an order, a limit or a page is none that the view has."""

    code = "bad-selection"


def errors_by_code() -> Mapping[str, type[ChitieuError]]:
    """Return every kind of error by its code, for those that came from another process as a code and words."""
    found: dict[str, type[ChitieuError]] = {}
    waiting = [ChitieuError]
    while waiting:
        kind = waiting.pop()
        found[kind.code] = kind
        waiting += kind.__subclasses__()
    return found
