"""`python -m api.mcp`: serve with the settings of the environment (`CHITIEU_…`, see `docs/settings.md`)."""

from __future__ import annotations

import logging
import sys

from kg.errors import ChitieuError, MissingExtra
from kg.serving.platform import require_linux
from kg.settings import Settings


def main() -> int:
    """Serve until standard input is closed; return the exit code."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)  # standard output is the protocol's
    try:
        require_linux(sys.platform)
        serve(Settings.from_environment())
    except ChitieuError as error:
        sys.stderr.write(f"chitieu mcp: {error}\n")
        return error.exit_code
    return 0


def serve(settings: Settings) -> None:
    """Serve.

    Raises:
        MissingExtra: the protocol's SDK is not installed.
        SnapshotNotFound: nothing is published.
    """
    try:
        from api.mcp.server import make_server  # noqa: PLC0415  # what it imports is an extra
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        raise MissingExtra(
            "chitieu mcp needs the package mcp.", hint="Install it: pip install 'chitieu[mcp]'."
        ) from error
    make_server(settings).run("stdio")


if __name__ == "__main__":
    sys.exit(main())
