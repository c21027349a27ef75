from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import CancelledError
from typing import Any

import pytest

from api.executor import PoolExecutor
from kg.serving.pool import Pool

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c > ?f && ?f > ?i) }"


def test_a_question_whose_asker_leaves_ends_its_query(with_pool: Callable[..., Any]) -> None:
    async def scene(pool: Pool) -> None:
        executor = PoolExecutor(pool, asyncio.get_running_loop(), "leaver")
        asking = asyncio.create_task(executor.in_thread(lambda: list(executor.select(ENDLESS))))
        while not pool.load.running:
            await asyncio.sleep(0.01)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        async with asyncio.timeout(5):
            while pool.load.idle < 3:
                await asyncio.sleep(0.01)

    with_pool(scene, query_seconds=60.0)


def test_a_question_whose_asker_has_left_asks_no_further(with_pool: Callable[..., Any]) -> None:
    async def scene(pool: Pool) -> None:
        executor = PoolExecutor(pool, asyncio.get_running_loop(), "leaver")

        def ask_twice() -> None:
            with pytest.raises(CancelledError):
                executor.select(ENDLESS)
            executor.select(ENDLESS)

        asking = asyncio.create_task(executor.in_thread(ask_twice))
        await asyncio.sleep(0.3)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert pool.load.running == 0

    with_pool(scene, query_seconds=60.0)
