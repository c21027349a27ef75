"""Reorganisations of agencies (`ontology/reorganisations.ttl`): which body a name means before and after one.

Only a dated change of the very body decides. Where the registry knows a change for the kind alone, a plan of that year
or later keeps the former body, and the later one of the same name is its candidate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.errors import ResourceError
from kg.resolution.turtle import Description, read_turtle
from kg.vocabulary import CT, ID, expand

CHANGE = ID + "change/"


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """One change: IRI, ISO date (None if no source gives it), bodies or kinds before and after."""

    iri: str
    date: str | None
    bodies: tuple[str, ...]
    resulting_bodies: tuple[str, ...]
    kinds: tuple[str, ...]
    resulting_kinds: tuple[str, ...]


class Reorganisations:
    """The changes, by the bodies that they made."""

    def __init__(self, changes: Iterable[Reorganisation]) -> None:
        self.changes = tuple(changes)
        self._made_on = {
            body: change.date for change in self.changes for body in change.resulting_bodies if change.date
        }
        self._first_year = min((date[:4] for date in self._made_on.values()), default=None)

    @property
    def bodies(self) -> tuple[str, ...]:
        """The bodies that changes name, by IRI."""
        return tuple(sorted({body for change in self.changes for body in (*change.bodies, *change.resulting_bodies)}))

    def stands(self, body: str, date: str | None) -> bool | None:
        """Tell whether a body that a reorganisation made stood at a date; None if no source decides.

        Args:
            body: IRI of the later body.
            date: ISO date, may be partial; None if not known.
        """
        if date is None or self._first_year is None or date[:4] < self._first_year:
            return False
        made_on = self._made_on.get(body)
        if made_on is None or date == made_on[: len(date)] != made_on:
            return None
        return date >= made_on


def load_reorganisations(name: str) -> Reorganisations:
    """Read the changes from a Turtle data file.

    Raises:
        ResourceError: a change has no source, or neither bodies nor kinds that it began with.
    """
    described = read_turtle(name)
    return Reorganisations(_change(described[iri]) for iri in described if iri.startswith(CHANGE))


def _change(described: Description) -> Reorganisation:
    change = Reorganisation(
        iri=described.iri,
        date=described.text(expand("dcterms:date")),
        bodies=described.iris(expand("org:originalOrganization")),
        resulting_bodies=described.iris(expand("org:resultingOrganization")),
        kinds=described.iris(CT + "originalKind"),
        resulting_kinds=described.iris(CT + "resultingKind"),
    )
    if not described.text(CT + "source") or not (change.bodies or change.kinds):
        raise ResourceError(f"{described.iri} needs a ct:source, and the bodies or kinds that it began with.")
    return change
