"""The first page: what is inside, the places covered, the questions, the search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from api.pages.related import line_upwards, thing
from api.pages.visit import Page, Visit
from kg.questions.catalogue import questions
from kg.views.model import Row, Thing

_COUNTED: Final = ("plans", "assignments", "indicators", "agencies", "documents", "findings")


@dataclass
class Branch:
    """A place with its plans and the places within it that have some."""

    place: Thing
    plans: list[Row]
    within: dict[str, Branch]


def home(visit: Visit) -> Page:
    """Return the first page."""
    plans = visit.desk.all("plans")
    values = {
        "counts": {name: visit.desk.count(name) for name in _COUNTED},
        "plans": plans,
        "places": tuple(_tree(visit, plans).values()),
        "unplaced": [row for row in plans if not thing(row, "place").iri],
        "questions": questions(),
        "snapshot": visit.desk.snapshot,
    }
    return Page("home/home.html", (), values)


def _tree(visit: Visit, plans: Sequence[Row]) -> dict[str, Branch]:
    """Return the places of plans as a tree, a place under what it is part of."""
    roots: dict[str, Branch] = {}
    for row in plans:
        place = thing(row, "place")
        if not place.iri:
            continue
        level, branch = roots, None
        for each in (*reversed(line_upwards(visit.desk, place)), place):
            branch = level.setdefault(each.iri, Branch(each, [], {}))
            level = branch.within
        if branch is not None:
            branch.plans.append(row)
    return roots
