"""What a plan says of itself, as far as its names depend on it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.resolution.model import Level, Place
from kg.resolution.names import Words, folded_key, split
from kg.resolution.places import PlaceEntry


@dataclass(frozen=True, slots=True)
class PlanContext:
    """The plan in which a name stands.

    Attributes:
        iri: IRI of the plan; local nodes are minted below it.
        level: level of the issuing body, None if not printed.
        place: the registered place of the issuing body, None if the plan does not name it.
        province: the registered province of that place (itself, for a province), None if unknown.
        local_place: the plan's own node for the place that it does not name.
        date: ISO date of the plan, may be partial; None if not printed.
    """

    iri: str
    level: Level | None = None
    place: PlaceEntry | None = None
    province: PlaceEntry | None = None
    local_place: Place | None = None
    date: str | None = None

    def place_at(self, level: Level) -> PlaceEntry | None:
        """Return the plan's registered place at a level: its own, or the province that it lies in."""
        if level is self.level:
            return self.place
        return self.province if level is Level.PROVINCE else None

    def is_local_place(self, name: Words) -> bool:
        """Return whether a name is that of the plan's own place, which no registry has."""
        if self.local_place is None or not name:
            return False
        return folded_key(split(self.local_place.label)).endswith(folded_key(name))

    @property
    def province_iri(self) -> str | None:
        """IRI of the province, or None."""
        return self.province.place.iri if self.province else None
