"""Ask a real server good, bad and hostile things for a long time, and compare every answer with pyoxigraph's own.

`python -m bench.soak [SECONDS]`, from the top of a checkout, builds the corpus, serves it, kills workers meanwhile, and
prints what it saw. Exits 1 if an answer was wrong, a status was not the one meant, or memory grew.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import httpx
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store, parse_query_results

from bench.endpoints import Served, children, resident_bytes, serving
from kg.pipeline import build
from kg.resources import resource
from kg.settings import Settings
from kg.store.query import execute

GOOD = (
    "SELECT (COUNT(*) AS ?n) { ?row a ct:Assignment }",
    "SELECT ?plan (COUNT(?row) AS ?n) { ?row a ct:Assignment ; ct:plan ?plan } GROUP BY ?plan ORDER BY ?plan",
    "SELECT ?label { ?row ct:label ?label FILTER(CONTAINS(?label, 'dịch vụ công')) } ORDER BY ?label LIMIT %d",
    "SELECT * { ?s ct:lead ?o } ORDER BY ?s ?o LIMIT %d OFFSET %d",
    "SELECT ?kind (COUNT(DISTINCT ?row) AS ?n) { ?row ct:lead/ct:kind ?kind } GROUP BY ?kind ORDER BY DESC(?n) ?kind",
    "SELECT ?s { ?s ?p ?o FILTER(ISIRI(?s)) } ORDER BY ?s LIMIT 1 OFFSET %d",
)
REFUSED = {
    "SELECT * {": 400,
    "SELECT ?x { ?x nope:y ?z }": 400,
    "ASK { FILTER(<http://example.org/f>(1)) }": 400,
    "CLEAR ALL": 403,
    "SELECT * { SERVICE SILENT <http://127.0.0.1:9200/> { ?s ?p ?o } }": 403,
    "LOAD <file:///etc/passwd>": 403,
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }": 413,
}
HOSTILE = (
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f LIMIT %d",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c > ?f && ?f > ?i) } LIMIT %d",
    "ASK {" + "{" * 30_000 + "}" * 30_000 + "} # %d",
)
INTENDED = {503, 504, 413}  # what a hostile query may get; 413 for one that finishes with too much
CLIENTS = 8


@dataclass
class Tally:
    """What was seen."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def rows(body: bytes) -> list[str]:
    """Return the rows of a SPARQL result in JSON, as text."""
    solutions = cast("QuerySolutions", parse_query_results(body, QueryResultsFormat.JSON))
    return [str([str(term) for term in solution]) for solution in solutions]


class Soak:
    """The askers; each draws what to ask from its own generator."""

    def __init__(self, base: str, store: Store, end: float) -> None:
        self.tally = Tally()
        self._base = base
        self._store = store
        self._end = end

    async def run(self, server: Served) -> None:
        """Ask until the time is over."""
        askers = [self._ask_on(random.Random(seed)) for seed in range(CLIENTS)]  # noqa: S311  # to be repeatable
        await asyncio.gather(*askers, self._kill_workers(server))

    async def _ask_on(self, chance: random.Random) -> None:
        async with httpx.AsyncClient(base_url=self._base, timeout=60) as client:
            while time.monotonic() < self._end:
                kind = chance.choices(("good", "refused", "hostile", "leaver"), (80, 12, 5, 3))[0]
                await getattr(self, f"_{kind}")(client, chance)

    async def _good(self, client: httpx.AsyncClient, chance: random.Random) -> None:
        query = chance.choice(GOOD)
        query %= tuple(chance.randrange(1, 200) for _ in range(query.count("%d")))
        response = await client.get("/sparql", params={"query": query})
        self.tally.statuses["good", response.status_code] += 1
        if response.status_code == 200 and rows(response.content) != rows(
            execute(self._store, query).serialise("json")
        ):
            self.tally.wrong.append(query)
        elif response.status_code not in (200, 503):
            self.tally.wrong.append(f"{response.status_code} for {query}")

    async def _refused(self, client: httpx.AsyncClient, chance: random.Random) -> None:
        query, status = chance.choice([*REFUSED.items()])
        response = await client.post("/sparql", data={"query": query})
        self.tally.statuses["refused", response.status_code] += 1
        if response.status_code not in (status, 503, *((504,) if status == 413 else ())):
            self.tally.wrong.append(f"{response.status_code} for {query}")

    async def _hostile(self, client: httpx.AsyncClient, chance: random.Random) -> None:
        query = chance.choice(HOSTILE) % chance.randrange(10**6)
        response = await client.post("/sparql", data={"query": query})
        self.tally.statuses["hostile", response.status_code] += 1
        if response.status_code not in INTENDED:
            self.tally.wrong.append(f"{response.status_code} for {query[:80]}")

    async def _leaver(self, client: httpx.AsyncClient, chance: random.Random) -> None:
        query = HOSTILE[1] % chance.randrange(10**6)
        try:
            await client.get("/sparql", params={"query": query}, timeout=0.2)
        except httpx.TimeoutException:
            self.tally.statuses["leaver", 0] += 1

    async def _kill_workers(self, server: Served) -> None:
        while time.monotonic() < self._end:
            await asyncio.sleep(5)
            workers = [pid for zygote in children(server.pid) for pid in children(zygote)]
            if workers:
                os.kill(random.choice(workers), signal.SIGKILL)  # noqa: S311


def main(seconds: float) -> int:
    """Soak a server of its own for `seconds`, print what happened; return 1 when something was wrong."""
    with tempfile.TemporaryDirectory() as folder:
        snapshot = build([resource("corpus")], data_dir=Path(folder), settings=Settings()).snapshot
        with serving(Path(folder), query_seconds=10, query_memory_bytes=256 * 2**20, result_bytes=4 * 2**20) as server:
            soak = Soak(server.base, snapshot.load_store(), time.monotonic() + 5)
            asyncio.run(soak.run(server))  # warm, before memory is measured
            before = resident_bytes(server.pid)
            soak = Soak(server.base, snapshot.load_store(), time.monotonic() + seconds)
            asyncio.run(soak.run(server))
            after = resident_bytes(server.pid)
    for (kind, status), count in sorted(soak.tally.statuses.items()):
        print(f"{kind:8} {status or 'left'!s:4} {count:8}")
    grown = after - before
    print(f"wrong {len(soak.tally.wrong)}, memory of the HTTP process {before / 2**20:.0f} → {after / 2**20:.0f} MiB")
    for each in soak.tally.wrong[:20]:
        print("WRONG", each)
    return int(bool(soak.tally.wrong) or grown > 32 * 2**20)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 600.0))
