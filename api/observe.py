"""What operators see: a structured line for each request, metrics, request ids. No client's address, hardly a query."""

from __future__ import annotations

import json
import logging
import secrets
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from datetime import UTC, datetime
from itertools import accumulate
from typing import Final
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serving.pool import Pool
from kg.settings import Settings

_LOG: Final = logging.getLogger("chitieu.requests")
_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_PATH_CHARACTERS: Final = 200
_EXPOSITION: Final = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """Counts of requests, in the shape of Prometheus."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._within: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(_BUCKETS) + 1))
        self._seconds: Counter[str] = Counter()
        self._bytes: Counter[str] = Counter()

    def count(self, route: str, method: str, status: int, seconds: float, size: int) -> None:
        """Count a request that is answered."""
        self._requests[route, method, status] += 1
        self._seconds[route] += seconds  # type: ignore[assignment]  # a Counter sums what it is given
        self._bytes[route] += size
        self._within[route][bisect_left(_BUCKETS, seconds)] += 1

    def lines(self) -> list[str]:
        """Return the counts as lines of the text exposition format, version 0.0.4."""
        found = ["# TYPE chitieu_requests_total counter"]
        for (route, method, status), number in sorted(self._requests.items()):
            found.append(f'chitieu_requests_total{{route="{route}",method="{method}",status="{status}"}} {number}')
        found.append("# TYPE chitieu_response_bytes_total counter")
        found += [f'chitieu_response_bytes_total{{route="{route}"}} {n}' for route, n in sorted(self._bytes.items())]
        found.append("# TYPE chitieu_request_seconds histogram")
        for route in sorted(self._seconds):
            found += self._histogram(route)
        return found

    def _histogram(self, route: str) -> list[str]:
        bounds = (*(f"{bound:g}" for bound in _BUCKETS), "+Inf")
        counts = list(accumulate(self._within[route]))
        lines = [
            f'chitieu_request_seconds_bucket{{route="{route}",le="{bound}"}} {count}'
            for bound, count in zip(bounds, counts, strict=True)
        ]
        lines.append(f'chitieu_request_seconds_sum{{route="{route}"}} {self._seconds[route]:.6f}')
        lines.append(f'chitieu_request_seconds_count{{route="{route}"}} {counts[-1]}')
        return lines


async def metrics(request: Request) -> Response:
    """Answer `/metrics`."""
    pool: Pool = request.app.state.pool
    kept: Metrics = request.app.state.metrics
    load = pool.load
    gauges = {"idle": load.idle, "running": load.running, "waiting": load.waiting, "quads": load.quads}
    lines = kept.lines()
    for name, value in gauges.items():
        lines += [f"# TYPE chitieu_{name} gauge", f"chitieu_{name} {value}"]
    lines += ["# TYPE chitieu_snapshot gauge", f'chitieu_snapshot{{id="{load.snapshot}"}} 1']
    return Response("\n".join(lines) + "\n", headers={"Content-Type": _EXPOSITION, "Cache-Control": "no-store"})


class Observer:
    """ASGI middleware that gives each request an id, counts it and logs it.

    Args:
        app: what answers.
        settings: what is slow, and how much of a slow query is logged.
        metrics: where to count.
    """

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        self._app = app
        self._settings = settings
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and note how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        seen = _Seen(secrets.token_hex(8))

        async def watched(message: Message) -> None:
            seen.note(message)
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            self._note(scope, seen)

    def _note(self, scope: Scope, seen: _Seen) -> None:
        seconds = time.perf_counter() - seen.started
        endpoint = scope.get("endpoint")
        route = getattr(endpoint, "__name__", type(endpoint).__name__.lower()) if endpoint else "none"
        self._metrics.count(route, _known_method(scope["method"]), seen.status, seconds, seen.size)
        slow = seconds >= self._settings.slow_seconds
        if not slow and not self._settings.request_log:
            return
        line: dict[str, object] = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "id": seen.id,
            "method": scope["method"],
            "path": scope["path"][:_PATH_CHARACTERS],
            "status": seen.status,
            "ms": round(1000 * seconds, 1),
            "bytes": seen.size,
        }
        if slow:
            line |= {"slow": True, "query": self._excerpt(scope)}
        _LOG.info("%s", json.dumps(line, ensure_ascii=False))

    def _excerpt(self, scope: Scope) -> str:
        """Return the beginning of the query in the address, if there is one."""
        parameters = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=1000)
        return str(parameters.get("query", [""])[0])[: self._settings.log_query_characters]


class _Seen:
    """What goes by of one answer."""

    def __init__(self, id_: str) -> None:
        self.id = id_
        self.started = time.perf_counter()
        self.status = 0
        self.size = 0

    def note(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message.get("headers", ()), (b"x-request-id", self.id.encode())]
        else:
            self.size += len(message.get("body", b""))


def _known_method(method: str) -> str:
    """Return the method, or "other": a client must not make new time series at will."""
    return method if method in ("GET", "HEAD", "POST", "OPTIONS") else "other"
