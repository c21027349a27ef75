"""Read a snapshot's `views.sqlite`: filter, search, count, sort, page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

    from kg.store.snapshot import Snapshot
    from kg.views.model import Row, Selection, Slice


class Views:
    """The views of one snapshot. Any thread may ask, several at a time.

    Use it as a context manager, or `close` it.
    """

    @classmethod
    def open(cls, snapshot: Snapshot) -> Views:
        """Open the views of a snapshot.

        Raises:
            SnapshotDamaged: it has none, because an earlier chitieu built it; the message says to build again.
        """
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""

    def select(self, name: str, selection: Selection) -> Slice:
        """Return the page of the view `name` that `selection` asks for.

        Raises:
            UnknownView: there is no such view.
            BadSelection: it has no such filter, order, limit or page.
        """
        raise NotImplementedError

    def row(self, name: str, key: str) -> Row | None:
        """Return the row of a view with that key, None if there is none."""
        raise NotImplementedError
