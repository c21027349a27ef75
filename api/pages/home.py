"""The first page: what is inside, the places covered, the questions, the search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from api.connection import base_of
from api.linked.dataset import dataset_json
from api.pages.desk import Desk
from api.pages.related import thing
from api.pages.visit import Page, Visit
from kg.questions.catalogue import questions
from kg.views.model import Row, Selection, Thing

_COUNTED: Final = ("plans", "assignments", "indicators", "agencies", "documents", "findings")
_NAMED: Final = 60
"""Most plans that are named under their places; the others are counted there."""
_PLACES: Final = 100
"""Most places on the page, those with most plans."""


@dataclass
class Branch:
    """A place with its plans, those of them that are named, and the places within it that have some."""

    place: Thing
    count: int
    plans: list[Row]
    within: dict[str, Branch]


def home(visit: Visit) -> Page:
    """Return the first page."""
    named = visit.desk.some("plans", _NAMED).rows
    values = {
        "counts": {name: visit.desk.count(name) for name in _COUNTED},
        "plans": named,
        "places": tuple(_tree(visit.desk, named).values()),
        "unplaced": [row for row in named if not thing(row, "place").iri],
        "questions": questions(),
        "snapshot": visit.desk.snapshot,
        "dataset": dataset_json(base_of(visit.request), visit.desk.snapshot),
    }
    return Page("home/home.html", (), values)


def _tree(desk: Desk, named: Sequence[Row]) -> dict[str, Branch]:
    """Return the places of plans as a tree, a place under what it is part of."""
    roots: dict[str, Branch] = {}
    places = desk.select("places", Selection(sort="-plans", limit=_PLACES, facets=())).rows
    for row in (row for row in places if row["plans"]):
        level, branch = roots, None
        for each in reversed([*_upwards(desk, row)]):
            branch = level.setdefault(each.iri, Branch(each, 0, [], {}))
            level = branch.within
        if branch is not None:
            branch.count = int(str(row["plans"]))
            branch.plans = [plan for plan in named if thing(plan, "place") == branch.place]
    return roots


def _upwards(desk: Desk, row: Row | None) -> Iterator[Thing]:
    """Yield a place and what it is part of, step by step."""
    seen: set[str] = set()
    while row is not None and row.key not in seen:
        seen.add(row.key)
        yield thing(row, "place")
        row = desk.row("places", thing(row, "parent").iri)
