"""A real server process on loopback, and what tests ask of it."""

from __future__ import annotations

import gzip
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, Store

from kg.graph.void import describe_dataset
from kg.store.publish import Part, publish
from kg.store.snapshot import DATASET
from kg.views.content import FILE as VIEWS
from kg.views.content import compute as compute_views

W3C = Path(__file__).parent / "w3c"
SMALL_GRAPH = Path(__file__).parents[1] / "questions" / "data" / "small.trig"
KASEI = "http://kasei.us/2009/09/sparql/data/"


def _w3c_quads() -> str:
    """The three graphs of the protocol tests, under the names that the manifest gives them."""
    quads = []
    for number in (1, 2, 3):
        triple = (W3C / "sparql11-protocol" / f"data{number}.nt").read_text(encoding="utf-8").strip()
        quads.append(f"{triple.removesuffix('.')}<{KASEI}data{number}.rdf> .\n")
    return "".join(quads)


def _numbered_quads(count: int) -> str:
    return "".join(
        f'<http://example.org/s{n}> <http://example.org/p> "{n}" <http://example.org/g{n % 3}> .\n'
        for n in range(count)
    )


NQUADS = _w3c_quads() + _numbered_quads(3000)


@dataclass
class Server:
    """A running server.

    Attributes:
        process: of the HTTP side.
        base: its address, without a slash at the end.
        data_dir: where it looks for snapshots.
    """

    process: subprocess.Popen[bytes]
    base: str
    data_dir: Path
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.base, timeout=240)

    def get(self, path: str, accept: str = "*/*", **parameters: str) -> httpx.Response:
        return self.client.get(path, params=parameters, headers={"Accept": accept})

    def select(self, query: str, **parameters: str) -> httpx.Response:
        return self.get("/sparql", query=query, **parameters)

    def family(self) -> dict[str, list[int]]:
        """Process ids of the zygotes, and of all their workers."""
        zygotes = children(self.process.pid)
        return {"zygotes": zygotes, "workers": [pid for zygote in zygotes for pid in children(zygote)]}

    def publish(self, nquads: str) -> str:
        """Publish another snapshot; return its id."""
        return publish_quads(self.data_dir, nquads)

    def comes_to_serve(self, snapshot: str) -> bool:
        """Wait until the server answers from this snapshot."""
        return eventually(lambda: self.client.get("/health").json()["snapshot"] == snapshot)

    def log(self) -> str:
        """What the server has written to standard error."""
        return (self.data_dir / "server.log").read_text(encoding="utf-8")

    def alive(self, pid: int) -> bool:
        """Whether a process runs (a zombie does not)."""
        return alive(pid)

    def eventually(self, condition: Callable[[], bool]) -> bool:
        """Wait until a condition holds; tell whether it does."""
        return eventually(condition)

    def stop(self) -> int:
        self.client.close()
        self.process.terminate()
        return self.process.wait(20)


def children(parent: int) -> list[int]:
    """Return the ids of the living processes that `parent` made."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = status.read_text(encoding="utf-8").split(" (", 1)
        except (FileNotFoundError, ProcessLookupError):
            continue
        state, ppid = rest.rsplit(") ", 1)[1].split()[:2]
        if int(ppid) == parent and state != "Z":
            found.append(int(pid))
    return found


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False


def eventually(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Wait until `condition` holds; tell whether it does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def publish_quads(data_dir: Path, nquads: str) -> str:
    """Publish a snapshot with these quads; return its id."""
    quads = nquads.encode()
    graphs = Counter(line.split()[-2].strip("<>") for line in nquads.splitlines())
    store = Store()
    store.load(quads, format=RdfFormat.N_QUADS)
    views = compute_views(store)
    parts = [
        Part.of_bytes(DATASET, gzip.compress(quads, mtime=0), digest_of=quads),
        Part(VIEWS, views.digest(), views.write),
    ]
    return publish(parts, data_dir=data_dir, counts={"quads": len(nquads.splitlines())}, graphs=graphs, keep=5).id


def start_server(data_dir: Path, **settings: object) -> Server:
    """Start `python -m api` on a free port and wait until it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {"data_dir": data_dir, "port": port, "watch_seconds": 0.05, **settings}
    environment = os.environ | {f"CHITIEU_{name.upper()}": str(value) for name, value in given.items()}
    log = data_dir / "server.log"
    with log.open("wb") as stderr:
        process = subprocess.Popen([sys.executable, "-m", "api"], env=environment, stderr=stderr)
    server = Server(process, f"http://127.0.0.1:{port}", data_dir)
    if not eventually(lambda: answers(server), 120):
        server.stop()
        pytest.fail(f"the server did not come up:\n{log.read_text(encoding='utf-8')}")
    return server


def answers(server: Server) -> bool:
    """Whether the server is up and has a snapshot."""
    try:
        return server.client.get("/health").status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that no test breaks."""
    data_dir = tmp_path_factory.mktemp("served")
    publish_quads(data_dir, NQUADS)
    running = start_server(data_dir, query_seconds=2, query_memory_bytes=256 * 2**20, result_bytes=200_000)
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the small graph of the questions' own tests, with its description."""
    store = Store()
    store.load(path=str(SMALL_GRAPH), format=RdfFormat.TRIG)
    store.extend(describe_dataset(store))
    data_dir = tmp_path_factory.mktemp("asked")
    publish_quads(data_dir, (store.dump(format=RdfFormat.N_QUADS) or b"").decode())
    running = start_server(data_dir, question_rows=3, page_rows=2)
    yield running
    running.stop()


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start servers of a test's own; they are stopped after it."""
    yield from _starting(tmp_path)


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Start servers of a module's own; they are stopped after it."""
    yield from _starting(tmp_path_factory.mktemp("hosted"))


def _starting(folder: Path) -> Iterator[Callable[..., Server]]:
    running: list[Server] = []

    def start(nquads: str = NQUADS, **settings: object) -> Server:
        publish_quads(folder, nquads)
        running.append(start_server(folder, **settings))
        return running[-1]

    yield start
    for each in running:
        each.stop()
