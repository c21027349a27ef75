"""Start the server: what `chitieu serve` runs."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from functools import partial
from types import FrameType
from typing import Final

import uvicorn

from api.app import create_app
from kg.errors import UsageError
from kg.serving.confinement import require_linux
from kg.settings import Settings
from kg.store.snapshot import open_current

_BACKLOG: Final = 2048  # connections that the kernel holds until they are accepted


def main(settings: Settings) -> int:
    """Serve until told to stop (SIGINT or SIGTERM).

    Args:
        settings: where to listen, where the snapshots are, every limit.

    Returns:
        0 after a stop that was asked for.

    Raises:
        ServingUnavailable: this system has not what serving needs.
        SnapshotNotFound: there is no snapshot.
        UsageError: the address cannot be listened on.
    """
    require_linux()
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    current = partial(open_current, settings.data_dir)
    current()  # say at once, and without a stack of calls, that there is none
    config = uvicorn.Config(
        create_app(settings, current),
        access_log=False,
        log_config=None,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=max(1, int(settings.stop_seconds)),
    )
    server = uvicorn.Server(config)
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, _stopped)  # uvicorn takes both over while it runs, and raises them again when it is done
    with _listen(settings) as listening:
        asyncio.run(server.serve([listening]))
    return 0 if server.started else 2


def _listen(settings: Settings) -> socket.socket:
    """Return a socket that listens; connections whose other side has gone silent end after `send_seconds`."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listening = socket.create_server((settings.host, settings.port), family=family, backlog=_BACKLOG)
    except OSError as error:
        raise UsageError(
            f"Nothing can listen on {settings.host} port {settings.port}: {error.strerror}.",
            hint="Give another --port or --host.",
        ) from error
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(1000 * settings.send_seconds))
    return listening


def _stopped(_signal: int, _frame: FrameType | None) -> None:
    """End as asked: without an error."""
    sys.exit(0)
