"""What pages read of a snapshot: its views, opened once, and which things have pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from starlette.requests import Request

from api.addresses import path_of
from kg.serving.pool import Pool
from kg.store.snapshot import Snapshot
from kg.views.model import Row, Selection, Slice, Thing
from kg.views.reader import Views

_KEPT: Final = 2  # the snapshot that is served, and one whose last requests are being answered
ROWS_OF_A_PLAN: Final = 300
"""Rows of a plan that stand on one page, unless the reader asks for fewer."""
_ALL: Final = 100_000
_PATHS: Final = 20_000  # addresses of things that are kept


@dataclass
class Desk:
    """A snapshot as pages see it. Any thread may ask."""

    snapshot: Snapshot
    _paths: dict[str, str | None] = field(default_factory=dict)

    @cached_property
    def views(self) -> Views:
        """The views.

        Raises:
            SnapshotDamaged: the snapshot has none.
        """
        return Views.open(self.snapshot)

    @cached_property
    def plans(self) -> frozenset[str]:
        """IRIs of the plans that were read."""
        return frozenset(row.key for row in self.all("plans"))

    @cached_property
    def paged(self) -> frozenset[str]:
        """IRIs of the plans with more rows than stand on one page."""
        return frozenset(row.key for row in self.all("plans") if int(str(row["rows"] or 0)) > ROWS_OF_A_PLAN)

    def all(self, view: str, **filters: str | tuple[str, ...]) -> tuple[Row, ...]:
        """Return the rows of a view that filters leave, in its own order."""
        return self.some(view, _ALL, **filters).rows

    def some(self, view: str, most: int, **filters: str | tuple[str, ...]) -> Slice:
        """Return the first rows of a view that filters leave, in its own order, without counting facets."""
        wanted = {name: (value,) if isinstance(value, str) else value for name, value in filters.items()}
        return self.select(view, Selection(filters=wanted, limit=most, facets=()))

    def count(self, view: str) -> int:
        """Return how many rows a view has."""
        return self.views.size(view)

    def select(self, view: str, selection: Selection) -> Slice:
        """Return a page of a view; see `Views.select`."""
        return self.views.select(view, selection)

    def row(self, view: str, key: str) -> Row | None:
        """Return a row of a view; see `Views.row`."""
        return self.views.row(view, key)

    def path(self, thing: str | Thing) -> str | None:
        """Return the path of the page that shows a thing, None if it is none of ours."""
        iri = thing if isinstance(thing, str) else thing.iri
        if iri not in self._paths:
            if len(self._paths) >= _PATHS:
                self._paths.clear()
            self._paths[iri] = path_of(iri, self.plans, self.paged)
        return self._paths[iri]


class Desks:
    """The desks of the snapshots that were asked for last."""

    def __init__(self) -> None:
        self._kept: dict[str, Desk] = {}

    def of(self, snapshot: Snapshot) -> Desk:
        """Return the desk of a snapshot."""
        desk = self._kept.setdefault(snapshot.id, Desk(snapshot))
        while len(self._kept) > _KEPT:
            self._kept.pop(next(iter(self._kept)))
        return desk


def desk_of(request: Request) -> Desk:
    """Return the desk of the snapshot that is served."""
    pool: Pool = request.app.state.pool
    desks: Desks = request.app.state.desks
    return desks.of(pool.snapshot)
