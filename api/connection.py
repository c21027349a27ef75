"""Who asks, under which address they reach us, and whether they are still there."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final, TypeVar

from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import Response

from kg.settings import Settings

Result = TypeVar("Result")
_GLANCE: Final = 0.1  # seconds before it is worth watching whether the client is still there


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


def base_of(request: Request) -> str:
    """Return the address of the server as strangers reach it, without a slash at the end."""
    settings: Settings = request.app.state.settings
    if settings.public_url:
        return settings.public_url.rstrip("/")
    return _origin(request.scope["scheme"], request.headers.get("host"), request.scope.get("server"))


@lru_cache(maxsize=256)
def _origin(scheme: str, host: str | None, server: tuple[str, int | None] | None) -> str:
    """Return what `Request.url` begins with; the Host header counts if it is one."""
    headers = [] if host is None else [(b"host", host.encode("latin-1"))]
    address = URL(scope={"scheme": scheme, "path": "/", "headers": headers, "server": server})
    return f"{address.scheme}://{address.netloc}"


def endpoint_of(request: Request) -> str:
    """Return the address of `/sparql` as strangers reach it."""
    return f"{base_of(request)}/sparql"


def client_of(request: Request) -> str:
    """Return the address by which the client takes turns: of IPv6 the network of 64 bits, which one client has."""
    return _network(request.client.host) if request.client else ""


def is_loopback(client: str) -> bool:
    """Whether a client (as of `client_of`) is on this machine."""
    return client.startswith("127.") or client == "::/64"


@lru_cache(maxsize=4096)
def _network(host: str) -> str:
    try:
        address = ip_address(host)
    except ValueError:  # a Unix socket, or a name that a proxy made up
        return host
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(IPv6Network((address, 64), strict=False))
    return host


async def while_connected(request: Request, work: Coroutine[object, object, Result]) -> Result:
    """Await `work`; cancel it when the client goes away.

    Raises:
        ClientGone: it went.
    """
    loop = asyncio.get_running_loop()
    watching: list[asyncio.Task[None]] = []
    try:
        async with asyncio.timeout(None) as patience:
            glance = loop.call_later(_GLANCE, lambda: watching.append(loop.create_task(_watch(request, patience))))
            return await work
    except TimeoutError:
        if patience.expired():
            raise ClientGone from None
        raise
    finally:
        glance.cancel()
        for task in watching:
            task.cancel()


async def _watch(request: Request, patience: asyncio.Timeout) -> None:
    """Let the patience end when the client goes."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    patience.reschedule(asyncio.get_running_loop().time())


async def nobody_listens(_request: Request, _error: Exception) -> Response:
    """Answer a client that is gone: the status is for the log only."""
    return Response(status_code=499)
