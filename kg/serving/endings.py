"""What the end of a worker's process says about the query that it ran."""

from __future__ import annotations

import logging
import signal
from typing import Final

from kg.errors import EngineFailure, QueryError, QueryMemory, WorkerLost

_LOG: Final = logging.getLogger("chitieu.serving")
_OUT_OF_MEMORY: Final = {-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS}  # how heap and stack run out in native code
_PANIC: Final = "panicked at"  # how Rust begins to say that a program is wrong; its reason is on the next line


def error_of_end(code: int, words: str, memory_bytes: int) -> QueryError:
    """Return what to tell the asker.

    Args:
        code: as of subprocess: negative for a signal.
        words: the beginning of what the process wrote to standard error.
        memory_bytes: what it was allowed to take.
    """
    if _PANIC in words:
        said = words.partition(_PANIC)[2].partition("\n")[2].partition("\n")[0]
        _LOG.warning("the engine broke: %s", said)
        return EngineFailure(
            f"The query engine broke on this query: {said}.",
            hint="If it sorts terms of different types, sort by STR(…) of them.",
        )
    if code in _OUT_OF_MEMORY:
        return QueryMemory(
            f"The query needs more than the {memory_bytes // 2**20} MiB, or deeper nesting, than one query may have.",
            hint="Sort and group fewer rows: add FILTERs, or LIMIT in a subquery.",
        )
    _LOG.warning("a worker ended with code %d: %s", code, words.strip())
    return WorkerLost("The process that ran the query was ended.", hint="Ask again.")
