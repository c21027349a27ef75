"""Legal documents: what each is, how it stands to others, who cites it from which row in which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from api.addresses import iri_of
from api.pages.listing import listing
from api.pages.related import thing
from api.pages.visit import Page, Visit
from kg.views.model import Row, Thing

RELATIONS: Final = (
    "based-on",
    "cites",
    "amends",
    "repeals",
    "replaces",
    "guides",
    "implements",
    "approves",
    "candidate",
)
_ROW: Final = 44
_DRAWN: Final = 12
"""Most documents drawn on a side; the list beside the drawing has them all."""


@dataclass(frozen=True, slots=True)
class Node:
    """A document on the drawing: which, by what relation, at what height (of its middle)."""

    thing: Thing
    relation: str
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """The documents that one acts on (right) and those that act on it (left)."""

    before: tuple[Node, ...]
    after: tuple[Node, ...]
    height: int
    hidden: int

    @property
    def middle(self) -> float:
        """Height of the document itself."""
        return self.height / 2


def documents(visit: Visit) -> Page:
    """Return the list of documents."""
    found = listing(visit, "documents")
    return Page("documents/list.html", (), {"listing": found}, found.table, found.keys)


def document(visit: Visit) -> Page:
    """Return the page of a document.

    Raises:
        NoSuchPage: there is none of that name.
    """
    desk, iri = visit.desk, iri_of(visit.here.path) or ""
    row = desk.row("documents", iri)
    if row is None:
        raise visit.missing()
    out = desk.all("relations", subject=iri, relation=RELATIONS)
    into = desk.all("relations", object=iri, relation=RELATIONS)
    found = listing(visit, "citations", fixed={"document": (iri,)})
    values = {
        "row": row,
        "me": thing(row, "document"),
        "listing": found,
        "out": out,
        "into": into,
        "drawing": drawing(out, into),
    }
    return Page("documents/document.html", [visit.crumb("documents")], values, found.table, (iri,))


def drawing(out: Sequence[Row], into: Sequence[Row]) -> Drawing | None:
    """Return where the documents around one are drawn; None if there are none."""
    if not out and not into:
        return None
    shown = max(min(len(out), _DRAWN), min(len(into), _DRAWN))
    height = shown * _ROW
    hidden = max(0, len(out) - _DRAWN) + max(0, len(into) - _DRAWN)
    return Drawing(_nodes(into, "subject", height), _nodes(out, "object", height), height, hidden)


def _nodes(rows: Sequence[Row], end: str, height: int) -> tuple[Node, ...]:
    drawn = rows[:_DRAWN]
    start = (height - len(drawn) * _ROW) / 2 + _ROW / 2
    return tuple(Node(thing(row, end), str(row["relation"]), start + n * _ROW) for n, row in enumerate(drawn))
