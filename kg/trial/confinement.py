"""What a process that reads a stranger's document may not do, asked of the Linux kernel.

It may read files (its own program, the snapshot) and start LibreOffice, so it cannot be shut in as tightly as a query
worker (`kg.serving.confinement`). But it takes no more memory, time and disk than it is given, makes no connection, and
gains no rights; its children neither.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
from typing import Final

from kg.errors import ServingUnavailable

_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2
_AF_UNIX: Final = 1

# Of each kind of processor: its audit name (linux/audit.h) and the numbers of the calls that are refused.
_SOCKET: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_IO_URING_SETUP: Final = 425  # makes sockets too, past the filter; the same number everywhere
_X32: Final = 0x40000000  # calls of x86_64's other ABI are numbered from here on

# Berkeley packet filters (linux/filter.h, linux/seccomp.h): codes, and places in `struct seccomp_data`.
_INSTRUCTION: Final = struct.Struct("HBBI")
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | 13, 0x80000000  # 13 is EACCES


def confine(memory_bytes: int, file_bytes: int, seconds: float) -> None:
    """Take from this process, and from those it starts, what reading a document does not need. There is no way back.

    Args:
        memory_bytes: address space of each of them.
        file_bytes: the largest file that one of them may write.
        seconds: processor time of each, as a second line behind whoever waits with a deadline.

    Raises:
        ServingUnavailable: the kernel or the processor has no filter of system calls that we know to set.
    """
    os.nice(5)
    ceiling = int(seconds) + 1
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_CPU, ceiling),
        (resource.RLIMIT_AS, memory_bytes),
    ):
        resource.setrlimit(what, (most, most))
    _refuse_connections()


def _refuse_connections() -> None:
    """Let the kernel refuse every socket but those between processes of this machine (`AF_UNIX`)."""
    machine = platform.machine()
    if machine not in _SOCKET:
        raise ServingUnavailable(
            f"Documents cannot be tried on this processor ({machine}).", hint="Set CHITIEU_TRY_DOCUMENTS=0."
        )
    architecture, socket = _SOCKET[machine]
    program = _assembled(
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_AT_LEAST, 5, 0, _X32),
        (_JUMP_EQUAL, 4, 0, _IO_URING_SETUP),
        (_JUMP_EQUAL, 0, 2, socket),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_JUMP_EQUAL, 0, 1, _AF_UNIX),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    )
    instructions = ctypes.create_string_buffer(program, len(program))
    described = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(program) // _INSTRUCTION.size, ctypes.addressof(instructions))
    )
    _prctl(_PR_SET_NO_NEW_PRIVS, 1, 0)
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(described))


def _assembled(*instructions: tuple[int, int, int, int]) -> bytes:
    """Return a filter's instructions as bytes: code, how far to jump if true and if false, operand."""
    return b"".join(_INSTRUCTION.pack(*instruction) for instruction in instructions)


def _prctl(option: int, first: int, second: int) -> None:
    arguments = (ctypes.c_ulong(first), ctypes.c_ulong(second), ctypes.c_ulong(0), ctypes.c_ulong(0))
    if ctypes.CDLL(None, use_errno=True).prctl(option, *arguments) != 0:
        number = ctypes.get_errno()
        raise ServingUnavailable(
            f"The kernel does not let a process be confined (prctl {option}: {os.strerror(number)}).",
            hint="Set CHITIEU_TRY_DOCUMENTS=0.",
        )
