"""`/api/v1/plans`, `/api/v1/assignments`, …: the rows of a view, filtered, searched, sorted, paged; and single ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from api.connection import base_of
from api.pages.desk import Desk, desk_of
from api.rest import values
from api.rest.answers import answer
from kg.errors import BadSelection, NoSuchPage
from kg.views.behind import sparql_of
from kg.views.catalogue import view as view_called
from kg.views.filters import candidates
from kg.views.model import DEFAULT_LIMIT, Row, Selection, Thing, View

RESOURCES: Final[Mapping[str, str]] = {
    "agencies": "agencies",
    "agency-kinds": "agency_kinds",
    "assignments": "assignments",
    "citations": "citations",
    "documents": "documents",
    "findings": "findings",
    "indicators": "indicators",
    "places": "places",
    "plans": "plans",
    "roles": "roles",
    "targets": "targets",
}
"""What can be listed, and the view that it is."""
MOST: Final = 1000
"""Most rows of one page."""
AFTER: Final = r"^[0-9]{1,9}(\.[A-Za-z0-9_-]*)?$"
_OURS: Final = ("q", "order", "limit", "after", "facets")
_SWITCH: Final = {"true": None, "false": ()}


async def listed(request: Request, resource: str) -> Response:
    """Return a page of rows.

    Raises:
        BadSelection: a parameter is unknown or takes no such value.
    """
    view, desk = view_called(RESOURCES[resource]), desk_of(request)
    selection = _selection(view, request)
    return await answer(request, lambda: _page(desk, view, selection, f"{base_of(request)}{request.scope['path']}"))


async def one(request: Request, resource: str, key: str) -> Response:
    """Return one row by its key: the end of its IRI, as filters and pages name it, or the whole IRI.

    Raises:
        NoSuchPage: there is none.
    """
    view, desk = view_called(RESOURCES[resource]), desk_of(request)
    if request.query_params:
        raise BadSelection("A single thing takes no parameters.", hint="Leave them out.")
    return await answer(request, lambda: _item(desk, view, key))


def named_by_things(view: View) -> bool:
    """Whether the rows of a view are things, which can be asked for one by one."""
    column = view.column(view.key)
    return column is not None and bool(column.under)


def _page(desk: Desk, view: View, selection: Selection, address: str) -> values.Json:
    found = desk.select(view.name, selection)
    return {
        "items": [values.row(desk, row) for row in found.rows],
        "total": found.total,
        "start": found.start,
        "next": f"{address}?{urlencode(_parameters(selection, found.next))}" if found.next else None,
        "facets": [values.facet(each) for each in found.facets],
        "sparql": sparql_of(view, selection),
        "snapshot": found.snapshot,
    }


def _item(desk: Desk, view: View, key: str) -> values.Json:
    column = view.column(view.key)
    found = next(filter(None, (desk.row(view.name, iri) for iri in (candidates(column, key) if column else ()))), None)
    if found is None:
        raise NoSuchPage(f"There is no {key!r} in {view.name}.", hint="List them to see which there are.")
    focus, other = _sides(view, found)
    snapshot = desk.snapshot
    printed = {"cells": values.cells(snapshot, focus), "otherCells": values.cells(snapshot, other)}
    return {**values.row(desk, found), **printed, "snapshot": snapshot.id}


def _sides(view: View, row: Row) -> tuple[str | None, str | None]:
    """Return the rows of plans that a row of a view is, or is about."""
    names = {"assignments": ("row", ""), "findings": ("focus", "other")}.get(view.name, ("", ""))
    sides = (row.values.get(name) for name in names)
    focus, other = (side.iri if isinstance(side, Thing) else None for side in sides)
    return focus, other


def _selection(view: View, request: Request) -> Selection:
    given: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        given.setdefault(name, []).append(value)
    known = (*_OURS, *(column.name for column in view.facets))
    for name, found in given.items():
        if name not in known:
            raise BadSelection(f"There is no parameter {name!r} here.", hint=f"There are: {', '.join(known)}.")
        if name in _OURS and len(found) > 1:
            raise BadSelection(f"The parameter {name!r} stands {len(found)} times; it may stand once.")
    single: dict[str, str] = {name: given[name][0] for name in _OURS if name in given}
    return Selection(
        filters={column.name: tuple(given[column.name]) for column in view.facets if column.name in given},
        text=single.get("q", ""),
        sort=_sort(view, single),
        limit=_limit(single.get("limit", str(DEFAULT_LIMIT))),
        after=_after(single),
        facets=_facets(single.get("facets", "false")),
    )


def _sort(view: View, single: Mapping[str, str]) -> str:
    name = single.get("order")
    known = [column.name for column in view.columns if column.sortable]
    if name is not None and name.removeprefix("-") not in known:
        raise BadSelection(
            f"order={name!r} is none of this list.", hint=f"By: {', '.join(known)}; in reverse with a '-'."
        )
    return name or ""


def _limit(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 1 <= int(text) <= MOST:
        raise BadSelection(f"limit={text!r} is not a number from 1 to {MOST}.")
    return int(text)


def _after(single: Mapping[str, str]) -> str:
    text = single.get("after")
    if text is not None and not re.fullmatch(AFTER, text, re.ASCII):
        raise BadSelection(f"after={text!r} is no page of this list.", hint="Follow `next` as it was given.")
    return text or ""


def _facets(text: str) -> tuple[str, ...] | None:
    if text not in _SWITCH:
        raise BadSelection(f"facets={text!r} is neither true nor false.")
    return None if text == "true" else ()


def _parameters(selection: Selection, after: str) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = [(name, value) for name, found in selection.filters.items() for value in found]
    pairs += [("q", selection.text)] if selection.text else []
    pairs += [("order", selection.sort)] if selection.sort else []
    pairs += [("facets", "true")] if selection.facets is None else []
    return [*pairs, ("limit", selection.limit), ("after", after)]
