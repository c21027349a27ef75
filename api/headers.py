"""Headers that every answer carries."""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Our pages need nothing from elsewhere, and nobody may frame them. Data is free for any origin, without credentials.
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS: Final = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Retry-After, Server-Timing, X-Request-Id, X-Snapshot, X-Truncated"),
    (b"content-security-policy", _POLICY.encode()),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)


class Headers:
    """ASGI middleware that adds them. Nothing of the body passes through its hands twice."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers added."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = list(message.get("headers", ()))
                given = {name for name, _ in own}  # a page that stands alone brings a policy of its own
                message["headers"] = own + [header for header in _ALWAYS if header[0] not in given]
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)
