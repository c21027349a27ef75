"""Start the server: what `chitieu serve` runs."""

from __future__ import annotations

import asyncio
import gc
import logging
import resource
import signal
import socket
import sys
from functools import partial
from types import FrameType
from typing import Final

import uvicorn
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from api.app import create_app
from api.patience import patient
from kg.errors import UsageError
from kg.settings import Settings
from kg.store.snapshot import open_current

_OTHER_FILES: Final = 256  # sockets to workers, files of pages
_BACKLOG: Final = 2048  # connections that the kernel holds until they are accepted


def serve(settings: Settings) -> int:
    """Serve until told to stop (SIGINT or SIGTERM).

    Args:
        settings: where to listen, where the snapshots are, every limit.

    Returns:
        0 after a stop that was asked for.

    Raises:
        SnapshotNotFound: there is no snapshot.
        UsageError: the address cannot be listened on.
    """
    _log_to_stderr()
    _allow_connections(settings.connections)
    current = partial(open_current, settings.data_dir)
    current()  # say at once, and without a stack of calls, that there is none
    config = uvicorn.Config(
        create_app(settings, current),
        http=patient(AutoHTTPProtocol, settings),
        h11_max_incomplete_event_size=settings.header_bytes,
        timeout_keep_alive=max(1, int(settings.idle_seconds)),
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        access_log=False,
        log_config=None,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=max(1, int(settings.stop_seconds)),
    )
    server = uvicorn.Server(config)
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, _stopped)  # uvicorn takes both over while it runs, and raises them again when it is done
    gc.collect()
    gc.freeze()  # what is loaded stays; collections that looked at it again took 50 ms out of somebody's page
    with _listen(settings) as listening, asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(server.serve([listening]))
    return 0 if server.started else 2


def _log_to_stderr() -> None:
    """Log in lines: events as text, requests as JSON objects."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    requests = logging.getLogger("chitieu.requests")
    requests.propagate = False
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    requests.addHandler(handler)


def _allow_connections(count: int) -> None:
    """Let this process have as many open files as its connections need, if the system allows it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + _OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


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
    # Accepted sockets inherit both. Without the first, every answer waits 40 ms for an acknowledgement.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(1000 * settings.send_seconds))
    return listening


def _stopped(_signal: int, _frame: FrameType | None) -> None:
    """End as asked: without an error."""
    sys.exit(0)
