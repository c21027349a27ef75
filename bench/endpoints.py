"""Servers under measurement: started on a free port, stopped after it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx


@dataclass(frozen=True)
class Served:
    """A running server: its process, and the address of its endpoint's root."""

    pid: int
    base: str


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def serving(data_dir: Path, **settings: object) -> Iterator[Served]:
    """Serve a data folder with `python -m api`."""
    port = free_port()
    given = {"data_dir": data_dir, "port": port, "request_log": 0, **settings}
    environment = {f"CHITIEU_{name.upper()}": str(value) for name, value in given.items()}
    with started([sys.executable, "-m", "api"], port, "/health", environment) as server:
        yield server


@contextmanager
def started(
    command: Sequence[str], port: int, probe: str, environment: dict[str, str] | None = None
) -> Iterator[Served]:
    """Run a server's command until the block ends; it has to answer `probe` within 60 s."""
    process = subprocess.Popen(
        command, env=os.environ | (environment or {}), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        base = f"http://127.0.0.1:{port}"
        _wait(base + probe, process)
        yield Served(process.pid, base)
    finally:
        process.terminate()
        process.wait(30)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(address).status_code < 500:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise SystemExit(f"{address} did not come up")


def children(parent: int) -> list[int]:
    """Return the processes that `parent` made."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = status.read_text(encoding="utf-8").split(" (", 1)
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(rest.rsplit(") ", 1)[1].split()[1]) == parent:
            found.append(int(pid))
    return found


def resident_bytes(pid: int) -> int:
    """Return what a process holds in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
