"""Send what a worker gave: headers, validators, and no faster than the client takes it."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api import problems
from kg.errors import ServerBusy
from kg.serving.protocol import QueryResponse

_PIECE: Final = 256 * 1024  # bytes handed to the connection at a time
_REVALIDATE: Final = "public, no-cache"


class Held:
    """Bytes of answers that wait for their clients.

    Args:
        limit: how many there may be; one answer may be larger, if it is alone.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._bytes = 0

    def take(self, size: int) -> bool:
        """Count an answer; False if there is no room for it."""
        if self._bytes and self._bytes + size > self._limit:
            return False
        self._bytes += size
        return True

    def give_back(self, size: int) -> None:
        """Count an answer no more."""
        self._bytes -= size


class PacedResponse(Response):
    """A body that is sent in pieces, each of which the client has to take within a time.

    Args:
        seconds: for one piece; a client that is slower is let go.
        held: counts what is in memory until it is sent.
    """

    def __init__(self, content: bytes, *, headers: dict[str, str], seconds: float, held: Held) -> None:
        super().__init__(content, headers=headers)
        self._seconds = seconds
        self._held = held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer, or say that too many others wait to be taken; see ASGI."""
        size = len(self.body)
        if not self._held.take(size):
            error = ServerBusy("Too many large answers wait to be taken by their clients.", hint="Ask again later.")
            await problems.respond(Request(scope), error)(scope, receive, send)
            return
        try:
            await self._send(scope, send)
        finally:
            self._held.give_back(size)

    async def _send(self, scope: Scope, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        body = self.body
        for start in range(0, max(len(body), 1), _PIECE):
            piece, more = body[start : start + _PIECE], start + _PIECE < len(body)  # one piece is no copy
            try:
                async with asyncio.timeout(self._seconds):
                    await send({"type": "http.response.body", "body": piece, "more_body": more})
            except TimeoutError:
                return  # the server closes a connection whose answer is not complete


def etag(*parts: object) -> str:
    """Return a weak validator over what an answer depends on, the snapshot first.

    Weak: equal ones mean the same solutions, whose order may differ where no ORDER BY says it.
    """
    return f'W/"{hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()}"'


def not_modified(request: Request, tag: str, vary: str = "Accept, Accept-Encoding") -> Response | None:
    """Return 304 if the client says that it has what `tag` stands for, else None (RFC 9110 §13.1.2)."""
    known = request.headers.get("if-none-match", "")
    if known != "*" and tag not in [each.strip() for each in known.split(",")]:
        return None
    return Response(status_code=304, headers=validators(tag, vary))


def validators(tag: str, vary: str = "Accept, Accept-Encoding") -> dict[str, str]:
    """Return the headers by which caches keep an answer."""
    return {"ETag": tag, "Vary": vary, "Cache-Control": _REVALIDATE}


def send_result(request: Request, answer: QueryResponse, tag: str) -> Response:
    """Return a worker's result as the response."""
    headers = {
        **validators(tag),
        "Content-Type": content_type(answer.media_type),
        "Server-Timing": f"query;dur={answer.seconds * 1000:.1f}",
        "X-Snapshot": answer.snapshot,
    }
    if answer.coding:
        headers["Content-Encoding"] = answer.coding
    state = request.app.state
    return PacedResponse(answer.body, headers=headers, seconds=state.settings.send_seconds, held=state.held)


def content_type(media_type: str) -> str:
    """Return the Content-Type of a media type; all our text is UTF-8."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
