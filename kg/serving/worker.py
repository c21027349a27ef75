"""A query worker: forked from the zygote, answers one query at a time until its socket closes."""

from __future__ import annotations

import socket

from pyoxigraph import Store

from kg.errors import QueryError, QueryMemory
from kg.serving.evaluation import evaluate
from kg.serving.protocol import decode_request, encode_error, encode_response, receive_frame


def work(store: Store, channel: socket.socket) -> None:
    """Answer the queries that come on `channel` until the other side closes it.

    A query's own error is an answer. When memory runs out in Python's part the answer says so; when it runs out in
    pyoxigraph's part the process aborts, and the HTTP process says so in its place.
    """
    while (frame := receive_frame(channel)) is not None:
        channel.sendall(answer(store, *frame))


def answer(store: Store, head: bytes, body: bytes) -> bytes:
    """Return the frame that answers a request's frame."""
    try:
        return encode_response(evaluate(store, decode_request(head, body)))
    except QueryError as error:
        return encode_error(error)
    except MemoryError:
        return encode_error(
            QueryMemory("The query needs more memory than one query may take.", hint="Make it smaller.")
        )
