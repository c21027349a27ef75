"""Who runs when: the one door through which the HTTP side asks queries.

Two lanes. `Lane.RESERVED` is for pages and canned questions, whose cost we know; `Lane.FREE` is for what strangers
write. Free queries may hold all workers but `reserved_workers` for as long as their deadline allows; a reserved
worker one of them may use only for `quick_seconds`. Whoever is not done by then, while the others are taken, is ended
and starts again when its turn comes. So small queries and pages pass by any number of slow ones, and nobody has to
guess beforehand which is which. In the same way those that need up to `steady_seconds` pass by those that need longer,
which give up all but one of the slots for slow ones when others wait.
"""

from __future__ import annotations

import asyncio
import enum
import logging
import signal
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Final

from kg.errors import (
    ChitieuError,
    QueryError,
    QueryTimeout,
    ServerBusy,
    ServingUnavailable,
    SnapshotDamaged,
    WorkerLost,
)
from kg.serving.endings import error_of_end
from kg.serving.fairness import FairQueue
from kg.serving.generation import Generation, Worker
from kg.serving.protocol import QueryRequest, QueryResponse, decode_response, encode_request
from kg.serving.stages import Stage
from kg.settings import Settings
from kg.store.snapshot import Snapshot

_LOG: Final = logging.getLogger("chitieu.serving")
_LOOKS: Final = 5  # how often a query is looked at in its first slice, which is so much shorter when others wait
_UNNOTICED: Final = 0.1  # seconds in which a worker may be gone without our having heard of it
_RESTART_PAUSE: Final = 0.5  # seconds before a zygote that was ended from outside is replaced


class Lane(enum.Enum):
    """Whose query it is."""

    FREE = "free"
    RESERVED = "reserved"


# How many times its slice a query may last while it hardly gets the processor.
_CROWDED: Final = {Stage.FRESH: 20, Stage.STEADY: 3}


@dataclass(frozen=True, slots=True)
class Load:
    """What the pool does at the moment.

    Attributes:
        snapshot: id of the snapshot that new queries meet; empty if there is none.
        quads: how many it holds.
        idle, running, waiting: workers without work; queries that run; queries that wait.
    """

    snapshot: str
    quads: int
    idle: int
    running: int
    waiting: int


@dataclass(eq=False, slots=True)
class _Ticket:
    """A query on its way through the pool."""

    request: QueryRequest
    lane: Lane
    client: str
    seconds: float
    answer: asyncio.Future[QueryResponse]
    stage: Stage = Stage.FRESH
    again: bool = False
    timers: list[asyncio.TimerHandle] = field(default_factory=list)

    def clear_timers(self) -> None:
        for timer in self.timers:
            timer.cancel()
        self.timers.clear()

    def fail(self, error: QueryError) -> None:
        self.clear_timers()
        if not self.answer.done():
            self.answer.set_exception(error)


@dataclass(frozen=True, slots=True)
class _Run:
    ticket: _Ticket
    worker: Worker
    generation: Generation
    began: float


