"""Processes end, snapshots change, servers stop: at most what is in flight fails, and nothing is left running."""

from __future__ import annotations

import concurrent.futures
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from tests.api.conftest import Server

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c > ?f && ?f > ?i) }"
SMALL = "SELECT ?o { <http://example.org/s1> <http://example.org/p> ?o }"
VALUE = "SELECT ?o (SHA256(?o) AS ?hash) { <http://example.org/version> <http://example.org/p> ?o }"


def version(number: int) -> str:
    return f'<http://example.org/version> <http://example.org/p> "{number}" <http://example.org/g> .\n'


def test_killed_workers_and_zygotes_are_replaced(launch: Callable[..., Server]) -> None:
    server = launch(workers=3, reserved_workers=1)
    for victims in ("workers", "workers", "zygotes"):
        before = server.family()
        os.kill(before[victims][0], signal.SIGKILL)
        assert server.select(SMALL).status_code == 200
        assert server.eventually(lambda: [len(pids) for pids in server.family().values()] == [1, 3])
        assert before[victims][0] not in server.family()[victims]


def test_only_what_is_in_flight_fails(launch: Callable[..., Server]) -> None:
    server = launch(workers=3, reserved_workers=1, query_seconds=20)
    with concurrent.futures.ThreadPoolExecutor(1) as threads:
        flying = threads.submit(server.select, ENDLESS)
        time.sleep(0.3)
        os.kill(server.family()["zygotes"][0], signal.SIGKILL)
        answer = flying.result()
    assert answer.status_code == 503
    assert answer.json()["type"].endswith("/worker-lost")
    assert server.select(SMALL).status_code == 200


def test_a_killed_server_leaves_no_process(launch: Callable[..., Server]) -> None:
    server = launch(workers=3, reserved_workers=1, query_seconds=60)
    with concurrent.futures.ThreadPoolExecutor(1) as threads:
        threads.submit(_forgiving, server, ENDLESS)
        time.sleep(0.3)
        family = server.family()
        server.process.kill()
        server.process.wait(5)
    pids = family["zygotes"] + family["workers"]
    assert len(pids) == 4
    assert server.eventually(lambda: not any(server.alive(pid) for pid in pids))


def _forgiving(server: Server, query: str) -> None:
    try:
        server.select(query)
    except httpx.TransportError:
        return


def test_a_stopped_server_finishes_what_it_does(launch: Callable[..., Server]) -> None:
    server = launch(workers=3, reserved_workers=1, query_seconds=1)
    family = server.family()
    with concurrent.futures.ThreadPoolExecutor(1) as threads:
        flying = threads.submit(server.select, ENDLESS)
        time.sleep(0.3)
        server.process.terminate()
        assert flying.result().status_code == 504
    assert server.process.wait(10) == 0
    assert not any(server.alive(pid) for pid in family["zygotes"] + family["workers"])


def test_a_new_snapshot_is_served_without_a_dropped_request(launch: Callable[..., Server]) -> None:
    server = launch(version(0), workers=3, reserved_workers=1, query_seconds=20)
    values: dict[str, str] = {}
    stop = threading.Event()

    def ask() -> int:
        count = 0
        with httpx.Client(base_url=server.base, timeout=240) as client:
            while not stop.is_set():
                response = client.get("/sparql", params={"query": VALUE})
                assert response.status_code == 200, response.text
                value = response.json()["results"]["bindings"][0]["o"]["value"]
                assert values.setdefault(response.headers["x-snapshot"], value) == value
                assert values.setdefault(response.headers["etag"], value) == value
                count += 1
        return count

    with concurrent.futures.ThreadPoolExecutor(3) as threads:
        asking = [threads.submit(ask) for _ in range(3)]
        for number in range(1, 6):
            assert server.comes_to_serve(server.publish(version(number)))
        stop.set()
        assert all(each.result() > 5 for each in asking)
    assert set(values.values()) >= {"5"}
    assert server.eventually(lambda: len(server.family()["zygotes"]) == 1)


def test_a_query_ends_on_the_snapshot_that_it_began_on(launch: Callable[..., Server]) -> None:
    quads = "".join(
        f"<http://example.org/s{n}> <http://example.org/p> {n} <http://example.org/g> .\n".replace(
            f" {n} ", f' "{n}"^^<http://www.w3.org/2001/XMLSchema#integer> '
        )
        for n in range(900)
    )
    server = launch(quads, workers=3, reserved_workers=1, query_seconds=60)
    old = server.get("/health").json()["snapshot"]
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(?c > ?f || SHA256(STR(?c)) = SHA256(STR(?f))) }"
    with concurrent.futures.ThreadPoolExecutor(1) as threads:
        flying = threads.submit(server.select, slow)
        time.sleep(0.2)
        new = server.publish(version(1))
        assert server.comes_to_serve(new)
        answer = flying.result()
    assert answer.headers["x-snapshot"] == old
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == str(900 * 899 // 2 + 900)
    assert server.select(VALUE).headers["x-snapshot"] == new


def test_a_broken_snapshot_is_not_taken(launch: Callable[..., Server]) -> None:
    server = launch(version(0), workers=2, reserved_workers=1)
    good = server.get("/health").json()["snapshot"]
    name = server.publish(version(1))
    (server.data_dir / "current").write_text(f"{good}\n", encoding="ascii")
    assert server.comes_to_serve(good)
    (server.data_dir / "snapshots" / name / "dataset.nq.gz").write_bytes(b"broken")
    (server.data_dir / "current").write_text(f"{name}\n", encoding="ascii")
    time.sleep(0.5)
    assert server.get("/health").json()["snapshot"] == good
    assert server.comes_to_serve(server.publish(version(2)))


def test_without_a_snapshot_it_says_what_to_do(tmp_path: Path) -> None:
    environment = os.environ | {"CHITIEU_DATA_DIR": str(tmp_path)}
    ended = subprocess.run([sys.executable, "-m", "api"], env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "chitieu build" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_port_that_is_taken_is_told(server: Server) -> None:
    port = server.base.rsplit(":", 1)[1]
    environment = os.environ | {"CHITIEU_DATA_DIR": str(server.data_dir), "CHITIEU_PORT": port}
    ended = subprocess.run([sys.executable, "-m", "api"], env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert port in ended.stderr
    assert "Traceback" not in ended.stderr
