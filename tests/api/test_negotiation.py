from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.negotiation import SHORT_NAMES, best, coding, formats, ranges
from kg.serving.protocol import JSON_RESULTS, TURTLE, Formats

OFFERED = ("a/x", "a/y", "b/z")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "a/x"),
        ("*/*", "a/x"),
        ("b/z", "b/z"),
        ("a/*", "a/x"),
        ("a/y, a/x;q=0.9", "a/y"),
        ("a/*;q=0.2, b/z;q=0.3", "b/z"),
        ("*/*;q=0.1, a/y", "a/y"),
        ("a/x;q=0, */*", "a/y"),
        ("A/Y", "a/y"),
        ("a/y ; q = 0.5, b/z;q=1.0", "b/z"),
        ("c/w", None),
        ("*/*;q=0", None),
        ("nonsense", None),
        ("a/x;q=many, b/z", "b/z"),
    ],
)
def test_best(accept: str, chosen: str | None) -> None:
    assert best(accept, OFFERED) == chosen


@given(st.text(alphabet="ab*/xyz;q=0.15, ", max_size=40))
def test_any_header_is_read(accept: str) -> None:
    assert best(accept, OFFERED) in (*OFFERED, None)
    assert all(0 <= each.quality <= 1 for each in ranges(accept))


@pytest.mark.parametrize(
    ("accept_encoding", "chosen"),
    [
        ("", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("*", "br"),
        ("*;q=0.5, br;q=0", "gzip"),
        ("identity", None),
        ("gzip;q=nonsense", None),
    ],
)
def test_coding(accept_encoding: str, chosen: str | None) -> None:
    assert coding(accept_encoding) == chosen


def test_formats_by_form_of_query() -> None:
    assert formats("*/*") == Formats(JSON_RESULTS, JSON_RESULTS, TURTLE)
    assert formats("text/csv") == Formats("text/csv", None, None)
    assert formats("application/json") == Formats(JSON_RESULTS, JSON_RESULTS, "application/ld+json")
    assert formats("text/html", "csv").solutions == "text/csv"
    assert formats("text/html", "unknown").solutions == "text/html"


@pytest.mark.parametrize("name", sorted(SHORT_NAMES))
def test_every_short_name_gives_something(name: str) -> None:
    found = formats("image/png", name)
    assert found.solutions or found.graph
