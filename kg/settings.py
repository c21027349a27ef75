"""Every setting of chitieu, with its default and its meaning, in one place.

Each is read from the environment variable `CHITIEU_<NAME>` (upper case). `docs/settings.md` lists them; a test fails
when one is missing there.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from kg.errors import UsageError


def _default_workers() -> int:
    return max(4, 2 * (os.cpu_count() or 1))


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings, frozen once read.

    Attributes:
        data_dir: folder of the published snapshots.
        mappings: folder of a curator's own mapping files, which go before the shipped ones; empty = none.
        max_document_bytes: largest document that a reader takes.
        document_seconds: how long one of many documents may take to read before it is refused.
        read_processes: processes that read the documents of a build; 0 = one a core, 1 = none beside the build itself.
        keep_snapshots: how many snapshots `build` leaves in place, the newest first.
        host, port: where `serve` listens.
        workers: query workers of `serve`; 0 = max(4, 2 × cores).
        reserved_workers: workers that free queries may not take, kept for pages and canned questions.
        query_seconds: deadline of one query, from its start in a worker.
        query_memory_bytes: what one worker may take beyond the loaded store.
        result_bytes: largest result that `/sparql` gives; a larger one is refused, never cut.
        query_bytes: largest query text or request body.
        queue_length: queries that may wait for a worker; the next one gets 503.
        queue_seconds: how long a query waits for a worker before it gets 503.
        quick_seconds: how long a free query may use a reserved worker; one that needs longer starts again in turn.
        steady_seconds: processor time up to which a free query goes before those that need longer.
        worker_niceness: added to the nice value of a query worker.
        body_seconds: how long a client may take to send a request's body.
        send_seconds: how long a client may take to accept a piece of the answer, before it is let go.
        idle_seconds: a connection without a request is cut after this long to twice as long.
        connections: connections that may be open at once; further ones are cut.
        header_bytes: longest head of a request, its address included.
        buffered_bytes: answers that wait in memory for slow clients; beyond, large answers get 503.
        client_rate: requests a second from one address, on average; more get 429. 0 = any number. Loopback is exempt.
        client_burst: requests that an address may make at once before `client_rate` holds it back.
        trusted_proxies: addresses, separated by commas, whose X-Forwarded-For and -Proto headers are believed.
        request_log: 1 = log one line for each request, 0 = for slow ones only.
        slow_seconds: a request that takes longer is logged as slow, with the beginning of its query.
        log_query_characters: how much of a slow query is logged; 0 = nothing of it.
        page_rows: lines that a page shows of a result; the data formats give all.
        watch_seconds: how often `serve` looks whether another snapshot is current.
        stop_seconds: what `serve` gives the requests in flight when it is told to stop.
        question_rows: rows of a canned question's answer before it is marked `truncated`.
        try_documents: 1 = strangers may try documents of theirs at `/try`, 0 = not.
        try_processes: documents that may be tried at once; the next one gets 503.
        try_seconds: how long the process of one may take before it is ended.
        try_memory_bytes: address space that the process of one, and each that it starts, may take.
        upload_seconds: how long a client may take to send a document.
        public_url: the address under which strangers reach the server; empty = as each request says.
    """

    data_dir: Path = Path("data")
    mappings: str = ""
    max_document_bytes: int = 20 * 1024 * 1024
    document_seconds: float = 900.0
    read_processes: int = 0
    keep_snapshots: int = 5
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 0
    reserved_workers: int = 2
    query_seconds: float = 30.0
    query_memory_bytes: int = 1024 * 1024 * 1024
    result_bytes: int = 64 * 1024 * 1024
    query_bytes: int = 256 * 1024
    queue_length: int = 64
    queue_seconds: float = 10.0
    quick_seconds: float = 0.05
    steady_seconds: float = 1.0
    worker_niceness: int = 5
    body_seconds: float = 10.0
    send_seconds: float = 30.0
    idle_seconds: float = 15.0
    connections: int = 2000
    header_bytes: int = 32 * 1024
    buffered_bytes: int = 512 * 1024 * 1024
    client_rate: float = 20.0
    client_burst: float = 100.0
    trusted_proxies: str = ""
    request_log: int = 1
    slow_seconds: float = 5.0
    log_query_characters: int = 200
    page_rows: int = 1000
    watch_seconds: float = 1.0
    stop_seconds: float = 10.0
    question_rows: int = 10_000
    try_documents: int = 1
    try_processes: int = 2
    try_seconds: float = 60.0
    try_memory_bytes: int = 2 * 1024 * 1024 * 1024
    upload_seconds: float = 60.0
    public_url: str = ""

    @property
    def reading_processes(self) -> int:
        """Number of processes that read documents, with the default worked out."""
        return self.read_processes or os.cpu_count() or 1

    @property
    def query_workers(self) -> int:
        """Number of query workers, with the default worked out."""
        return self.workers or _default_workers()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings from `environment` (default: the process's own).

        Raises:
            UsageError: a variable's value is not of its setting's type; the message names the variable.
        """
        source = os.environ if environment is None else environment
        given: dict[str, object] = {}
        for field in fields(cls):
            name = f"CHITIEU_{field.name.upper()}"
            if name in source:
                given[field.name] = _parse(name, source[name], type(field.default))
        return cls(**given)  # type: ignore[arg-type]  # _parse gives each its own type


def _parse(name: str, text: str, kind: type[Any]) -> object:
    value = _convert(text, kind)
    if value is None:
        wanted = f"a {kind.__name__} from 0 on" if issubclass(kind, int | float) else f"a {kind.__name__}"
        raise UsageError(f"{name}={text!r} is not {wanted}.", hint="Correct or unset the variable.")
    return value


def _convert(text: str, kind: type[Any]) -> object:
    """Return `text` as a `kind`; None if it is none, or a number that no setting can have."""
    try:
        value = Path(text) if issubclass(kind, Path) else kind(text)
    except ValueError:
        return None
    return None if isinstance(value, int | float) and not 0 <= value < math.inf else value
