"""How long small queries and pages take beside 50 cross products that never end.

`python -m bench.beside [--seconds 30]`, from the top of a checkout, over the corpus. 20 small queries and 5 pages a
second, first alone, then beside the cross products, each on a connection of its own and asked again when it is stopped.
Exits 1 when the 99th percentile of the small ones is over 100 ms or a page takes over 300 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.endpoints import Served, serving
from kg.pipeline import build
from kg.resources import resource
from kg.settings import Settings

SMALL = "SELECT * { ?plan a ct:Plan ; rdfs:label ?label } LIMIT 5"
CROSS = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY STR(?c) STR(?f) LIMIT %d"
PAGES = ("/", "/plans", "/questions", "/about/limits")
CROWD = 50
SMALL_A_SECOND = 20
PAGES_A_SECOND = 5
MOST_SMALL = 100.0  # milliseconds, 99th percentile
MOST_PAGE = 300.0  # milliseconds, any


@dataclass
class Times:
    """Milliseconds, as the client sees them."""

    small: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)

    def line(self, name: str) -> str:
        """Return them as a line of the report."""
        cuts = statistics.quantiles(self.small, n=100)
        return (
            f"{name:8} small: median {cuts[49]:.1f}, p99 {cuts[98]:.1f} ms of {len(self.small)}; "
            f"pages: median {statistics.median(self.pages):.1f}, longest {max(self.pages):.1f} ms of {len(self.pages)}"
        )

    @property
    def well(self) -> bool:
        """Whether both limits are kept."""
        return statistics.quantiles(self.small, n=100)[98] <= MOST_SMALL and max(self.pages) <= MOST_PAGE


async def cross(server: Served, number: int) -> None:
    """Ask a cross product again and again."""
    async with httpx.AsyncClient(base_url=server.base, timeout=120) as client:
        while True:
            await client.post("/sparql", data={"query": CROSS % (number + 1)})


async def timed(client: httpx.AsyncClient, address: str, took: list[float]) -> None:
    """Ask once, and note how long it took; an error took forever."""
    began = time.perf_counter()
    response = await client.get(address, headers={"Accept": "*/*" if "sparql" in address else "text/html"})
    took.append(1000 * (time.perf_counter() - began) if response.status_code == 200 else math.inf)


async def ask_steadily(server: Served, seconds: float) -> Times:
    """Ask at a fixed pace, whether or not the answers keep up."""
    times, asking = Times(), []
    small = str(httpx.URL("/sparql", params={"query": SMALL}))
    async with httpx.AsyncClient(base_url=server.base, timeout=60) as client:
        for number in range(int(seconds * SMALL_A_SECOND)):
            asking.append(asyncio.create_task(timed(client, small, times.small)))
            if number % (SMALL_A_SECOND // PAGES_A_SECOND) == 0:
                page = PAGES[number // (SMALL_A_SECOND // PAGES_A_SECOND) % len(PAGES)]
                asking.append(asyncio.create_task(timed(client, page, times.pages)))
            await asyncio.sleep(1 / SMALL_A_SECOND)
        await asyncio.gather(*asking)
    return times


async def measure(server: Served, seconds: float) -> tuple[Times, Times]:
    """Return the times alone, and beside the crowd."""
    alone = await ask_steadily(server, seconds)
    crowd = [asyncio.create_task(cross(server, number)) for number in range(CROWD)]
    await asyncio.sleep(2)
    beside = await ask_steadily(server, seconds)
    for each in crowd:
        each.cancel()
    await asyncio.gather(*crowd, return_exceptions=True)
    return alone, beside


def main() -> int:
    """Measure, print; return 1 when a limit is not kept."""
    parser = argparse.ArgumentParser(prog="python -m bench.beside", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=30.0)
    seconds: float = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder:
        build([resource("corpus")], data_dir=Path(folder), settings=Settings())
        with serving(Path(folder)) as server:
            alone, beside = asyncio.run(measure(server, seconds))
    print(alone.line("alone"))
    print(beside.line("beside"))
    return int(not beside.well)


if __name__ == "__main__":
    sys.exit(main())
