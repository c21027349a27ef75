from __future__ import annotations

import gzip
import socket
from collections.abc import Callable

import brotli
import pytest
from pyoxigraph import NamedNode, Quad, Store

from kg.errors import QueryError, QueryMemory, QuerySyntaxError, QueryTooLarge, WorkerLost
from kg.serving.evaluation import evaluate
from kg.serving.protocol import (
    LENGTHS,
    Coding,
    Formats,
    QueryRequest,
    QueryResponse,
    decode_request,
    decode_response,
    encode_error,
    encode_request,
    encode_response,
    receive_frame,
)
from kg.serving.worker import answer, work


def split(frame: bytes) -> tuple[bytes, bytes]:
    head, body = LENGTHS.unpack_from(frame)
    assert len(frame) == LENGTHS.size + head + body
    return frame[LENGTHS.size : LENGTHS.size + head], frame[LENGTHS.size + head :]


@pytest.fixture
def store() -> Store:
    node = NamedNode("http://example.org/a")
    store = Store()
    store.add(Quad(node, node, node, node))
    return store


@pytest.mark.parametrize(
    "request_",
    [
        QueryRequest("ASK { ?số ?p 'đ' }"),
        QueryRequest(
            "ASK {}",
            Formats(None, "text/csv", None),
            "http://h/",
            ("http://g/",),
            (),
            17,
            coding="br",
            dataset="application/trig",
        ),
    ],
)
def test_a_request_arrives_as_it_was_sent(request_: QueryRequest) -> None:
    assert decode_request(*split(encode_request(request_))) == request_


def test_an_answer_arrives_as_it_was_sent() -> None:
    sent = QueryResponse(b"\x00body", "text/csv", "solutions", 0.5, coding="gzip")
    assert decode_response(*split(encode_response(sent)), "s") == QueryResponse(
        b"\x00body", "text/csv", "solutions", 0.5, "s", coding="gzip"
    )


@pytest.mark.parametrize(
    "error",
    [
        QuerySyntaxError("no", hint="do", line=2, column=3),
        QueryTooLarge("large"),
        QueryMemory("memory", hint="less"),
        WorkerLost("lost"),
        QueryError("other"),
    ],
)
def test_an_error_arrives_as_it_was_raised(error: QueryError) -> None:
    with pytest.raises(type(error)) as caught:
        decode_response(*split(encode_error(error)), "s")
    assert type(caught.value) is type(error)
    assert vars(caught.value) == vars(error)


def test_a_worker_answers_until_its_socket_closes(store: Store) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(encode_request(QueryRequest("ASK { ?s ?p ?o }")) + encode_request(QueryRequest("ASK {")))
        ours.shutdown(socket.SHUT_WR)
        work(store, theirs)
        first, second = receive_frame(ours), receive_frame(ours)
    assert first is not None
    assert second is not None
    assert decode_response(*first, "").body == b'{"head":{},"boolean":true}'
    with pytest.raises(QuerySyntaxError):
        decode_response(*second, "")


def test_a_frame_cut_short_is_no_frame() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(encode_request(QueryRequest("ASK {}"))[:-1])
        ours.shutdown(socket.SHUT_WR)
        assert receive_frame(theirs) is None


def test_memory_that_runs_out_in_python_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object) -> QueryResponse:
        raise MemoryError

    monkeypatch.setattr("kg.serving.worker.evaluate", exhausted)
    with pytest.raises(QueryMemory):
        decode_response(*split(answer(store, *split(encode_request(QueryRequest("ASK {}"))))), "")


@pytest.mark.parametrize(("coding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_large_results_are_compressed_when_asked(
    store: Store, coding: Coding, unpack: Callable[[bytes], bytes]
) -> None:
    query = f"SELECT * {{ VALUES ?x {{ {' '.join(map(str, range(2000)))} }} }}"
    plain = evaluate(store, QueryRequest(query))
    packed = evaluate(store, QueryRequest(query, coding=coding))
    assert plain.coding is None
    assert packed.coding == coding
    assert unpack(packed.body) == plain.body
    assert evaluate(store, QueryRequest("ASK {}", coding=coding)).coding is None


def test_the_byte_cap_counts_what_is_written(store: Store) -> None:
    whole = evaluate(store, QueryRequest("ASK {}"))
    assert evaluate(store, QueryRequest("ASK {}", result_bytes=len(whole.body))).body == whole.body
    with pytest.raises(QueryTooLarge):
        evaluate(store, QueryRequest("ASK {}", result_bytes=len(whole.body) - 1))
