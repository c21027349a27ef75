"""What the server adds to a query, and how many it answers: against pyoxigraph in this process, and against neighbours.

`python -m bench.endpoint`, from the top of a checkout. One run, one data set (the corpus), the same queries in turn;
`oxigraph` and `rdflib-endpoint` are measured too where their commands are installed. Medians over one kept connection,
requests a second over eight. The client is bare sockets, so that it costs little of the two cores that it shares.
"""

from __future__ import annotations

import asyncio
import gzip
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlsplit

from pyoxigraph import Store

from bench.endpoints import Served, free_port, serving, started
from kg.pipeline import build
from kg.resources import resource
from kg.settings import Settings
from kg.store.query import execute
from kg.store.snapshot import DATASET

PREFIXES = "PREFIX ct: <https://w3id.org/chitieu/def#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
QUERIES = {
    "small": PREFIXES + "SELECT * { ?plan a ct:Plan ; rdfs:label ?label } LIMIT 5",
    "table": PREFIXES + "SELECT ?row ?label { ?row ct:label ?label ; ct:lead ?lead }",
    "count": PREFIXES + "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
    "sort": "SELECT * { ?s ?p ?o } ORDER BY STR(?o) LIMIT 100",
}
ROUNDS = 200
MOST_SECONDS = 10.0  # for the rounds of one query
SECONDS = 5.0
MOST_ADDED = 1.5  # milliseconds over pyoxigraph for a query under 5 ms
MOST_RATIO = 1.3  # times pyoxigraph for a slower one


def median_ms(run: Callable[[], object]) -> float:
    """Return the median time of a call in milliseconds."""
    took: list[float] = []
    while len(took) < ROUNDS and sum(took) < 1000 * MOST_SECONDS:
        started_at = time.perf_counter()
        run()
        took.append(1000 * (time.perf_counter() - started_at))
    return statistics.median(took)


class Connection:
    """One kept connection that asks one query again and again, each time with another comment: no cache knows it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: str, rest: str) -> None:
        self._reader = reader
        self._writer = writer
        self._line = line
        self._rest = rest
        self._asked = 0

    @classmethod
    async def open(cls, server: Served, path: str, query: str) -> Connection:
        """Connect."""
        host, port = urlsplit(server.base).netloc.split(":")
        rest = f" HTTP/1.1\r\nHost: {host}\r\nAccept: application/sparql-results+json\r\n\r\n"
        return cls(*await asyncio.open_connection(host, int(port)), f"GET {path}?query={quote(query)}%20%23", rest)

    async def ask(self) -> int:
        """Ask, and return the number of bytes of the answer."""
        self._asked += 1
        self._writer.write(f"{self._line}{id(self)}-{self._asked}{self._rest}".encode())
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        if not head.startswith(b"http/1.1 200"):
            raise SystemExit(f"unexpected answer: {head[:200]!r}")
        if b"content-length:" in head:
            return len(await self._reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0])))
        size = 0
        while count := int(await self._reader.readline(), 16):
            size += len(await self._reader.readexactly(count + 2))
        await self._reader.readline()
        return size


async def latency(server: Served, path: str, query: str) -> float:
    """Return the median time of a request in milliseconds."""
    connection = await Connection.open(server, path, query)
    took: list[float] = []
    while len(took) < ROUNDS and sum(took) < 1000 * MOST_SECONDS:
        started_at = time.perf_counter()
        await connection.ask()
        took.append(1000 * (time.perf_counter() - started_at))
    return statistics.median(took)


async def rate(server: Served, path: str, query: str, connections: int) -> float:
    """Return how many requests a second are answered."""
    end = time.perf_counter() + SECONDS

    async def keep_asking() -> int:
        connection, count = await Connection.open(server, path, query), 0
        while time.perf_counter() < end:
            await connection.ask()
            count += 1
        return count

    return sum(await asyncio.gather(*(keep_asking() for _ in range(connections)))) / SECONDS


def command_of(name: str) -> str | None:
    """Return the path of a neighbour's command, beside this Python or on the PATH; None if it is not installed."""
    return shutil.which(name, path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))


@contextmanager
def oxigraph(quads: Path) -> Iterator[Served]:
    """Serve the quads with Oxigraph's own server, from disk, over the union of the graphs."""
    command, store, port = str(command_of("oxigraph")), str(quads.with_suffix(".oxigraph")), free_port()
    subprocess.run([command, "load", "--location", store, "--file", str(quads)], check=True, stderr=subprocess.DEVNULL)
    serve = [command, "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with started(serve, port, "/query?query=ASK%7B%7D") as server:
        yield server


@contextmanager
def rdflib_endpoint(quads: Path) -> Iterator[Served]:
    """Serve the quads with rdflib-endpoint."""
    port = free_port()
    serve = [str(command_of("rdflib-endpoint")), "serve", str(quads), "--port", str(port)]
    with started(serve, port, "/?query=ASK%7B%7D") as server:
        yield server


NEIGHBOURS = {"oxigraph": (oxigraph, "/query"), "rdflib-endpoint": (rdflib_endpoint, "/")}


def measure(name: str, server: Served, path: str) -> dict[str, float]:
    """Print and return the medians of a server, and its requests a second."""
    medians = {query: asyncio.run(latency(server, path, text)) for query, text in QUERIES.items()}
    throughput = asyncio.run(rate(server, path, QUERIES["small"], 8))
    print(f"{name:16}" + "".join(f"{medians[query]:10.2f}" for query in QUERIES) + f"{throughput:12.0f}")
    return medians


def verdict(own: Mapping[str, float], served: Mapping[str, float]) -> list[str]:
    """Return in what the server adds more than it should."""
    over = []
    for query, alone in own.items():
        most = alone + MOST_ADDED if alone < 5 else alone * MOST_RATIO
        if served[query] > most:
            over.append(f"{query}: {served[query]:.2f} ms, at most {most:.2f} ms wanted")
    return over


def main() -> int:
    """Measure every server on the corpus, print the table; return 1 when a limit is not met."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        snapshot = build([resource("corpus")], data_dir=data, settings=Settings()).snapshot
        store = snapshot.load_store()
        quads = data / "dataset.nq"
        quads.write_bytes(gzip.decompress((snapshot.path / DATASET).read_bytes()))
        print(f"{'median ms of':16}" + "".join(f"{query:>10}" for query in QUERIES) + f"{'small/s, 8':>12}")
        own = {name: median_ms(partial(_alone, store, text)) for name, text in QUERIES.items()}
        print(f"{'pyoxigraph':16}" + "".join(f"{own[query]:10.2f}" for query in QUERIES))
        with serving(data) as server:
            over = verdict(own, measure("chitieu", server, "/sparql"))
        for name, (serve, path) in NEIGHBOURS.items():
            if command_of(name):
                with serve(quads) as server:
                    measure(name, server, path)
            else:
                print(f"{name:16} is not installed")
    for line in over:
        print("over:", line)
    return int(bool(over))


def _alone(store: Store, query: str) -> bytes:
    return execute(store, query).serialise("json")


if __name__ == "__main__":
    sys.exit(main())
