"""What a process that runs strangers' queries may not do, asked of the Linux kernel.

A worker keeps the socket that is open when it is confined and can open nothing more: no file, no connection. So the
refusal of SERVICE and LOAD holds even if the reading of the query were wrong (`kg.store.guard`).
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from pathlib import Path
from typing import Final

from kg.store.memory import cap_memory

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_NO_NEW_PRIVS: Final = 38


def die_with_parent(parent: int) -> None:
    """Let the kernel end this process (SIGKILL) when its parent ends.

    Args:
        parent: process id of the parent when it made us; if that one is gone already, this process ends now.
    """
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def confine(memory_bytes: int, niceness: int) -> None:
    """Take from this process what a query does not need. There is no way back.

    Args:
        memory_bytes: what it may allocate beyond what it has now.
        niceness: added to its nice value, so that the HTTP process goes first.
    """
    os.nice(niceness)
    Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")  # the kernel takes a worker first
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    cap_memory(memory_bytes)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _prctl(option: int, value: int) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl({option}) failed")
