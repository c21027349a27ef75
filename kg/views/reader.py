"""Read a snapshot's `views.sqlite`. Any number of threads may."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final, Self

from kg.errors import SnapshotDamaged
from kg.views.catalogue import view as view_called
from kg.views.content import FILE
from kg.views.facets import FacetColumn
from kg.views.packing import unpack
from kg.views.selecting import Reading

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from kg.store.snapshot import Snapshot
    from kg.views.model import Column, Row, Selection, Slice, Thing

_IDLE: Final = 16  # connections kept for the next request
_THINGS: Final = 20_000  # things kept, some 400 bytes each


class Views:
    """The views of one snapshot. Any thread may ask, several at a time.

    Use it as a context manager, or `close` it.
    """

    def __init__(self, path: Path, snapshot: str) -> None:
        self._path = path
        self._snapshot = snapshot
        self._idle: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        self.things: dict[int, Thing] = {}
        self._numbers: dict[tuple[str, str], tuple[int, array[int]]] = {}
        self._facets: dict[tuple[str, str], FacetColumn] = {}
        self._codes: dict[tuple[str, str], dict[str, int]] = {}

    @classmethod
    def open(cls, snapshot: Snapshot) -> Views:
        """Open the views of a snapshot.

        Raises:
            SnapshotDamaged: it has none, because an earlier chitieu built it; the message says to build again.
        """
        path = snapshot.path / FILE
        if not path.is_file():
            raise SnapshotDamaged(
                f"Snapshot {snapshot.id} holds no {FILE}: an earlier chitieu built it.",
                hint="Run `chitieu build` again; the graph stays as it is.",
            )
        return cls(path, snapshot.id)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that nobody uses; the others close when they are given back."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    def select(self, name: str, selection: Selection) -> Slice:
        """Return the page of the view `name` that `selection` asks for.

        Raises:
            UnknownView: there is no such view.
            BadSelection: it has no such filter, order, limit or page.
            SnapshotDamaged: the file cannot be read.
        """
        view = view_called(name)
        with self._connection() as connection:
            return Reading(self, connection, view).select(selection, self._snapshot)

    def row(self, name: str, key: str) -> Row | None:
        """Return the row of a view with that key, None if there is none.

        Raises:
            UnknownView: there is no such view.
            SnapshotDamaged: the file cannot be read.
        """
        view = view_called(name)
        with self._connection() as connection:
            return Reading(self, connection, view).row(key)

    def size(self, name: str) -> int:
        """Return how many rows a view has.

        Raises:
            UnknownView: there is no such view.
            SnapshotDamaged: the file cannot be read.
        """
        view = view_called(name)
        with self._connection() as connection:
            return Reading(self, connection, view).size

    def keep(self, things: Mapping[int, Thing]) -> None:
        """Keep things for the next who asks; those of before go when they become too many."""
        if len(self.things) + len(things) > _THINGS:
            self.things = {}
        self.things.update(things)

    def numbers(self, connection: sqlite3.Connection, view: str, name: str) -> tuple[int, array[int]]:
        """Return an array of the file, and how many of its rows have something; read once."""
        known = self._numbers.get((view, name))
        if known is None:
            query = "SELECT filled, data FROM numbers WHERE view = ? AND name = ?"
            found = connection.execute(query, (view, name)).fetchone()
            if found is None:
                raise _damaged(self._path, f"it holds no {name!r} of the view {view!r}")
            known = self._numbers[view, name] = found[0], unpack(found[1])
        return known

    def facet(self, connection: sqlite3.Connection, view: str, column: Column, size: int) -> FacetColumn:
        """Return a facet of a view; read once."""
        known = self._facets.get((view, column.name))
        if known is None:
            codes = self.numbers(connection, view, f"facet:{column.name}")[1]
            places = self.numbers(connection, view, f"rows:{column.name}")[1] if column.multiple else None
            known = self._facets[view, column.name] = FacetColumn(size, codes, places)
        return known

    def codes(self, connection: sqlite3.Connection, view: str, column: str) -> dict[str, int]:
        """Return the codes of a column's values that are no things; read once."""
        known = self._codes.get((view, column))
        if known is None:
            query = "SELECT value, code FROM value WHERE view = ? AND column_name = ?"
            known = self._codes[view, column] = dict(connection.execute(query, (view, column)).fetchall())
        return known

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        connection = self._idle_or_new()
        try:
            yield connection
        except sqlite3.Error as error:
            raise _damaged(self._path, str(error)) from error
        finally:
            if self._idle.qsize() < _IDLE:
                self._idle.put(connection)
            else:
                connection.close()

    def _idle_or_new(self) -> sqlite3.Connection:
        try:
            return self._idle.get_nowait()
        except Empty:
            # Immutable: the file never changes under its name, so SQLite needs neither locks nor a journal beside it.
            address = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
            return sqlite3.connect(address, uri=True, check_same_thread=False)


def _damaged(path: Path, why: str) -> SnapshotDamaged:
    return SnapshotDamaged(f"{path} cannot be read: {why}.", hint="Run `chitieu build` again.")
