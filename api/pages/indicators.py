"""Indicators: what each plan asks for, who leads, which others are near and in which words they differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Final

from api.addresses import iri_of
from api.pages import charts
from api.pages.listing import listing
from api.pages.related import objects, subjects, thing
from api.pages.visit import Page, Visit
from kg.views.model import Row, Selection, Thing

_DRAWN: Final = 100
"""Most targets of the plots, those of the latest years; the table below has the others."""
_FOUND: Final = 50
"""Most findings and names listed."""
_WORD: Final = re.compile(r"\w+|\W+")


@dataclass(frozen=True, slots=True)
class Dot:
    """A target as a line of a plot: its row, and its mark, None where it has no number."""

    row: Row
    mark: charts.Mark | None


@dataclass(frozen=True, slots=True)
class Plot:
    """The targets in one unit, on one axis; those without a number have neither unit nor axis."""

    unit: Thing | None
    scale: charts.Scale | None
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """An indicator near to another: its name in runs of words, each marked if the other's name has it not."""

    thing: Thing
    words: tuple[tuple[str, bool], ...]


def indicators(visit: Visit) -> Page:
    """Return the list of indicators, tasks and items of information."""
    found = listing(visit, "indicators")
    return Page("indicators/list.html", (), {"listing": found}, found.table, found.keys)


def indicator(visit: Visit) -> Page:
    """Return the page of one.

    Raises:
        NoSuchPage: there is none of that name.
    """
    desk, iri = visit.desk, iri_of(visit.here.path) or ""
    row = desk.row("indicators", iri)
    if row is None:
        raise visit.missing()
    me = thing(row, "item")
    found = listing(visit, "assignments", fixed={"item": (iri,)}, without=("pillar", "sort", "section"))
    near = dict.fromkeys((*objects(desk, iri, "near", "related"), *subjects(desk, iri, "near", "related")))
    drawn = desk.select("targets", Selection(filters={"item": (iri,)}, sort="-year", limit=_DRAWN, facets=()))
    values = {
        "row": row,
        "me": me,
        "listing": found,
        "plots": plots(sorted(drawn.rows, key=_by_year)),
        "undrawn": drawn.total - len(drawn.rows),
        "near": [Near(each, _differing(me.label.vi, each.label.vi)) for each in near],
        "findings": desk.some("findings", _FOUND, item=iri),
        "names": desk.some("names", _FOUND, thing=iri),
    }
    return Page("indicators/indicator.html", [visit.crumb("indicators")], values, found.table, (iri,))


def _by_year(row: Row) -> tuple[bool, int, str]:
    year = row["year"]
    return year is None, year if isinstance(year, int) else 0, thing(row, "plan").label.vi


def plots(targets: Sequence[Row]) -> tuple[Plot, ...]:
    """Return targets on an axis for each unit, and last those that have no number."""
    by_unit: dict[Thing | None, list[Row]] = {}
    for row in targets:
        unit = row["unit"] if isinstance(row["unit"], Thing) and row["value"] is not None else None
        by_unit.setdefault(unit, []).append(row)
    ordered = sorted(by_unit.items(), key=lambda pair: (pair[0] is None, -len(pair[1])))
    return tuple(_plot(unit, rows) for unit, rows in ordered)


def _plot(unit: Thing | None, rows: Sequence[Row]) -> Plot:
    measured = [target for row in rows if (target := _target(row)) is not None]
    if unit is None or not measured:
        return Plot(None, None, tuple(Dot(row, None) for row in rows))
    scale = charts.scale(measured)
    return Plot(unit, scale, tuple(_dots(rows, scale)))


def _dots(rows: Sequence[Row], scale: charts.Scale) -> Iterator[Dot]:
    for row in rows:
        target = _target(row)
        yield Dot(row, None if target is None else scale.mark(target))


def _target(row: Row) -> charts.Target | None:
    value, most = row["value"], row["most"]
    if not isinstance(value, Decimal):
        return None
    return charts.Target(str(row["comparator"]), value, most if isinstance(most, Decimal) else None)


def _differing(mine: str, other: str) -> tuple[tuple[str, bool], ...]:
    """Return the other name in runs, those marked that mine has not.

    >>> _differing("Tỷ lệ hộ", "Tỷ lệ dân số")
    (('Tỷ lệ ', False), ('dân số', True))
    """
    left, right = _WORD.findall(mine), _WORD.findall(other)
    matcher = SequenceMatcher(None, [*map(str.casefold, left)], [*map(str.casefold, right)], autojunk=False)
    runs = [("".join(right[a:b]), tag != "equal") for tag, _, _, a, b in matcher.get_opcodes() if b > a]
    return tuple(runs)