class Pool:
    """Query workers over the current snapshot.

    Args:
        settings: workers, deadlines, memory, queue.
        current: says which snapshot is current; called when the pool starts and every `watch_seconds`.
    """

    def __init__(self, settings: Settings, current: Callable[[], Snapshot]) -> None:
        self._settings = settings
        self._current = current
        self._slow_slots = max(1, settings.query_workers - settings.reserved_workers)
        self._long_slots = max(1, self._slow_slots - 1)
        self._generation: Generation | None = None
        self._snapshot: Snapshot | None = None
        self._retiring: set[Generation] = set()
        self._reserved: FairQueue[_Ticket] = FairQueue()
        self._lines: dict[Stage, FairQueue[_Ticket]] = {
            stage: FairQueue(newest_first=stage is Stage.FRESH) for stage in Stage
        }
        self._runs: dict[Worker, _Run] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._switching = asyncio.Lock()
        self._refused: str = ""  # the snapshot that could not be loaded; not tried again until another is current

    # -- life --------------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Load the current snapshot and begin to watch for another.

        Raises:
            SnapshotNotFound: there is none.
            SnapshotDamaged: it cannot be loaded.
        """
        await self.switch(self._current())
        self._task(self._watch())

    async def close(self) -> None:
        """End every process. Queries still in flight fail."""
        for task in self._tasks:
            task.cancel()
        for ticket in [run.ticket for run in self._runs.values()]:
            ticket.fail(WorkerLost("The server is stopping.", hint="Ask again in a moment."))
        ending = [*self._retiring, *([] if self._generation is None else [self._generation])]
        await asyncio.gather(*(generation.stop() for generation in ending))
        self._generation = None

    async def switch(self, snapshot: Snapshot) -> None:
        """Answer from another snapshot from now on; the queries in flight end on the one they began on.

        Raises:
            SnapshotDamaged, ServingUnavailable: it cannot be loaded; the present one stays.
        """
        async with self._switching:
            if self._generation is not None and self._generation.snapshot.id == snapshot.id:
                return
            generation = Generation(
                snapshot,
                workers=self._settings.query_workers,
                memory_bytes=self._settings.query_memory_bytes,
                niceness=self._settings.worker_niceness,
                employer=self,
            )
            self._retiring.add(generation)
            try:
                await generation.start()
            finally:
                self._retiring.discard(generation)
            previous, self._generation, self._snapshot = self._generation, generation, snapshot
            _LOG.info("serving snapshot %s, %d quads", snapshot.id, generation.quads)
            if previous is not None:
                self._retire(previous)
        self._dispatch()

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that new queries meet, while it is loaded again too.

        Raises:
            ServingUnavailable: the pool was never started.
        """
        if self._snapshot is None:
            raise ServingUnavailable("No snapshot is loaded yet.", hint="Ask again in a moment.")
        return self._snapshot

    @property
    def load(self) -> Load:
        """What the pool does at the moment."""
        waiting = len(self._reserved) + self._free_waiting()
        if self._generation is None:
            return Load("", 0, 0, len(self._runs), waiting)
        generation = self._generation
        return Load(generation.snapshot.id, generation.quads, generation.idle, len(self._runs), waiting)

    def pids(self) -> dict[str, list[int]]:
        """Return the process ids of the current generation (for tests and the curious)."""
        return {"zygote": [], "workers": []} if self._generation is None else self._generation.pids()

    # -- queries -----------------------------------------------------------------------------------------------------

    async def query(
        self, request: QueryRequest, *, lane: Lane = Lane.FREE, client: str = "", seconds: float | None = None
    ) -> QueryResponse:
        """Answer a query. Cancelling the call ends the query's worker.

        Args:
            request: the query.
            lane: whose it is.
            client: the asker's address, for the turns.
            seconds: deadline from its start in a worker; never above `Settings.query_seconds`.

        Raises:
            ServerBusy: the queue is full, or no worker came free in `Settings.queue_seconds`.
            QueryTimeout, QueryMemory, QueryTooLarge, QuerySyntaxError, NotAcceptable, WorkerLost, QueryError.
        """
        limit = self._settings.query_seconds
        ticket = _Ticket(
            request,
            lane,
            client,
            limit if seconds is None else min(seconds, limit),
            asyncio.get_running_loop().create_future(),
        )
        self._admit(ticket)
        self._dispatch()
        try:
            return await ticket.answer
        except asyncio.CancelledError:
            self._abandon(ticket)
            raise

    def _admit(self, ticket: _Ticket) -> None:
        if ticket.lane is Lane.RESERVED:
            self._queue(ticket, self._reserved, full=len(self._reserved) >= self._settings.queue_length)
            return
        full = self._free_waiting() >= self._settings.queue_length and not self._make_room(ticket.client)
        self._queue(ticket, self._lines[Stage.FRESH], full=full)

    def _free_waiting(self) -> int:
        return sum(map(len, self._lines.values()))

    def _queue(self, ticket: _Ticket, queue: FairQueue[_Ticket], *, full: bool) -> None:
        if full and not self._may_start(ticket):
            raise ServerBusy("All workers are taken and the queue is full.", hint="Ask again in some seconds.")
        queue.push(ticket.client, ticket)
        ticket.timers.append(
            asyncio.get_running_loop().call_later(self._settings.queue_seconds, self._waited_enough, ticket)
        )

    def _may_start(self, ticket: _Ticket) -> bool:
        others = self._reserved if ticket.lane is Lane.RESERVED else self._lines[Stage.FRESH]
        return self._generation is not None and self._generation.idle > len(others)

    def _make_room(self, client: str) -> bool:
        """Send away the newest waiting query of whoever has most, if that is more than `client` would have."""
        own = sum(line.waiting(client) for line in self._lines.values())
        for queue in self._lines.values():
            if not len(queue):
                continue
            greedy, count = queue.longest()
            if count > own + 1:
                queue.drop_newest(greedy).fail(
                    ServerBusy("The queue is full and others wait too.", hint="Ask fewer queries at once.")
                )
                return True
        return False

    def _waited_enough(self, ticket: _Ticket) -> None:
        if self._unqueue(ticket):
            waited = self._settings.queue_seconds
            ticket.fail(ServerBusy(f"No worker came free in {waited:g} s.", hint="Ask again in some seconds."))

    def _unqueue(self, ticket: _Ticket) -> bool:
        return any(queue.remove(ticket.client, ticket) for queue in (self._reserved, *self._lines.values()))

    def _abandon(self, ticket: _Ticket) -> None:
        """The asker is gone."""
        ticket.clear_timers()
        self._unqueue(ticket)
        for run in [run for run in self._runs.values() if run.ticket is ticket]:
            self._stop_run(run)
        self._dispatch()

    # -- workers -----------------------------------------------------------------------------------------------------

    def _dispatch(self) -> None:
        while self._generation is not None and self._generation.idle:
            ticket = self._next_ticket()
            if ticket is None:
                return
            self._begin(ticket, self._generation)

    def _next_ticket(self) -> _Ticket | None:
        """Pages first; then a slow query if it has a slot; then whoever has not run yet."""
        if len(self._reserved):
            return self._reserved.pop()
        # Long ones never hold all slots while there are two, so they need not stand back.
        slow = (Stage.LONG, Stage.STEADY) if self._slow_slots > 1 else (Stage.STEADY, Stage.LONG)
        for stage in slow:
            if len(self._lines[stage]) and self._has_slot(stage):
                return self._lines[stage].pop()
        fresh = self._lines[Stage.FRESH]
        return fresh.pop() if len(fresh) else None

    def _has_slot(self, stage: Stage) -> bool:
        return self._running(Stage.STEADY) < self._slow_slots and (
            stage is not Stage.LONG or self._running(Stage.LONG) < self._long_slots
        )

    def _running(self, stage: Stage) -> int:
        """Return how many free queries run that have come so far, or further."""
        return sum(run.ticket.stage >= stage for run in self._runs.values())

    def _begin(self, ticket: _Ticket, generation: Generation) -> None:
        ticket.clear_timers()
        loop = asyncio.get_running_loop()
        run = _Run(ticket, generation.take(), generation, loop.time())
        self._runs[run.worker] = run
        run.worker.give(encode_request(ticket.request))
        if ticket.stage is not Stage.FRESH:
            generation.calm(run.worker)
        ticket.timers.append(loop.call_later(ticket.seconds, self._out_of_time, run))
        self._look_later(run)

    def _look_later(self, run: _Run) -> None:
        if run.ticket.lane is Lane.FREE and run.ticket.stage is not Stage.LONG:
            look = self._slice(run.ticket.stage) / _LOOKS
            run.ticket.timers.append(asyncio.get_running_loop().call_later(look, self._look_at, run))

    def _slice(self, stage: Stage) -> float:
        return self._settings.quick_seconds if stage is Stage.FRESH else self._settings.steady_seconds

    def _out_of_time(self, run: _Run) -> None:
        self._stop_run(run)
        run.ticket.fail(
            QueryTimeout(
                f"The query was stopped after {run.ticket.seconds:g} s.",
                hint="Ask for less: add LIMIT, name the graph or the class, avoid patterns that share no variable.",
            )
        )
        self._dispatch()

    def _look_at(self, run: _Run) -> None:
        """See whether a free query is past its slice; a fresh one has a smaller one if others wait for a worker.

        The slice is of processor time, within reason: on a busy machine a small query too may take long.
        """
        stage = run.ticket.stage
        slice_ = self._slice(stage)
        if stage is Stage.FRESH and (len(self._lines[Stage.FRESH]) or len(self._reserved)):
            slice_ /= _LOOKS
        over = run.worker.cpu_seconds >= slice_ or asyncio.get_running_loop().time() >= run.began + (
            _CROWDED[stage] * slice_
        )
        if over and (stage is Stage.FRESH or len(self._lines[Stage.STEADY])):
            self._go_on_as(Stage(stage + 1), run)
        else:
            self._look_later(run)

    def _go_on_as(self, stage: Stage, run: _Run) -> None:
        """Let a query go on at its next stage if that has a slot, else wait for its turn to start again there."""
        within = self._slow_slots if stage is Stage.STEADY else self._long_slots
        has_slot = self._running(stage) < within
        run.ticket.stage = stage
        if has_slot:
            if stage is Stage.STEADY:
                run.generation.calm(run.worker)
            self._look_later(run)
            return
        self._stop_run(run)
        run.ticket.clear_timers()
        self._queue(run.ticket, self._lines[stage], full=False)
        self._dispatch()

    def _stop_run(self, run: _Run) -> None:
        del self._runs[run.worker]
        run.generation.kill(run.worker)

    def worker_free(self) -> None:
        """Give an idle worker something to do (called by the generation)."""
        self._dispatch()

    def worker_answered(self, worker: Worker, head: bytes, body: bytes) -> None:
        """Hand an answer to its asker (called by the generation)."""
        run = self._runs.pop(worker, None)
        if run is None:  # answered in the instant in which it was stopped
            return
        run.ticket.clear_timers()
        run.generation.release(worker)
        if not run.ticket.answer.done():
            try:
                run.ticket.answer.set_result(decode_response(head, body, run.generation.snapshot.id))
            except QueryError as error:
                run.ticket.answer.set_exception(error)
        self._dispatch()

    def worker_ended(self, worker: Worker, code: int, words: str) -> None:
        """Tell an asker that its query's process is gone (called by the generation)."""
        run = self._runs.pop(worker, None)
        if run is None:
            return
        if code == -signal.SIGKILL and asyncio.get_running_loop().time() < run.began + _UNNOTICED:
            self._ask_again(run.ticket)
        else:
            run.ticket.fail(error_of_end(code, words, self._settings.query_memory_bytes))

    def _ask_again(self, ticket: _Ticket) -> None:
        """Give a query to another worker, once: the first was gone already when the query came to it."""
        if ticket.again or ticket.answer.done():
            ticket.fail(error_of_end(-signal.SIGKILL, "", self._settings.query_memory_bytes))
            return
        ticket.again = True
        ticket.clear_timers()
        line = self._reserved if ticket.lane is Lane.RESERVED else self._lines[ticket.stage]
        self._queue(ticket, line, full=False)
        self._dispatch()

    # -- generations -------------------------------------------------------------------------------------------------

    def _retire(self, generation: Generation) -> None:
        generation.retire()
        self._retiring.add(generation)
        self._task(self._drain(generation))

    async def _drain(self, generation: Generation) -> None:
        while generation.working:
            await asyncio.sleep(0.02)
        await generation.stop()
        self._retiring.discard(generation)

    def generation_lost(self, generation: Generation) -> None:
        """Start another zygote for the snapshot of one that was ended from outside (called by the generation)."""
        _LOG.warning("the zygote of snapshot %s ended; starting another", generation.snapshot.id)
        self._task(generation.stop())
        if self._generation is generation:
            self._generation = None
            self._task(self._replace(generation.snapshot))

    async def _replace(self, snapshot: Snapshot) -> None:
        while not self._served():
            await self.refresh()
            if not self._served() and not await self._try_switch(snapshot):
                await asyncio.sleep(_RESTART_PAUSE)

    async def _try_switch(self, snapshot: Snapshot) -> bool:
        try:
            await self.switch(snapshot)
        except (SnapshotDamaged, ServingUnavailable) as error:
            _LOG.error("snapshot %s is not served: %s", snapshot.id, error)
            return False
        return True

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._settings.watch_seconds)
            await self.refresh()

    async def refresh(self) -> None:
        """Switch if another snapshot is current. One that cannot be loaded is logged, and not tried twice."""
        try:
            snapshot = self._current()
        except ChitieuError as error:
            _LOG.error("cannot tell which snapshot is current: %s", error)
            return
        if snapshot.id not in (self._served(), self._refused):
            self._refused = "" if await self._try_switch(snapshot) else snapshot.id

    def _served(self) -> str:
        return "" if self._generation is None else self._generation.snapshot.id

    def _task(self, coroutine: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
