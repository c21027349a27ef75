"""Plans: the table as printed with what each cell was taken for, the source beside it, findings, what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from api.addresses import iri_of
from api.pages.desk import ROWS_OF_A_PLAN, Desk
from api.pages.documents import RELATIONS
from api.pages.listing import listing
from api.pages.related import thing
from api.pages.source import Printed, printed
from api.pages.visit import Page, Visit
from kg.views.model import Row, Thing

_OTHERS: Final = 12
"""Most plans offered to compare with."""
_ASSIGNMENT: Final = "/assignment/"
_OPTIONAL: Final = ("guiding", "note")
"""Columns that are left out where no row of the page has anything in them."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a plan that stand under one section of its print; no section where it has none."""

    section: Thing | None
    rows: tuple[Row, ...]


def plans(visit: Visit) -> Page:
    """Return the list of plans."""
    found = listing(visit, "plans", without=("number", "date"))
    return Page("plans/list.html", (), {"listing": found}, found.table, found.keys)


def plan(visit: Visit) -> Page:
    """Return the page of a plan; `row` (with `cell`) leads to a row and opens the printed source of its cell beside it.

    Raises:
        NoSuchPage: there is none of that name.
    """
    desk, iri = visit.desk, iri_of(visit.here.path) or ""
    row = desk.row("plans", iri)
    if row is None:
        raise visit.missing()
    chosen = visit.here.value("row")
    holding = f"{iri}{_ASSIGNMENT}{chosen}" if chosen else ""
    found = listing(visit, "assignments", fixed={"plan": (iri,)}, rows=ROWS_OF_A_PLAN, holding=holding)
    values = {
        "row": row,
        "me": thing(row, "plan"),
        "document": desk.row("documents", iri),
        "listing": found,
        "prefix": iri + _ASSIGNMENT,
        "parts": tuple(parts(found.page.rows)) if not found.page.selection.sort else (Part(None, found.page.rows),),
        "found": _findings(visit, iri),
        "body": desk.all("targets", plan=iri, body="true"),
        "out": desk.all("relations", subject=iri, relation=RELATIONS),
        "into": desk.all("relations", object=iri, relation=RELATIONS),
        "citations": desk.all("citations", plan=iri),
        "other_plans": _others(desk, row),
        "filled": {name for name in _OPTIONAL if any(map(_said(name), found.page.rows))},
        "chosen": chosen,
        "source": _source(visit, holding),
    }
    return Page("plans/plan.html", [visit.crumb("plans")], values, found.table, (iri, *found.keys))


def _others(desk: Desk, row: Row) -> list[Row]:
    """Return plans to compare one with: of its place, then of its level, then any."""
    alike = [{name: value.iri} for name in ("place", "level") if isinstance(value := row[name], Thing)]
    found = {each.key: each for near in (*alike, {}) for each in desk.some("plans", _OTHERS + 1, **near).rows}
    return [each for key, each in found.items() if key != row.key][:_OTHERS]


def _said(name: str) -> Callable[[Row], bool]:
    """Return what tells whether a row has something to show in a column."""
    return lambda row: bool(row[name]) or (name == "note" and row["certainty"] == "uncertain")


def parts(rows: Sequence[Row]) -> Iterator[Part]:
    """Yield rows by the sections that they stand under, in the order of print."""
    begun = 0
    for n, row in enumerate(rows):
        if row["section"] != rows[begun]["section"]:
            yield _part(rows[begun:n])
            begun = n
    if rows:
        yield _part(rows[begun:])


def _part(rows: Sequence[Row]) -> Part:
    section = rows[0]["section"]
    return Part(section if isinstance(section, Thing) else None, tuple(rows))


def _findings(visit: Visit, iri: str) -> dict[str, list[Row]]:
    """Return what was found in a plan by the thing that it is about; each also at its other side."""
    found: dict[str, dict[str, Row]] = {}
    for row in (*visit.desk.all("findings", plan=iri), *visit.desk.all("findings", otherPlan=iri)):
        for side in ("focus", "other"):
            found.setdefault(thing(row, side).iri, {})[row.key] = row
    return {about: [*rows.values()] for about, rows in found.items()}


def _source(visit: Visit, row: str) -> Printed | None:
    if not row:
        return None
    with visit.desk.snapshot.sources() as sources:
        return printed(sources, row, visit.here.value("cell"))
