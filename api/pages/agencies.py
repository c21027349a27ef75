"""Agencies, groups and kinds of agency: what they are given, their line upwards, their peers, what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from api.addresses import iri_of
from api.pages import charts
from api.pages.desk import Desk
from api.pages.listing import listing
from api.pages.related import line_upwards, objects, subjects, thing, things
from api.pages.site import Crumb
from api.pages.visit import Page, Visit
from kg.views.model import Facet, FacetValue, Row, Selection, Slice, Thing

ROLES: Final = ("lead", "coordinating", "guiding")
_KINDS: Final = "/agencies/kinds"
_LISTED: Final = 60
"""Most bodies listed beside a table; a link leads to all of them."""
_DRAWN: Final = 30
"""Most bars of a chart."""
_DRAWN_BY: Final = ("plan", "pillar")


@dataclass(frozen=True, slots=True)
class Load:
    """How many rows a body has in one plan, or under one pillar: a count and a segment of a bar for each role."""

    thing: Thing | None
    counts: dict[str, int]
    bar: tuple[charts.Segment, ...]


@dataclass(frozen=True, slots=True)
class Loads:
    """The heaviest loads by one column, and how many there are besides."""

    loads: tuple[Load, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Change:
    """A reorganisation: from what, to what (perhaps nothing that a source names), when, by which source.

    Attributes:
        beside: what ended at the same time without becoming one with what the page is about.
    """

    event: Thing | None
    before: tuple[Thing, ...]
    beside: tuple[Thing, ...]
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
        "peers": _bodies(desk, kind.iri) if kind else None,
        "changes": _changes(desk, me.iri) or (_changes(desk, kind.iri) if kind else ()),
        "names": desk.some("names", _LISTED, thing=me.iri),
        "member_kinds": objects(desk, me.iri, "has-kind"),
        "loads": _loads(desk, holders),
    }
    return Page("agencies/agency.html", [visit.crumb("agencies")], values, found.table, (me.iri,))


def _kind(visit: Visit, row: Row) -> Page:
    desk, me = visit.desk, thing(row, "kind")
    found = listing(visit, "roles", fixed={"kind": (me.iri,)}, without=("row", "level", "place"))
    holders = tuple(body.key for body in desk.all("agencies", kind=me.iri))
    values = {
        "row": row,
        "me": me,
        "listing": found,
        "bodies": _bodies(desk, me.iri),
        "upwards": line_upwards(desk, me),
        "changes": _changes(desk, me.iri),
        "groups": subjects(desk, me.iri, "has-kind"),
        "member_kinds": objects(desk, me.iri, "has-kind"),
        "loads": _loads(desk, holders),
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
    return tuple(_change(desk, row, iri) for row in events.values())


def _change(desk: Desk, row: Row, iri: str) -> Change:
    event = thing(row, "event")
    rows = desk.all("relations", event=event.iri)
    before = things(each["subject"] for each in rows)
    after = things(each["object"] for each in rows)
    beside = () if after else tuple(each for each in before if each.iri != iri)
    before = tuple(each for each in before if each not in beside)
    return Change(event, before, beside, after, str(row["date"] or ""), str(row["source"] or ""))


def _bodies(desk: Desk, kind: str) -> Slice:
    """Return the bodies and groups of a kind, those that lead most first, as many as are listed."""
    return desk.select("agencies", Selection(filters={"kind": (kind,)}, sort="-leads", limit=_LISTED, facets=()))


def _loads(desk: Desk, holders: tuple[str, ...]) -> dict[str, Loads]:
    """Return in how many rows some bodies have each role, by plan and by pillar, in the adopted reading."""
    first = {role: _counts(desk, {role: holders}, _DRAWN_BY) for role in ROLES}
    return {
        column: _loads_by(desk, holders, {role: facets[column] for role, facets in first.items()})
        for column in _DRAWN_BY
    }


def _loads_by(desk: Desk, holders: tuple[str, ...], facets: dict[str, Facet]) -> Loads:
    values = {value.value: value for facet in facets.values() for value in facet.values}
    totals: Counter[str] = Counter()
    for facet in facets.values():
        totals.update({value.value: value.count for value in facet.values})
    chosen = tuple(sorted(totals, key=lambda value: (-totals[value], values[value].label.vi)))[:_DRAWN]
    more = max(facet.total for facet in facets.values()) - len(chosen)
    if more > 0:  # the counts hold the most frequent values of each role, not all roles of those chosen
        column = facets[ROLES[0]].column.name
        facets = {role: _counts(desk, {role: holders, column: chosen}, (column,))[column] for role in ROLES}
    counts = {role: {value.value: value.count for value in facet.values} for role, facet in facets.items()}
    shares = {value: {role: counts[role].get(value, 0) for role in ROLES} for value in chosen}
    most = max((sum(share.values()) for share in shares.values()), default=0)
    return Loads(tuple(_load(values[value], share, most) for value, share in shares.items()), max(0, more))


def _load(value: FacetValue, share: dict[str, int], most: int) -> Load:
    about = Thing(value.iri, value.label) if value.iri else None
    return Load(about, share, charts.bar(list(share.items()), most))


def _counts(desk: Desk, filters: dict[str, tuple[str, ...]], columns: tuple[str, ...]) -> dict[str, Facet]:
    asked = Selection(filters=filters, limit=1, facets=columns, facet_values=_DRAWN)
    return {facet.column.name: facet for facet in desk.select("assignments", asked).facets}
