"""Publish one snapshot after the other under a server that is asked all the while: every answer has to be of one.

`python -m bench.switches [--switches 1000]`, from the top of a checkout. Each snapshot holds a number; an answer's
number has to be that of the snapshot that its header names, its ETag that of no other number, and no request may fail.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.endpoints import Served, serving
from kg.store.publish import Part, publish
from kg.store.snapshot import DATASET

GRAPH = "http://example.org/g"
QUERY = "SELECT ?o (SHA256(?o) AS ?hash) { <http://example.org/version> <http://example.org/p> ?o }"
CLIENTS = 4
MOST_WAIT = 60.0  # seconds for one switch


@dataclass
class Seen:
    """What the clients saw.

    Attributes:
        asked: number of answers.
        numbers: which number was answered under which snapshot, and under which ETag.
        published: which number a snapshot holds.
        wrong: what must not be.
    """

    asked: int = 0
    numbers: dict[str, str] = field(default_factory=dict)
    published: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def note(self, response: httpx.Response) -> None:
        """Hold one answer against all others."""
        self.asked += 1
        if response.status_code != 200:
            self.wrong.append(f"{response.status_code}: {response.text[:200]}")
            return
        number = response.json()["results"]["bindings"][0]["o"]["value"]
        snapshot, tag = response.headers["x-snapshot"], response.headers["etag"]
        for name in (snapshot, tag):
            if self.numbers.setdefault(name, number) != number:
                self.wrong.append(f"{name} answered {self.numbers[name]} and {number}")
        if self.published[snapshot] != number:
            self.wrong.append(f"{snapshot} holds {self.published[snapshot]}, answered {number}")


def publish_number(data_dir: Path, number: int, seen: Seen) -> str:
    """Publish a snapshot that holds a number; return its id."""
    quads = f'<http://example.org/version> <http://example.org/p> "{number}" <{GRAPH}> .\n'.encode()
    part = Part.of_bytes(DATASET, gzip.compress(quads, mtime=0), digest_of=quads)
    snapshot = publish([part], data_dir=data_dir, counts={"quads": 1}, graphs={GRAPH: 1}, keep=3)
    seen.published[snapshot.id] = str(number)
    return snapshot.id


async def ask_on(server: Served, seen: Seen, stop: asyncio.Event) -> None:
    """Ask until it is over."""
    async with httpx.AsyncClient(base_url=server.base, timeout=60) as client:
        while not stop.is_set():
            seen.note(await client.get("/sparql", params={"query": QUERY}))


async def switch_on(server: Served, data_dir: Path, seen: Seen, switches: int) -> None:
    """Publish, wait until the server has changed over, publish again."""
    stop = asyncio.Event()
    asking = [asyncio.create_task(ask_on(server, seen, stop)) for _ in range(CLIENTS)]
    async with httpx.AsyncClient(base_url=server.base, timeout=60) as client:
        for number in range(1, switches + 1):
            wanted = publish_number(data_dir, number, seen)
            end = time.monotonic() + MOST_WAIT
            while (await client.get("/health")).json()["snapshot"] != wanted:
                if time.monotonic() > end:
                    raise SystemExit(f"snapshot {number} was not taken in {MOST_WAIT:g} s")
                await asyncio.sleep(0.02)
            if number % 50 == 0:
                print(f"{number} switches, {seen.asked} answers, wrong {len(seen.wrong)}", flush=True)
    stop.set()
    await asyncio.gather(*asking)


def main() -> int:
    """Switch, print what was seen; return 1 when something was wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench.switches", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--switches", type=int, default=1000)
    switches: int = parser.parse_args().switches
    seen = Seen()
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder)
        publish_number(data_dir, 0, seen)
        with serving(data_dir, watch_seconds=0.02, workers=3, reserved_workers=1) as server:
            began = time.monotonic()
            asyncio.run(switch_on(server, data_dir, seen, switches))
            took = time.monotonic() - began
    snapshots = len(seen.published.keys() & seen.numbers.keys())
    print(
        f"{switches} switches in {took:.0f} s, {seen.asked} answers of {snapshots} snapshots, wrong {len(seen.wrong)}"
    )
    print(*seen.wrong[:20], sep="\n")
    return int(bool(seen.wrong))


if __name__ == "__main__":
    sys.exit(main())
