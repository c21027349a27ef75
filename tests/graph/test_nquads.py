"""Bytes that depend on the quads alone."""

from __future__ import annotations

import gzip

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.graph import compress, to_nquads

GRAPH = NamedNode("https://example.org/g")


def quad(local: str, value: str) -> Quad:
    return Quad(NamedNode(f"https://example.org/{local}"), NamedNode("https://example.org/p"), Literal(value), GRAPH)


def test_lines_are_sorted_and_stand_once() -> None:
    quads = [quad("b", "2"), quad("a", "dòng\nhai"), quad("b", "2")]
    written = to_nquads(quads)
    assert written == to_nquads(reversed(quads))
    assert written.count(b"\n") == 2
    assert [q.subject.value[-1] for q in parse(written, format=RdfFormat.N_QUADS)] == ["a", "b"]


def test_nothing_is_no_bytes() -> None:
    assert to_nquads([]) == b""


def test_the_header_of_the_archive_has_no_time_and_no_name() -> None:
    data = compress(b"x" * 1000)
    magic, flags, time, system = data[:3], data[3], data[4:8], data[9]
    assert (magic, flags, time, system) == (b"\x1f\x8b\x08", 0, bytes(4), 255)
    assert gzip.decompress(data) == b"x" * 1000
