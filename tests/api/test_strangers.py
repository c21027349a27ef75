"""Connections and clients that misbehave do not stop the others; what is seen of them."""

from __future__ import annotations

import concurrent.futures
import json
import re
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import pytest

from api.answers import Held
from api.connection import is_loopback
from api.turnstile import Buckets

if TYPE_CHECKING:
    from tests.api.conftest import Server

SMALL = "SELECT ?o { <http://example.org/s1> <http://example.org/p> ?o }"
ALL = "SELECT * { ?s ?p ?o }"


@pytest.fixture(scope="module")
def strict(hosted: Callable[..., Server]) -> Server:
    """A server with little patience."""
    return hosted(
        workers=2,
        reserved_workers=1,
        idle_seconds=1,
        body_seconds=0.3,
        header_bytes=4096,
        send_seconds=0.5,
        quick_seconds=5,
        query_seconds=1.5,
        slow_seconds=1.2,
        log_query_characters=20,
    )


def connect(server: Server) -> socket.socket:
    address = urlsplit(server.base)
    return socket.create_connection((address.hostname or "", address.port or 0), timeout=10)


def test_five_hundred_silent_and_slow_clients_do_not_stop_a_new_one(launch: Callable[..., Server]) -> None:
    server = launch(workers=2, reserved_workers=1, idle_seconds=30)
    silent = [connect(server) for _ in range(250)]
    dribbling = [connect(server) for _ in range(250)]
    for each in dribbling:
        each.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Le")
    started = time.monotonic()
    assert httpx.get(f"{server.base}/sparql", params={"query": SMALL}).status_code == 200
    assert time.monotonic() - started < 10  # the others stay for thirty
    for each in (*silent, *dribbling):
        each.close()


