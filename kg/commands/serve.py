"""`chitieu serve`."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from kg.commands.options import DataDir
from kg.settings import Settings


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", show_default="8000")] = None,
    workers: Annotated[int | None, typer.Option(help="Query workers.", show_default="max(4, 2 × cores)")] = None,
    data: DataDir = None,
) -> None:
    """Serve the current snapshot: SPARQL endpoint, questions and pages. Settings: CHITIEU_… (docs/settings.md)."""
    given = {"host": host, "port": port, "workers": workers, "data_dir": data}
    chosen = {f"CHITIEU_{name.upper()}": str(value) for name, value in given.items() if value is not None}
    Settings.from_environment({**os.environ, **chosen})
    # The server is another package, which kg does not import; it takes over this process (docs/decisions/0006).
    os.execve(sys.executable, [sys.executable, "-m", "api"], {**os.environ, **chosen})  # noqa: S606  # no shell is meant
