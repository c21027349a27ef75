"""Ask the canned questions of the pool: the questions' room is synchronous, so each is asked in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TypeVar, cast

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results
from starlette.concurrency import run_in_threadpool

from kg.errors import ServerBusy
from kg.output.bilingual import Language
from kg.questions.ask import ask
from kg.questions.model import Answer, Term
from kg.serving.pool import Lane, Pool
from kg.serving.protocol import QueryRequest, QueryResponse

Result = TypeVar("Result")
_TRIES: Final = 3


@dataclass
class PoolExecutor:
    """Answers SELECT queries from the pool's reserved lane; see `kg.questions.model.Executor`.

    Attributes:
        snapshots: ids of the snapshots that answered.
    """

    pool: Pool
    loop: asyncio.AbstractEventLoop
    client: str
    snapshots: set[str] = field(default_factory=set)
    _asking: Future[QueryResponse] | None = None
    _abandoned: bool = False

    def select(self, sparql: str) -> Iterator[tuple[Term | None, ...]]:
        """Run a SELECT query and return its rows. Called in a thread, while the loop runs in another.

        Raises:
            QueryError: it was refused, was not understood, or took too long.
            CancelledError: nobody waits for the answer any more.
        """
        asking = self.pool.query(QueryRequest(sparql), lane=Lane.RESERVED, client=self.client)
        self._asking = asyncio.run_coroutine_threadsafe(asking, self.loop)
        if self._abandoned:
            self._asking.cancel()
        answer = self._asking.result()
        self.snapshots.add(answer.snapshot)
        solutions = cast("QuerySolutions", parse_query_results(answer.body, QueryResultsFormat.JSON))
        return (tuple(solution) for solution in solutions)

    async def in_thread(self, work: Callable[[], Result]) -> Result:
        """Return what `work`, which asks this executor, returns; when this call is cancelled, end what it asks."""
        task = asyncio.ensure_future(run_in_threadpool(work))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._abandoned = True
            if self._asking is not None:
                self._asking.cancel()
            await asyncio.gather(task, return_exceptions=True)
            raise


async def ask_pool(
    pool: Pool, name: str, parameters: Mapping[str, str], *, lang: Language, limit: int, client: str
) -> tuple[Answer, str]:
    """Ask a question; return its answer and the id of the one snapshot that gave it.

    Cancelling the call ends its queries.


    Raises:
        ServerBusy: the snapshot changed again and again while the question was asked.
        QuestionError, QueryError: see `kg.questions.ask.ask`.
    """
    loop = asyncio.get_running_loop()
    for _ in range(_TRIES):
        executor = PoolExecutor(pool, loop, client)
        answer = await executor.in_thread(partial(ask, executor, name, parameters, lang=lang, limit=limit))
        if len(executor.snapshots) == 1:
            return answer, executor.snapshots.pop()
    raise ServerBusy("The data changed while the question was asked.", hint="Ask again.")
