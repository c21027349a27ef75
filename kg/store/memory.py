"""How much memory a query may take, where the system can say (Linux)."""

from __future__ import annotations

import sys
from pathlib import Path


def address_space_bytes() -> int:
    """Return the size of this process's address space. Linux alone tells it."""
    import resource  # noqa: PLC0415  # Windows has no such module

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def cap_memory(further_bytes: int) -> None:
    """Let this process allocate no more than `further_bytes` beyond what it has now; nothing happens but on Linux."""
    if not sys.platform.startswith("linux"):
        return
    import resource  # noqa: PLC0415  # see above

    cap = address_space_bytes() + further_bytes
    resource.setrlimit(resource.RLIMIT_AS, (cap, cap))
