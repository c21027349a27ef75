"""A zygote and its workers, as the HTTP process sees them: one snapshot from its loading to its end."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any, Final, Protocol, cast

from kg.errors import ServingUnavailable, SnapshotDamaged
from kg.serving.protocol import LENGTHS
from kg.serving.zygote import Orders
from kg.store.snapshot import Snapshot

_LOG: Final = logging.getLogger("chitieu.serving")
_MESSAGE_BYTES: Final = 65536
_CPUCLOCK_SCHED: Final = 2  # linux/posix-timers.h: the clock of a process is (~pid << 3) | 2
_PATIENCE: Final = 10.0  # seconds in which a zygote ends by itself
_STILLBORN: Final = "The process that loads the snapshot ended before it was done."
_STILLBORN_PAUSE: Final = 1.0  # seconds before a worker that ended without a query is replaced


class Employer(Protocol):
    """Who gives work to workers and hears of what becomes of it."""

    def worker_free(self) -> None:
        """A worker is idle."""

    def worker_answered(self, worker: Worker, head: bytes, body: bytes) -> None:
        """The worker has answered the frame it was given; it is not idle before `Generation.release`."""

    def worker_ended(self, worker: Worker, code: int, words: str) -> None:
        """The worker's process is gone while it had a frame to answer.

        Args:
            worker: which one.
            code: as of subprocess: negative for a signal.
            words: the beginning of what it wrote to standard error.
        """

    def generation_lost(self, generation: Generation) -> None:
        """The zygote is gone without being told to go."""


class Worker(asyncio.Protocol):
    """The socket to one worker process; gathers the frame that it sends back.

    Args:
        number: its number in its generation.
        on_answer: called with itself, head and body of a whole frame.
    """

    def __init__(self, number: int, on_answer: Callable[[Worker, bytes, bytes], None]) -> None:
        self.number = number
        self.pid: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.given = 0
        self.busy = False
        self.calmed = False
        self._cpu_before = 0.0
        self._on_answer = on_answer
        self._connected = False
        self._parts: list[bytes] = []
        self._received = 0
        self._expected = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport (called by asyncio)."""
        self._transport = cast("asyncio.Transport", transport)  # a stream socket's is one
        self._connected = True

    def give(self, frame: bytes) -> None:
        """Send a frame to be answered."""
        self.busy = True
        self.given += 1
        self._cpu_before = self._cpu_clock()
        self._transport.write(frame)

    @property
    def there(self) -> bool:
        """Whether its process still holds the other end of the socket."""
        return not self._transport.is_closing()

    @property
    def cpu_seconds(self) -> float:
        """What the frame that it was given last has taken so far, of processor time."""
        return self._cpu_clock() - self._cpu_before

    def _cpu_clock(self) -> float:
        """Read the process's own clock: on a busy machine time passes in which a process does not run."""
        try:
            return time.clock_gettime((~self.pid.result() << 3) | _CPUCLOCK_SCHED)
        except OSError:  # it has just ended
            return self._cpu_before

    def data_received(self, data: bytes) -> None:
        """Gather a frame (called by asyncio)."""
        self._parts.append(data)
        self._received += len(data)
        if not self._expected and self._received >= LENGTHS.size:
            self._parts = [b"".join(self._parts)]
            self._expected = LENGTHS.size + sum(LENGTHS.unpack_from(self._parts[0]))
        if self._expected and self._received >= self._expected:
            self._deliver()

    def _deliver(self) -> None:
        frame = memoryview(b"".join(self._parts))
        self._parts, self._received, self._expected = [], 0, 0
        body_at = LENGTHS.size + LENGTHS.unpack_from(frame)[0]
        self._on_answer(self, bytes(frame[LENGTHS.size : body_at]), bytes(frame[body_at:]))

    def close(self) -> None:
        """Close the socket; the worker ends when it is idle."""
        if self._connected:
            self._transport.close()


