"""Connections that say nothing, or too slowly: cut after a time, so that they cannot fill the server."""

from __future__ import annotations

import asyncio
from typing import Any

from kg.settings import Settings


def patient(base: type[asyncio.Protocol], settings: Settings) -> type[asyncio.Protocol]:
    """Return uvicorn's HTTP protocol with limits that it lacks.

    A connection on which no request has begun or ended for `idle_seconds` to twice that long is cut; so is one whose
    request has a head that does not end within `header_bytes`, and a new one when `connections` are open.

    Args:
        base: uvicorn's protocol; it keeps the exchange that it is in as `cycle`.
        settings: the limits.
    """
    opened: set[asyncio.Protocol] = set()

    class Patient(base):  # type: ignore[valid-type, misc]  # which one it is depends on what is installed
        """An HTTP connection."""

        def connection_made(self, transport: Any) -> None:  # noqa: ANN401  # as of asyncio
            """Begin to watch it (called by asyncio)."""
            super().connection_made(transport)
            self._last_cycle: object = None
            self._head = 0
            self._watch = asyncio.get_running_loop().call_later(settings.idle_seconds, self._look)
            opened.add(self)
            if len(opened) > settings.connections:
                transport.abort()

        def connection_lost(self, exc: Exception | None) -> None:
            """Stop watching it (called by asyncio)."""
            self._watch.cancel()
            opened.discard(self)
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            """Take what came; cut a head that has no end (called by asyncio)."""
            super().data_received(data)
            self._head = 0 if self._busy() else self._head + len(data)
            if self._head > settings.header_bytes:
                self.transport.abort()

        def _busy(self) -> bool:
            return self.cycle is not None and not self.cycle.response_complete

        def _look(self) -> None:
            if not self._busy() and self.cycle is self._last_cycle:
                self.transport.abort()
                return
            self._last_cycle = self.cycle
            self._watch = asyncio.get_running_loop().call_later(settings.idle_seconds, self._look)

    return Patient
