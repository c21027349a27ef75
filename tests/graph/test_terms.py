"""Terms: literals in their canonical form, segments of IRIs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pyoxigraph import Literal, NamedNode

from kg.graph.terms import below, ct, decimal, describe, full_date, name, part, text, vietnamese, year_of


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal(80), "80"),
        (Decimal("80.50"), "80.5"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.0"), "0"),
        (0.98, "0.98"),
        (Decimal(4961), "4961"),
    ],
)
def test_decimals_are_canonical(value: Decimal | float, written: str) -> None:
    assert decimal(value) == Literal(written, datatype=name("xsd:decimal"))


@pytest.mark.parametrize("empty", [None, "", " \n"])
def test_nothing_printed_is_no_literal(empty: str | None) -> None:
    assert text(empty) is None
    assert vietnamese(empty) is None


@pytest.mark.parametrize(
    ("label", "segment"), [(None, "_"), ("II", "ii"), ("Đắk Tô", "dak-to"), ("1.2", "1-2"), ("•", "4f8865ab")]
)
def test_segments_are_ascii(label: str | None, segment: str) -> None:
    assert part(label) == segment


@pytest.mark.parametrize(("printed", "is_full", "year"), [("2022-12-30", True, 2022), ("2024-01", False, 2024)])
def test_dates(printed: str, is_full: bool, year: int) -> None:
    assert (full_date(printed) is not None) is is_full
    assert year_of(printed) == Literal(year)


def test_what_is_absent_is_not_described() -> None:
    node = below(NamedNode("https://example.org/a"), "target", 1)
    assert node == NamedNode("https://example.org/a/target/1")
    assert list(describe(node, (ct("value"), None), (ct("comparator"), Literal("=")))) == [
        (node, ct("comparator"), Literal("="))
    ]
