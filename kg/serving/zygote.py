"""The zygote: holds one snapshot in memory, runs in one thread, and forks every query worker from that.

Started as `python -m kg.serving.zygote CONTROL PARENT SNAPSHOT MEMORY NICENESS`, with a Unix SOCK_SEQPACKET socket as
file descriptor CONTROL, over which it is told what to do, one JSON object a message:

    told  {"do": "spawn", "worker": n} and a socket: fork a worker that answers on that socket
          {"do": "calm", "worker": n}                let it run after all others from now on (nice 19)
          {"do": "kill", "worker": n}                end it, whatever it does
    tells {"event": "ready", "quads": n}             the snapshot is loaded
          {"event": "failed", "message": …}          it cannot be; the zygote ends
          {"event": "spawned", "worker": n, "pid": p}
          {"event": "ended", "worker": n, "code": c, "words": w}
                                                     c as of subprocess: negative for a signal; w: its last words

When the other side of the socket closes, it ends its workers and itself. Only this process ever signals a worker, and
it is the one that collects them, so that no signal can hit a process number that was given away again.
"""

from __future__ import annotations

import gc
import json
import os
import selectors
import signal
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Store

from kg.errors import StoreError
from kg.serving.confinement import confine, die_with_parent
from kg.serving.evaluation import evaluate
from kg.serving.protocol import QueryRequest
from kg.serving.worker import work
from kg.store.snapshot import Snapshot

_MESSAGE_BYTES: Final = 4096
_WORDS_BYTES: Final = 1000
_LAST: Final = 19  # the lowest priority
_WARMING_QUERIES: Final = (
    "ASK { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o } LIMIT 1",
    "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 1",
)


@dataclass(frozen=True, slots=True)
class Orders:
    """What the zygote is started with.

    Attributes:
        control: file descriptor of the control socket.
        parent: process id of the HTTP process.
        snapshot: the snapshot's folder.
        memory_bytes: what a worker may allocate beyond the loaded store.
        niceness: added to a worker's nice value.
    """

    control: int
    parent: int
    snapshot: Path
    memory_bytes: int
    niceness: int

    @classmethod
    def of(cls, arguments: list[str]) -> Orders:
        """Read the command line."""
        control, parent, snapshot, memory_bytes, niceness = arguments
        return cls(int(control), int(parent), Path(snapshot), int(memory_bytes), int(niceness))

    def arguments(self) -> list[str]:
        """Return the command line."""
        return [str(self.control), str(self.parent), str(self.snapshot), str(self.memory_bytes), str(self.niceness)]


@dataclass(frozen=True, slots=True)
class _Child:
    number: int
    pid: int
    pidfd: int  # becomes readable when the child ends
    words: int  # end of the pipe that takes what it writes to standard error


class Zygote:
    """The loop that forks and collects workers.

    Args:
        store: the loaded snapshot.
        control: the socket to the HTTP process.
        orders: the limits for workers.
    """

    def __init__(self, store: Store, control: socket.socket, orders: Orders) -> None:
        self._store = store
        self._control = control
        self._orders = orders
        self._children: dict[int, _Child] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ)

    def run(self) -> None:
        """Do as told until the HTTP process closes the control socket; then end every worker."""
        open_ = True
        while open_:
            for key, _ in self._selector.select():
                if key.fileobj is self._control:
                    open_ = self._obey()
                else:
                    self._collect(key.data)
        for child in self._children.values():
            _kill(child)
        for child in self._children.values():
            os.waitpid(child.pid, 0)

    def _obey(self) -> bool:
        message, descriptors, _, _ = socket.recv_fds(self._control, _MESSAGE_BYTES, 1)
        if not message:
            return False
        order: dict[str, Any] = json.loads(message)
        number: int = order["worker"]
        if order["do"] == "spawn":
            self._spawn(number, socket.socket(fileno=descriptors[0]))
        elif number in self._children:
            child = self._children[number]
            _kill(child) if order["do"] == "kill" else os.setpriority(os.PRIO_PROCESS, child.pid, _LAST)
        return True

    def _spawn(self, number: int, channel: socket.socket) -> None:
        parent = os.getpid()
        words, stderr = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        pid = os.fork()
        if pid == 0:
            os.dup2(stderr, 2)
            os.close(stderr)
            os.close(words)
            self._become_worker(parent, channel)
        os.close(stderr)
        channel.close()
        child = _Child(number, pid, os.pidfd_open(pid), words)
        self._children[number] = child
        self._selector.register(child.pidfd, selectors.EVENT_READ, child)
        self._tell({"event": "spawned", "worker": number, "pid": pid})

    def _become_worker(self, parent: int, channel: socket.socket) -> None:
        """In the child: shed what is the zygote's, confine, and work. Never returns."""
        code = 1
        try:
            die_with_parent(parent)
            self._selector.close()
            self._control.close()
            for child in self._children.values():
                os.close(child.pidfd)
                os.close(child.words)
            confine(self._orders.memory_bytes, self._orders.niceness)
            work(self._store, channel)
            code = 0
        finally:
            if code:
                sys.excepthook(*sys.exc_info())
            os._exit(code)

    def _collect(self, child: _Child) -> None:
        _, status = os.waitpid(child.pid, 0)
        self._selector.unregister(child.pidfd)
        os.close(child.pidfd)
        del self._children[child.number]
        code = os.waitstatus_to_exitcode(status)
        self._tell({"event": "ended", "worker": child.number, "code": code, "words": _last_words(child)})

    def _tell(self, event: Mapping[str, object]) -> None:
        _tell(self._control, event)


def _last_words(child: _Child) -> str:
    """Return the beginning of what a worker that has ended wrote to standard error."""
    try:
        return os.read(child.words, _WORDS_BYTES).decode(errors="replace")
    except BlockingIOError:  # somebody else still holds the other end, and it is empty
        return ""
    finally:
        os.close(child.words)


def _kill(child: _Child) -> None:
    signal.pidfd_send_signal(child.pidfd, signal.SIGKILL)


def _tell(control: socket.socket, event: Mapping[str, object]) -> None:
    try:
        control.send(json.dumps(event).encode())
    except (BrokenPipeError, ConnectionResetError):
        os._exit(0)  # the HTTP process is gone; the kernel ends our workers with us


def _warm(store: Store) -> None:
    """Run each form once, so that whatever is prepared on first use is there before a worker loses its files."""
    for query in _WARMING_QUERIES:
        evaluate(store, QueryRequest(query))


def main(arguments: list[str]) -> int:
    """Load, say so, and fork on demand until the HTTP process goes."""
    orders = Orders.of(arguments)
    die_with_parent(orders.parent)
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.SIG_IGN)  # a terminal signals the whole group; the HTTP process decides when we end
    with socket.socket(fileno=orders.control) as control:
        try:
            store = Snapshot.open(orders.snapshot).load_store()
        except StoreError as error:
            _tell(control, {"event": "failed", "message": error.message})
            return 1
        _warm(store)
        gc.freeze()  # collections in a worker then leave the shared pages alone
        _tell(control, {"event": "ready", "quads": len(store)})
        Zygote(store, control, orders).run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
