"""Agencies, groups and kinds of agency: what they are given, their line upwards, their peers, what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from api.addresses import iri_of
from api.pages import charts
from api.pages.desk import Desk
from api.pages.listing import listing
from api.pages.related import line_upwards, objects, subjects, thing, things
from api.pages.site import Crumb
from api.pages.visit import Page, Visit
from kg.views.model import Row, Thing

ROLES: Final = ("lead", "coordinating", "guiding")
_KINDS: Final = "/agencies/kinds"


@dataclass(frozen=True, slots=True)
class Load:
    """How many rows a body has in one plan, or under one pillar: a count and a segment of a bar for each role."""

    thing: Thing | None
    counts: dict[str, int]
    bar: tuple[charts.Segment, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A reorganisation: from what, to what (perhaps nothing that a source names), when, by which source."""

    event: Thing | None
    before: tuple[Thing, ...]
    after: tuple[Thing, ...]
    date: str
    source: str


def agencies(visit: Visit) -> Page:
    """Return the list of bodies and groups."""
    return _listed(visit, "agencies", "agencies/list.html")


def kinds(visit: Visit) -> Page:
    """Return the list of kinds."""
    return _listed(visit, "agency_kinds", "agencies/kinds.html", crumbs=[visit.crumb("agencies")])


def agency(visit: Visit) -> Page:
    """Return the page of a body, a group or a kind.

    Raises:
        NoSuchPage: there is none of that name.
    """
    iri = iri_of(visit.here.path) or ""
    is_kind = visit.here.path.startswith(_KINDS + "/")
    row = visit.desk.row("agency_kinds" if is_kind else "agencies", iri)
    if row is None:
        raise visit.missing()
    return _kind(visit, row) if is_kind else _body(visit, row)


def _body(visit: Visit, row: Row) -> Page:
    desk, me = visit.desk, thing(row, "agency")
    kind = row["kind"] if isinstance(row["kind"], Thing) else None
    groups = objects(desk, me.iri, "member-of")
    holders = (me.iri, *(() if visit.here.value("groups") == "no" else (group.iri for group in groups)))
    found = listing(visit, "roles", fixed={"holder": holders}, without=("row", "kind", "place", "level"))
    values = {
        "row": row,
        "me": me,
        "listing": found,
        "groups": groups,
        "upwards": line_upwards(desk, me),
        "kind_upwards": line_upwards(desk, kind) if kind else (),
        "peers": [other for other in (desk.all("agencies", kind=kind.iri) if kind else ()) if other.key != me.iri],
        "changes": _changes(desk, me.iri) or (_changes(desk, kind.iri) if kind else ()),
        "names": desk.all("names", thing=me.iri),
        "member_kinds": objects(desk, me.iri, "has-kind"),
        **_loads(desk, {"holder": holders}),
    }
    return Page("agencies/agency.html", [visit.crumb("agencies")], values, found.table, (me.iri,))


def _kind(visit: Visit, row: Row) -> Page:
    desk, me = visit.desk, thing(row, "kind")
    found = listing(visit, "roles", fixed={"kind": (me.iri,)}, without=("row", "level", "place"))
    values = {
        "row": row,
        "me": me,
        "listing": found,
        "bodies": desk.all("agencies", kind=me.iri),
        "upwards": line_upwards(desk, me),
        "changes": _changes(desk, me.iri),
        "groups": subjects(desk, me.iri, "has-kind"),
        "member_kinds": objects(desk, me.iri, "has-kind"),
        **_loads(desk, {"kind": (me.iri,)}),
    }
    crumbs = [visit.crumb("agencies"), Crumb(visit.said("agency_kinds"), visit.here.to(_KINDS))]
    return Page("agencies/kind.html", crumbs, values, found.table, (me.iri,))


def _listed(visit: Visit, view: str, template: str, crumbs: Sequence[Crumb] = ()) -> Page:
    found = listing(visit, view)
    return Page(template, crumbs, {"listing": found}, found.table, found.keys)


def _changes(desk: Desk, iri: str) -> tuple[Change, ...]:
    """Return the reorganisations in which a body or kind had a part, before or after."""
    own = [*desk.all("relations", subject=iri, relation=("became", "ended"))]
    own += desk.all("relations", object=iri, relation="became")
    events = {row["event"].iri: row for row in own if isinstance(row["event"], Thing)}
    return tuple(_change(desk, row) for row in events.values())


def _change(desk: Desk, row: Row) -> Change:
    event = thing(row, "event")
    rows = desk.all("relations", event=event.iri)
    before = things(each["subject"] for each in rows)
    after = things(each["object"] for each in rows)
    return Change(event, before, after, str(row["date"] or ""), str(row["source"] or ""))


def _loads(desk: Desk, fixed: dict[str, tuple[str, ...]]) -> dict[str, tuple[Load, ...]]:
    rows = desk.all("roles", **fixed)
    return {"by_plan": tuple(_load(rows, "plan")), "by_pillar": tuple(_load(rows, "pillar"))}


def _load(rows: Sequence[Row], column: str) -> Iterator[Load]:
    """Yield the load by what stands in a column, the heaviest first. A row counts once a role."""
    counted = {(row[column], row["role"], row["row"]) for row in rows}
    counts = Counter((about, role) for about, role, _ in counted)
    totals = Counter(about for about, _, _ in counted)
    most = max(totals.values(), default=0)
    for about, _ in sorted(totals.items(), key=lambda pair: (-pair[1], str(pair[0]))):
        shares = {role: counts[about, role] for role in ROLES}
        bar = charts.bar(list(shares.items()), most)
        yield Load(about if isinstance(about, Thing) else None, shares, bar)
