"""The pure parts of pages: addresses, charts, the marks in a source."""

from __future__ import annotations

from decimal import Decimal

import pytest

from api.pages import charts
from api.pages.here import Here
from api.pages.indicators import _differing
from api.pages.site import short
from api.pages.source import _around
from api.pages.writing import date, number
from kg.store.sources import SourceCell


def test_a_language_that_the_address_says_goes_along() -> None:
    here = Here("/plans/a b", (("year", "2024"), ("q", "x")), "en", said=True)
    assert here.to("/agencies#row-1", sort=None) == "/agencies?lang=en#row-1"
    assert here.with_(q=None) == "/plans/a%20b?year=2024&lang=en"
    assert here.twin("csv") == "/plans/a%20b.csv?year=2024&q=x&lang=en"
    assert here.in_("vi") == "/plans/a%20b?year=2024&q=x&lang=vi"
    assert Here("/", (), "vi", said=False).to("/plans", plan=["a", "b"]) == "/plans?plan=a&plan=b"


@pytest.mark.parametrize(
    ("comparator", "value", "most", "arrow", "hollow", "is_range"),
    [
        ("=", "50", None, "", False, False),
        (">=", "50", None, "up", False, False),
        (">", "50", None, "up", True, False),
        ("<=", "50", None, "down", False, False),
        ("<", "50", None, "down", True, False),
        ("range", "50", "80", "", False, True),
    ],
)
def test_a_mark_says_its_comparator(
    comparator: str, value: str, most: str | None, arrow: str, hollow: bool, is_range: bool
) -> None:
    target = charts.Target(comparator, Decimal(value), None if most is None else Decimal(most))
    mark = charts.scale([target]).mark(target)
    assert (mark.arrow, mark.hollow, mark.is_range) == (arrow, hollow, is_range)
    assert (mark.end > mark.x) == (arrow == "up" or is_range)


@pytest.mark.parametrize("values", [["100"], ["0.5", "2"], ["3", "1200"], ["-5"], ["0"]])
def test_every_value_stands_on_its_axis(values: list[str]) -> None:
    targets = [charts.Target("=", Decimal(value)) for value in values]
    scale = charts.scale(targets)
    assert scale.least <= min(map(float, values))
    assert scale.most >= max(map(float, values))
    assert 2 <= len(scale.ticks) <= 8
    assert all(0 <= scale.mark(target).x <= charts.WIDTH for target in targets)


def test_a_bar_is_as_long_as_its_share() -> None:
    bar = charts.bar([("lead", 2), ("coordinating", 0), ("guiding", 1)], 6)
    assert [(part.name, part.x, part.width) for part in bar] == [("lead", 0, 100), ("guiding", 100, 50)]


def test_words_of_a_cell_are_marked_across_lines() -> None:
    text = ["", "1 Tỷ trọng kinh tế", "", "số đạt 5%  Cục Thống kê 5%", "", "", "", "x"]
    cells = [
        SourceCell("ordinal", "1", first_line=2, last_line=2),
        SourceCell("label", "Tỷ trọng kinh tế số đạt", first_line=2, last_line=4),
        SourceCell("target", "5%", first_line=4, last_line=4),
        SourceCell("lead", "Cục Thống kê", first_line=4, last_line=4),
        SourceCell("note", "5%", first_line=4, last_line=4),
    ]
    lines = {line.number: [(piece.text, piece.cell) for piece in line.pieces] for line in _around(text, cells)}
    assert lines[2] == [("1", 1), (" ", 0), ("Tỷ trọng kinh tế", 2)]
    assert lines[4] == [("số đạt", 2), (" ", 0), ("5%", 3), ("  ", 0), ("Cục Thống kê", 4), (" ", 0), ("5%", 5)]
    assert sorted(lines) == [1, 2, 3, 4, 5, 6, 7]


def test_words_that_are_not_found_mark_their_lines() -> None:
    cells = [SourceCell("label", "something else", first_line=1, last_line=1)]
    (line, *_) = _around(["as it is printed"], cells)
    assert [(piece.text, piece.cell) for piece in line.pieces] == [("as it is printed", 1)]


def test_a_near_name_shows_where_it_differs() -> None:
    assert _differing("Tỷ lệ hộ", "Tỷ lệ dân số") == (("Tỷ lệ ", False), ("dân số", True))


@pytest.mark.parametrize(
    ("iso", "vi", "en"),
    [
        ("2022-05-09", "09/05/2022", "9 May 2022"),
        ("2024-01", "01/2024", "January 2024"),
        ("2024", "2024", "2024"),
        ("quý I", "quý I", "quý I"),
    ],
)
def test_dates_are_written_as_people_do(iso: str, vi: str, en: str) -> None:
    assert (date(iso, "vi"), date(iso, "en")) == (vi, en)


def test_numbers_are_written_as_people_do() -> None:
    assert number(Decimal("12345.50"), "vi") == "12.345,5"
    assert number(1234, "en") == "1,234"
    assert short("Quyết định 922/QĐ-BTTTT ngày 20/5/2022 của Bộ") == "Quyết định 922/QĐ-BTTTT"