@pytest.mark.parametrize("beginning", [b"", b"GET /health HTTP/1.1\r\nHo", b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"])
def test_a_connection_without_a_request_is_cut(strict: Server, beginning: bytes) -> None:
    with connect(strict) as connection:
        connection.sendall(beginning)
        started = time.monotonic()
        while connection.recv(65536):
            pass
    assert 0.9 < time.monotonic() - started < 30


def test_connections_beyond_the_limit_are_cut(launch: Callable[..., Server]) -> None:
    server = launch(workers=2, reserved_workers=1, connections=5)
    kept = [connect(server) for _ in range(5)]
    time.sleep(0.2)
    with connect(server) as one_more:
        assert one_more.recv(1) == b""
    for each in kept:
        each.close()
    assert server.eventually(lambda: httpx.get(f"{server.base}/health").status_code == 200)


def test_a_body_that_does_not_come_is_408(strict: Server) -> None:
    head = (
        "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 100\r\n"
        "Accept: application/json\r\n\r\n"
    )
    with connect(strict) as connection:
        connection.sendall(head.encode() + b"ASK")
        assert connection.recv(65536).startswith(b"HTTP/1.1 408")


def test_a_head_that_is_too_long_is_refused(strict: Server) -> None:
    assert httpx.get(f"{strict.base}/health", headers={"X-Long": "x" * 5000}).status_code == 413
    with connect(strict) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\n" + b"X-Long: y\r\n" * 500)
        assert connection.recv(65536)[:12] in (b"", b"HTTP/1.1 400")


def test_a_client_that_does_not_take_its_answer_is_let_go(strict: Server) -> None:
    cross = "SELECT * { ?a ?b ?c . { SELECT * { ?d ?e ?f } LIMIT 30 } }"
    with connect(strict) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        address = httpx.URL(f"{strict.base}/sparql", params={"query": cross}).raw_path
        connection.sendall(b"GET " + address + b" HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(2)
        received = 0
        try:
            while part := connection.recv(1 << 20):
                received += len(part)
        except ConnectionResetError:
            pass
    assert 0 < received < 6_000_000  # the whole has about 20 MB


def test_an_address_that_asks_too_often_is_told_to_wait(launch: Callable[..., Server]) -> None:
    server = launch(workers=2, reserved_workers=1, client_rate=1, client_burst=3, trusted_proxies="127.0.0.1")

    def ask(address: str) -> httpx.Response:
        return server.client.get("/sparql", params={"query": SMALL}, headers={"X-Forwarded-For": address})

    answers = [ask("192.0.2.1") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert answers[-1].headers["retry-after"]
    assert answers[-1].json()["type"].endswith("/too-many-requests")
    assert ask("192.0.2.2").status_code == 200
    neighbours = [ask(f"2001:db8::{n}").status_code for n in range(5)]  # one network, one client
    assert neighbours == [200, 200, 200, 429, 429]
    assert all(server.select(SMALL).status_code == 200 for _ in range(10))  # loopback itself is not counted


def test_a_stranger_cannot_pass_for_another(launch: Callable[..., Server]) -> None:
    server = launch(workers=2, reserved_workers=1, client_rate=1, client_burst=3)
    for _ in range(6):
        response = server.client.get("/sparql", params={"query": SMALL}, headers={"X-Forwarded-For": "192.0.2.1"})
        assert response.status_code == 200


def test_buckets_fill_again() -> None:
    now = [0.0]
    buckets = Buckets(rate=2, burst=3, clock=lambda: now[0])
    assert [buckets.take("a") for _ in range(4)] == [True, True, True, False]
    now[0] = 0.5
    assert [buckets.take("a") for _ in range(2)] == [True, False]
    now[0] = 100
    assert [buckets.take("a") for _ in range(4)] == [True, True, True, False]


def test_loopback_is_told_from_others() -> None:
    assert is_loopback("127.0.0.1")
    assert is_loopback("::/64")
    assert not is_loopback("192.0.2.1")
    assert not is_loopback("2001:db8::/64")


def test_answers_that_wait_are_counted() -> None:
    held = Held(10)
    assert held.take(50)  # alone it may be larger
    assert not held.take(1)
    held.give_back(50)
    assert held.take(6)
    assert held.take(4)
    assert not held.take(1)


def test_each_request_is_one_line_without_client_and_query(strict: Server) -> None:
    response = httpx.get(f"{strict.base}/sparql", params={"query": SMALL})
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c > ?f && ?f > ?i) }"
    # Longer than a connection may be idle: a query that runs is no idleness.
    assert httpx.get(f"{strict.base}/sparql", params={"query": slow}).status_code == 504
    assert strict.eventually(lambda: '"slow"' in strict.log())
    lines = [json.loads(line) for line in strict.log().splitlines() if line.startswith("{")]
    by_id = {line["id"]: line for line in lines}
    line = by_id[response.headers["x-request-id"]]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/sparql", 200)
    assert line["bytes"] == len(response.content)
    assert set(line) == {"time", "id", "method", "path", "status", "ms", "bytes"}
    assert slow[:20] in [each["query"] for each in lines if each.get("slow")]
    assert slow[:21] not in strict.log()
    assert "127.0.0.1" not in json.dumps(lines)


def test_metrics_count_what_was_asked(launch: Callable[..., Server]) -> None:
    server = launch(workers=2, reserved_workers=1)
    for _ in range(3):
        server.select(SMALL)
    server.select("ASK {")
    server.client.request("PROPFIND", "/sparql")
    text = server.get("/metrics").text
    assert 'chitieu_requests_total{route="sparql",method="GET",status="200"} 3' in text
    assert 'chitieu_requests_total{route="sparql",method="GET",status="400"} 1' in text
    assert 'method="other"' in text
    assert 'chitieu_request_seconds_bucket{route="sparql",le="+Inf"}' in text
    assert re.search(r"^chitieu_idle [012]$", text, re.MULTILINE)
    for line in text.splitlines():
        assert re.fullmatch(r'# TYPE \w+ \w+|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [0-9.e+-]+', line), line


def test_many_at_once_each_get_their_own_answer(server: Server) -> None:
    def ask(number: int) -> bool:
        query = f"SELECT ?s {{ ?s <http://example.org/p> '{number}' }}"
        bindings = server.select(query).json()["results"]["bindings"]
        return [row["s"]["value"] for row in bindings] == [f"http://example.org/s{number}"]

    with concurrent.futures.ThreadPoolExecutor(16) as threads:
        assert all(threads.map(ask, range(200)))
