"""`chitieu mcp`."""

from __future__ import annotations

import os
import sys

from kg.commands.options import DataDir


def mcp(data: DataDir = None) -> None:
    """Serve the current snapshot to an assistant over the Model Context Protocol (standard input and output)."""
    chosen = {} if data is None else {"CHITIEU_DATA_DIR": str(data)}
    # As for `serve`: another package, which kg does not import, takes over this process (docs/decisions/0006).
    os.execve(sys.executable, [sys.executable, "-m", "api.mcp"], {**os.environ, **chosen})  # noqa: S606  # no shell is meant
