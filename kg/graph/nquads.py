"""Quads as bytes: sorted N-Quads, so that equal graphs are equal files, and gzip without time stamp."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable

from pyoxigraph import Quad, RdfFormat, serialize


def to_nquads(quads: Iterable[Quad]) -> bytes:
    """Return the quads as N-Quads in UTF-8, one a line, each once, sorted by bytes."""
    written = serialize(quads, format=RdfFormat.N_QUADS)
    lines = sorted(set(written.splitlines(keepends=True))) if written else []
    return b"".join(lines)


def compress(data: bytes) -> bytes:
    """Return `data` as gzip whose header holds neither time nor file name: the same input gives the same bytes."""
    buffer = io.BytesIO()
    # Level 6: half the time of 9 for three per cent more bytes (measured on the corpus).
    with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=buffer, mtime=0) as stream:
        stream.write(data)
    return buffer.getvalue()
