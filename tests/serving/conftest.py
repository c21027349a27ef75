"""A snapshot with numbered quads, and pools over it."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from kg.serving.pool import Pool
from kg.settings import Settings
from kg.store.publish import Part, publish
from kg.store.snapshot import DATASET, Snapshot

Result = TypeVar("Result")
Scene = Callable[[Pool], Awaitable[Any]]


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """3,000 quads in three graphs."""
    quads = "".join(
        f'<http://example.org/s{n}> <http://example.org/p> "{n}" <http://example.org/g{n % 3}> .\n' for n in range(3000)
    ).encode()
    part = Part.of_bytes(DATASET, gzip.compress(quads, mtime=0), digest_of=quads)
    return publish([part], data_dir=tmp_path_factory.mktemp("data"), counts={"quads": 3000}, graphs={}, keep=2)


@pytest.fixture
def with_pool(snapshot: Snapshot) -> Callable[..., Any]:
    """Run a scene with a started pool; its settings are small, so that tests are quick."""

    def play(scene: Scene, **changes: Any) -> Any:  # noqa: ANN401  # whatever the scene gives
        settings = Settings(
            **{"workers": 3, "reserved_workers": 1, "query_seconds": 1.0, "query_memory_bytes": 2**28, **changes}
        )

        async def run() -> Any:  # noqa: ANN401
            pool = Pool(settings, lambda: snapshot)
            await pool.start()
            try:
                return await scene(pool)
            finally:
                await pool.close()

        return asyncio.run(run())

    return play


@pytest.fixture(scope="session")
def data_dir(snapshot: Snapshot) -> Path:
    """The folder that holds the snapshot."""
    return snapshot.path.parent.parent
