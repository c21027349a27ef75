"""Ask a real server good, bad and hostile things for a long time, and compare every answer with pyoxigraph's own.

`python -m bench.soak [--seconds 3600] [--log FILE]`, from the top of a checkout, builds the corpus, serves it, kills
workers meanwhile, and prints what it saw (`docs/soak.md` keeps the log of an hour). Exits 1 if an answer was wrong, a
status was not the one meant, or memory grew.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TextIO, cast

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
}
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HOSTILE = (
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f LIMIT %d",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c > ?f && ?f > ?i) } LIMIT %d",
    "ASK {" + "{" * 30_000 + "}" * 30_000 + "} # %d",
)
INTENDED = {503, 504, 413}  # what a hostile query may get; 413 for one that finishes with too much
PAGES = ("/", "/sparql", "/questions", "/about/limits", "/.well-known/void", "/graph-store?default", "/health")
CLIENTS = (  # how many, and how often they ask what: those who wait for what never ends do not hold up the others
    (6, {"good": 80, "page": 10, "refused": 10}),
    (4, {"hostile": 50, "large": 10, "leaver": 40}),
)
WARM_SECONDS = 60.0  # before memory is measured
MOST_GROWN = 4 * 2**20  # bytes, from the first quarter of the time to the last


@dataclass
class Tally:
    """What was seen."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    resident: list[int] = field(default_factory=list)
    took: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    @property
    def grown(self) -> float:
        """By how many bytes the HTTP process is larger in the last quarter of the time than in the first."""
        quarter = max(1, len(self.resident) // 4)
        return statistics.median(self.resident[-quarter:]) - statistics.median(self.resident[:quarter])


def rows(body: bytes) -> list[str]:
    """Return the rows of a SPARQL result in JSON, as text."""
    solutions = cast("QuerySolutions", parse_query_results(body, QueryResultsFormat.JSON))
    return [str([str(term) for term in solution]) for solution in solutions]


class Soak:
    """The askers; each draws what to ask from its own generator.

    Args:
        server: the server.
        store: the same data, in this process.
        seconds: how long to ask.
        log: where to write how it goes, a line now and then.
    """

    def __init__(self, server: Served, store: Store, seconds: float, log: TextIO) -> None:
        self.tally = Tally()
        self._server = server
        self._store = store
        self._seconds = seconds
        self._end = time.monotonic() + seconds
        self._log = log

    async def run(self) -> Tally:
        """Ask until the time is over."""
        kinds = [kinds for count, kinds in CLIENTS for _ in range(count)]
        askers = [self._ask_on(random.Random(seed), each) for seed, each in enumerate(kinds)]  # noqa: S311  # repeatable
        await asyncio.gather(*askers, self._kill_workers(), self._measure())
        return self.tally

    async def _measure(self) -> None:
        every = max(1.0, self._seconds / 60)
        while time.monotonic() < self._end:
            self.tally.resident.append(resident_bytes(self._server.pid))
            now = datetime.now(UTC).isoformat(timespec="seconds")
            asked, memory = sum(self.tally.statuses.values()), self.tally.resident[-1] / 2**20
            print(
                f"{now} asked {asked:8} wrong {len(self.tally.wrong)} http {memory:.1f} MiB", file=self._log, flush=True
            )
            await asyncio.sleep(every)

    async def _ask_on(self, chance: random.Random, kinds: Mapping[str, int]) -> None:
        async with httpx.AsyncClient(base_url=self._server.base, timeout=60) as client:
            while time.monotonic() < self._end:
                kind = chance.choices([*kinds], [*kinds.values()])[0]
                began = time.monotonic()
                try:
                    await getattr(self, f"_{kind}")(client, chance)
                except httpx.TransportError as error:
                    alive = Path(f"/proc/{self._server.pid}").exists()
                    self._wrong(f"{error!r} for {kind} after {time.monotonic() - began:.1f} s, {alive=}")
                self.tally.took[kind].append(1000 * (time.monotonic() - began))

    def _wrong(self, what: str) -> None:
        self.tally.wrong.append(what)
        print("WRONG", what, file=self._log, flush=True)

    async def _good(self, client: httpx.AsyncClient, chance: random.Random) -> None:
        query = chance.choice(GOOD)
        query %= tuple(chance.randrange(1, 200) for _ in range(query.count("%d")))
        response = await client.get("/sparql", params={"query": query})
        self.tally.statuses["good", response.status_code] += 1
        if response.status_code == 200 and rows(response.content) != rows(
            execute(self._store, query).serialise("json")
        ):
            self._wrong(query)
        elif response.status_code not in (200, 503):
            self._wrong(f"{response.status_code} for {query}")

    async def _page(self, client: httpx.AsyncClient, chance: random.Random) -> None:
        path = chance.choice(PAGES)
        accept = chance.choice(["text/html", "*/*"])
        response = await client.get(path, headers={"Accept": accept})
        self.tally.statuses["page", response.status_code] += 1
        if response.status_code not in (200, 503):
            self._wrong(f"{response.status_code} for {path} as {accept}")

    async def _refused(self, client: httpx.AsyncClient, chance: random.Random) -> None:
        query, status = chance.choice([*REFUSED.items()])
        response = await client.post("/sparql", data={"query": query})
        self.tally.statuses["refused", response.status_code] += 1
        if response.status_code not in (status, 503):
            self._wrong(f"{response.status_code} for {query}")

    async def _hostile(self, client: httpx.AsyncClient, chance: random.Random) -> None:
        query = chance.choice(HOSTILE) % chance.randrange(10**6)
        response = await client.post("/sparql", data={"query": query})
        self.tally.statuses["hostile", response.status_code] += 1
        if response.status_code not in INTENDED:
            self._wrong(f"{response.status_code} for {query[:80]}")

    async def _large(self, client: httpx.AsyncClient, _chance: random.Random) -> None:
        response = await client.post("/sparql", data={"query": LARGE})
        self.tally.statuses["large", response.status_code] += 1
        if response.status_code not in INTENDED:
            self._wrong(f"{response.status_code} for {LARGE}")

    async def _leaver(self, client: httpx.AsyncClient, chance: random.Random) -> None:
        query = HOSTILE[1] % chance.randrange(10**6)
        try:
            await client.get("/sparql", params={"query": query}, timeout=0.2)
        except httpx.TimeoutException:
            self.tally.statuses["leaver", 0] += 1

    async def _kill_workers(self) -> None:
        while time.monotonic() < self._end:
            await asyncio.sleep(5)
            workers = [pid for zygote in children(self._server.pid) for pid in children(zygote)]
            with suppress(ProcessLookupError):  # one that has just ended by itself
                if workers:
                    os.kill(random.choice(workers), signal.SIGKILL)  # noqa: S311


def soak(seconds: float, log: TextIO) -> Tally:
    """Soak a server of its own; return what was seen after a time to get warm."""
    with tempfile.TemporaryDirectory() as folder:
        snapshot = build([resource("corpus")], data_dir=Path(folder), settings=Settings()).snapshot
        with serving(Path(folder), query_memory_bytes=256 * 2**20, result_bytes=4 * 2**20) as server:
            run = partial(Soak, server, snapshot.load_store(), log=log)
            asyncio.run(run(min(WARM_SECONDS, seconds / 4)).run())
            return asyncio.run(run(seconds).run())


def report(tally: Tally, seconds: float) -> list[str]:
    """Return what was seen, as lines."""
    clients = sum(count for count, _ in CLIENTS)
    asked = sum(tally.statuses.values())
    lines = [f"{seconds:g} s, {asked} requests of {clients} clients, wrong {len(tally.wrong)}"]
    lines += [f"{kind:8} {status or 'left'!s:4} {count:8}" for (kind, status), count in sorted(tally.statuses.items())]
    for kind in ("good", "page"):
        cuts = statistics.quantiles(tally.took[kind], n=100)
        lines.append(f"{kind:8} median {cuts[49]:.0f} ms, p90 {cuts[89]:.0f} ms, p99 {cuts[98]:.0f} ms for the client")
    least, most = min(tally.resident) / 2**20, max(tally.resident) / 2**20
    grown = tally.grown / 2**20
    lines.append(
        f"memory of the HTTP process {least:.1f} to {most:.1f} MiB, last quarter against first {grown:+.1f} MiB"
    )
    return [*lines, *(f"WRONG {each}" for each in tally.wrong[:20])]


def main() -> int:
    """Soak, print what happened; return 1 when something was wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=3600.0, help="how long, after a minute to get warm")
    parser.add_argument("--log", type=Path, help="file to write to, besides standard output")
    given = parser.parse_args()
    with ExitStack() as stack:
        log = stack.enter_context(given.log.open("w", encoding="utf-8")) if given.log else sys.stdout
        tally = soak(given.seconds, log)
        lines = report(tally, given.seconds)
        print(*lines, sep="\n", file=log)
    if given.log:
        print(*lines, sep="\n")
    return int(bool(tally.wrong) or tally.grown > MOST_GROWN)


if __name__ == "__main__":
    sys.exit(main())
