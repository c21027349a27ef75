"""How far a query that a stranger wrote has come."""

from __future__ import annotations

import enum


class Stage(enum.IntEnum):
    """A free query's stage; each has a line of its own to wait in."""

    FRESH = 0
    """Within its first `quick_seconds`, for which it may use any worker."""
    STEADY = 1
    """Slow, but within `steady_seconds`."""
    LONG = 2
    """Slower than that: goes on in what the others leave."""
