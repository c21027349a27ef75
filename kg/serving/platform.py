"""Whether this system can serve. Imports nothing that only Linux has: others are to get a sentence, not a traceback."""

from __future__ import annotations

from kg.errors import ServingUnavailable


def require_linux(platform: str) -> None:
    """Refuse to go on where the kernel has not what `confinement` needs.

    Args:
        platform: as of `sys.platform`.

    Raises:
        ServingUnavailable: it is not Linux; the message says what works instead.
    """
    if not platform.startswith("linux"):
        raise ServingUnavailable(
            f"`serve` needs Linux, where a query can be ended by ending its process; this is {platform}.",
            hint="Use `chitieu query` here, or serve in a Linux container (docs/deploy.md).",
        )