class Generation:
    """One snapshot, served: the zygote's process and the workers that are alive.

    Args:
        snapshot: the snapshot.
        workers: how many workers to keep.
        memory_bytes, niceness: a worker's limits.
        employer: told of idle workers, of answers and of ends.
    """

    def __init__(
        self, snapshot: Snapshot, *, workers: int, memory_bytes: int, niceness: int, employer: Employer
    ) -> None:
        self.snapshot = snapshot
        self.quads = 0
        self.retired = False
        self._size = workers
        self._memory_bytes = memory_bytes
        self._niceness = niceness
        self._employer = employer
        self._idle: list[Worker] = []
        self._alive: dict[int, Worker] = {}
        self._next = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._hiring: set[asyncio.Task[None]] = set()

    # -- life --------------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Start the zygote, wait until it has loaded the snapshot, and fork the workers.

        Raises:
            SnapshotDamaged: the dataset cannot be loaded.
            ServingUnavailable: the zygote ended before it was ready.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            orders = Orders(
                theirs.fileno(), os.getpid(), self.snapshot.path.resolve(), self._memory_bytes, self._niceness
            )
            self._process = subprocess.Popen(
                [sys.executable, "-m", "kg.serving.zygote", *orders.arguments()],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env={**os.environ, "RUST_BACKTRACE": "0"},  # of what breaks in a worker one line is enough
            )
        ours.setblocking(False)
        self._control = ours
        asyncio.get_running_loop().add_reader(ours, self._hear)
        try:
            await self._ready
        except (SnapshotDamaged, ServingUnavailable, asyncio.CancelledError):
            await self.stop()
            raise
        for _ in range(self._size):
            self._spawn()
        await asyncio.gather(*self._hiring)
        if self.lost:
            await self.stop()
            raise ServingUnavailable(_STILLBORN)

    async def stop(self) -> None:
        """End the zygote, and by it every worker, whatever they do; wait for their end."""
        self.retired = True
        self._hang_up()
        for task in self._hiring:
            task.cancel()
        await asyncio.gather(*self._hiring, return_exceptions=True)
        for worker in self._alive.values():
            worker.close()
        if self._process is not None:
            await asyncio.to_thread(_end, self._process)

    def retire(self) -> None:
        """End when the queries in flight are answered; idle workers go at once."""
        self.retired = True
        for worker in self._idle:
            worker.close()
        self._idle.clear()

    @property
    def lost(self) -> bool:
        """Whether the zygote is gone or told to go."""
        return self._control is None

    @property
    def working(self) -> bool:
        """Whether a worker has a query to answer."""
        return any(worker.busy for worker in self._alive.values())

    def pids(self) -> dict[str, list[int]]:
        """Return the process ids: of the zygote, and of the workers."""
        zygote = [] if self._process is None else [self._process.pid]
        forked = [worker.pid for worker in self._alive.values()]
        return {"zygote": zygote, "workers": [pid.result() for pid in forked if pid.done()]}

    # -- work --------------------------------------------------------------------------------------------------------

    @property
    def idle(self) -> int:
        """Number of workers without work."""
        return sum(worker.there for worker in self._idle)

    def take(self) -> Worker:
        """Return an idle worker, idle no more. The one that worked last is warmest.

        Raises:
            IndexError: there is none.
        """
        while not (worker := self._idle.pop()).there:
            _LOG.debug("worker %d has gone; the zygote will say so", worker.number)
        return worker

    def release(self, worker: Worker) -> None:
        """Take back a worker that has answered. One that was calmed cannot be roused: another takes its place."""
        worker.busy = False
        if self.retired:
            worker.close()
        elif worker.calmed:
            self.kill(worker)
        else:
            self._idle.append(worker)

    def calm(self, worker: Worker) -> None:
        """Let a worker run after all others, as far as what it does now is concerned."""
        worker.calmed = True
        self._order({"do": "calm", "worker": worker.number})

    def kill(self, worker: Worker) -> None:
        """End a worker, whatever it does, and have another in its place."""
        if self._alive.pop(worker.number, None) is None:
            return
        worker.busy = False
        worker.close()
        self._order({"do": "kill", "worker": worker.number})
        if not self.retired:
            self._spawn()

    def _spawn(self) -> None:
        if self._control is None or self.retired:
            return
        number, self._next = self._next, self._next + 1
        worker = Worker(number, self._employer.worker_answered)
        ours, theirs = socket.socketpair()
        with theirs:
            self._order({"do": "spawn", "worker": number}, theirs)
        self._alive[number] = worker
        task = asyncio.get_running_loop().create_task(self._hire(worker, ours))
        self._hiring.add(task)
        task.add_done_callback(self._hiring.discard)

    async def _hire(self, worker: Worker, channel: socket.socket) -> None:
        try:
            await asyncio.get_running_loop().connect_accepted_socket(lambda: worker, channel)
            await worker.pid
        except asyncio.CancelledError:
            channel.close()
            raise
        if worker.number in self._alive and not self.retired:
            self._idle.append(worker)
            self._employer.worker_free()
        else:
            worker.close()

    def _order(self, order: dict[str, object], handed: socket.socket | None = None) -> None:
        if self._control is None:
            return
        message = json.dumps(order).encode()
        try:
            if handed is None:
                self._control.send(message)
            else:
                socket.send_fds(self._control, [message], [handed.fileno()])
        except (BrokenPipeError, ConnectionResetError):
            _LOG.debug("The zygote of %s is gone; its end is heard of next.", self.snapshot.id)

    # -- what the zygote tells ---------------------------------------------------------------------------------------

    def _hear(self) -> None:
        try:
            message = b"" if self._control is None else self._control.recv(_MESSAGE_BYTES)
        except ConnectionResetError:
            message = b""
        if message:
            self._heed(json.loads(message))
        else:
            self._lost()

    def _heed(self, event: dict[str, Any]) -> None:
        match event["event"]:
            case "ready":
                self.quads = event["quads"]
                self._ready.set_result(None)
            case "failed":
                self._ready.set_exception(SnapshotDamaged(event["message"], hint="Build the snapshot again."))
            case "spawned":
                if event["worker"] in self._alive:
                    self._alive[event["worker"]].pid.set_result(event["pid"])
            case "ended":
                self._ended(event["worker"], event["code"], event["words"])

    def _ended(self, number: int, code: int, words: str) -> None:
        worker = self._alive.pop(number, None)
        if worker is None:  # we had it killed
            return
        worker.close()
        if worker in self._idle:
            self._idle.remove(worker)
        if worker.busy:
            worker.busy = False
            self._employer.worker_ended(worker, code, words)
        if not self.retired:
            pause = 0.0 if worker.given else _STILLBORN_PAUSE
            asyncio.get_running_loop().call_later(pause, self._spawn)

    def _lost(self) -> None:
        self._hang_up()
        alive, self._alive = self._alive, {}
        self._idle.clear()
        for worker in alive.values():
            worker.close()
            if not worker.pid.done():
                worker.pid.set_result(0)
            if worker.busy:
                worker.busy = False
                self._employer.worker_ended(worker, -signal.SIGKILL, "")
        if not self._ready.done():
            self._ready.set_exception(ServingUnavailable(_STILLBORN))
        elif not self.retired:
            self._employer.generation_lost(self)

    def _hang_up(self) -> None:
        if self._control is not None:
            asyncio.get_running_loop().remove_reader(self._control)
            self._control.close()
            self._control = None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Wait for a zygote whose control socket is closed; it ends by itself unless it is still loading."""
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()  # the kernel ends its workers with it
        process.wait()
