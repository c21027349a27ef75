"""Who may pass: requests whose head is not too long, of clients who do not ask too often.

Each address has a bucket of tokens, refilled at `client_rate` a second; a request takes one.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api import problems
from api.connection import client_of, is_loopback
from kg.errors import RequestError, RequestTooLarge, TooManyRequests
from kg.settings import Settings

_REMEMBERED: Final = 20_000  # addresses; the one unseen for longest is forgotten first, with a full bucket
_ALWAYS_OPEN: Final = ("/health", "/static/")


class Buckets:
    """Tokens of many clients.

    Args:
        rate: tokens a second.
        burst: tokens of a full bucket.
        clock: tells the time in seconds.
    """

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> bool:
        """Take a token of a client's; False if there is none."""
        now = self._clock()
        tokens, since = self._buckets.pop(client, (self._burst, now))
        tokens = min(self._burst, tokens + (now - since) * self._rate)
        allowed = tokens >= 1
        self._buckets[client] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        return allowed


class Turnstile:
    """ASGI middleware that refuses the others. Requests from this machine are not counted.

    Args:
        app: what answers who passes.
        settings: length of a head, rate and burst of a client; a rate of 0 = as often as they like.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._header_bytes = settings.header_bytes
        self._buckets = Buckets(settings.client_rate, settings.client_burst) if settings.client_rate > 0 else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse to."""
        error = self._objection(scope) if scope["type"] == "http" else None
        app = self._app if error is None else problems.respond(Request(scope), error)
        await app(scope, receive, send)

    def _objection(self, scope: Scope) -> RequestError | None:
        head = len(scope["query_string"]) + sum(len(name) + len(value) for name, value in scope["headers"])
        if head > self._header_bytes:
            return RequestTooLarge(
                f"The head of the request is longer than {self._header_bytes:,} bytes.", hint="POST a long query."
            )
        if self._buckets is None or scope["path"].startswith(_ALWAYS_OPEN):
            return None
        client = client_of(Request(scope))
        if is_loopback(client) or self._buckets.take(client):
            return None
        return TooManyRequests("Your address asks more often than this server allows.", hint="Wait a little.")
