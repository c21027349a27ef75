"""The real corpus, built once a test session through the whole pipeline, for every room's tests."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from pyoxigraph import Store
from starlette.testclient import TestClient

from kg.pipeline import BuildResult, build
from kg.resources import resource
from kg.settings import Settings
from kg.store.snapshot import Snapshot, open_current


@pytest.fixture(scope="session")
def corpus_build(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """The corpus, built and published into a folder of this session."""
    return build([resource("corpus")], data_dir=tmp_path_factory.mktemp("corpus") / "data", settings=Settings())


@pytest.fixture(scope="session")
def corpus_snapshot(corpus_build: BuildResult) -> Snapshot:
    """The published snapshot of the corpus."""
    return corpus_build.snapshot


@pytest.fixture(scope="session")
def corpus_data(corpus_snapshot: Snapshot) -> Path:
    """The data folder that the corpus is published in (`--data`)."""
    return corpus_snapshot.path.parents[1]


@pytest.fixture(scope="session")
def corpus_store(corpus_snapshot: Snapshot) -> Store:
    """The published dataset in memory, with all its graphs. Not to be written to."""
    return corpus_snapshot.load_store()


@pytest.fixture(scope="session")
def corpus_server(corpus_data: Path) -> Iterator[str]:
    """The address of a real server over the corpus, in a process of its own, without a slash at the end.

    It has patience: under `make test` coverage is taken of its processes and all cores are busy.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {"DATA_DIR": corpus_data, "PORT": port, "QUERY_SECONDS": 240, "QUEUE_SECONDS": 240, "TRY_SECONDS": 240}
    environment = os.environ | {f"CHITIEU_{name}": str(value) for name, value in given.items()}
    process = subprocess.Popen([sys.executable, "-m", "api"], env=environment, stderr=subprocess.DEVNULL)
    try:
        if not _answers(port):
            pytest.fail("the server over the corpus did not come up: `chitieu serve` says why")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _answers(port: int, seconds: float = 120.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                return True
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    return False


@pytest.fixture(scope="session")
def site(corpus_data: Path) -> Iterator[TestClient]:
    """The application over the corpus, in this process, with its real workers."""
    from api.app import create_app  # noqa: PLC0415  # the tests of kg need no application

    settings = Settings(data_dir=corpus_data, workers=4, client_rate=0, public_url="http://testserver")
    with TestClient(create_app(settings, lambda: open_current(corpus_data)), follow_redirects=False) as client:
        yield client
