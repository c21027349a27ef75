"""Run a query where its end is not ours: in a forked process, wherever the system has them.

pyoxigraph 0.5.13 aborts the whole process on some ORDER BY over terms of many kinds (a panic of its sort), and a join
without a common variable takes whatever memory there is. A user of the command line or a notebook is owed a message,
not a trace of the engine or a machine that stands still.
"""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable
from typing import Final, TypeVar

from kg.errors import ChitieuError, EngineFailure
from kg.store.memory import cap_memory

_Result = TypeVar("_Result")
_FORK: Final = hasattr(os, "fork")
_MEMORY: Final = 4 * 1024**3  # bytes beyond the loaded store


def isolated(work: Callable[[], _Result]) -> _Result:
    """Return what `work` returns, a value that can be pickled; without fork it runs in this process.

    Raises:
        ChitieuError: what `work` raised.
        EngineFailure: the process died.
    """
    return _forked(work) if _FORK else work()


def _forked(work: Callable[[], _Result]) -> _Result:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _tell(work, writing)
    os.close(writing)
    told = None
    try:
        with os.fdopen(reading, "rb") as pipe:
            told = pipe.read()
    finally:
        if told is None:  # Ctrl-C, above all: the child is deep in native code and would go on unseen
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if status or not told:
        raise EngineFailure(
            "The SPARQL engine failed on this query, or took more than 4 GiB of memory, and was stopped.",
            hint="Join its patterns by a common variable; order by STR(?x) where ?x has terms of many kinds.",
        )
    result = pickle.loads(told)  # noqa: S301  # our own child wrote it
    if isinstance(result, ChitieuError):
        raise result
    value: _Result = result
    return value


def _tell(work: Callable[[], object], writing: int) -> None:
    """In the child: run, write the outcome, end at once; a last word of the engine goes nowhere."""
    status = 1  # whatever else happens here must not go on as a second parent
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        cap_memory(_MEMORY)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(_outcome(work), pipe)
        status = 0
    finally:
        os._exit(status)


def _outcome(work: Callable[[], object]) -> object:
    try:
        return work()
    except ChitieuError as error:
        return error
