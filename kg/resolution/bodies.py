"""Bodies and groups by rule: a kind in a place. Works for every province and district of the registry.

IRIs, names and lines upwards follow `docs/graph.md`. A line upwards is drawn only where the registry of kinds has one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kg.resolution.context import PlanContext
from kg.resolution.kinds import Kind, KindIndex
from kg.resolution.model import Agency, AgencyGroup, Entity, Level
from kg.resolution.places import PLACE, PlaceEntry, PlaceIndex
from kg.vietnamese import slug
from kg.vocabulary import ID

AGENCY: Final = ID + "agency/"
GROUP: Final = ID + "agency-group/"
_LEVEL_ENDINGS: Final = {Level.PROVINCE: " tỉnh", Level.DISTRICT: " huyện", Level.COMMUNE: " xã"}
_SHORT: Final = {"thành phố": "Thành", "thị xã": "Thị"}
_LEVEL_NAMES: Final = {
    Level.CENTRAL: "trung ương",
    Level.PROVINCE: "tỉnh",
    Level.DISTRICT: "huyện",
    Level.COMMUNE: "xã",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A body or group, with the bodies above it that must be described too."""

    entity: Agency | AgencyGroup
    above: tuple[Entity, ...] = ()

    @property
    def entities(self) -> tuple[Entity, ...]:
        """All that was made."""
        return (self.entity, *self.above)


def central_body(kind: Kind) -> Agency:
    """Return the only body of a central kind."""
    return Agency(AGENCY + kind.slug, kind.label, kind.iri, None, Level.CENTRAL)


def placed_body(kind: Kind, place: PlaceEntry, kinds: KindIndex, places: PlaceIndex) -> Made:
    """Return the body of a kind in a registered place, with the line upwards."""
    above = _above(kind, place, kinds, places)
    body = Agency(
        iri=f"{AGENCY}{kind.slug}/{place.place.iri.removeprefix(PLACE)}",
        label=_name(kind, place),
        kind=kind.iri,
        place=place.place.iri,
        level=kind.level or place.place.level,
        part_of=above.entity.iri if above else None,
    )
    return Made(body, above.entities if above else ())


def local_body(kind: Kind, context: PlanContext, kinds: KindIndex, name: str | None = None) -> Made:
    """Return the plan's own node for a body whose place has no entry: unnamed, or in the `name` of the body itself."""
    parent = kinds.kinds.get(kind.parent) if kind.parent and name is None else None
    above = local_body(parent, context, kinds) if parent else None
    level = kind.level or context.level or Level.CENTRAL
    own = context.local_place if context.local_place and level is context.local_place.level and not name else None
    where = own.label if own else f"{_LEVEL_NAMES[level]} không nêu tên"
    body = Agency(
        iri=f"{context.iri}/agency/{slug(name) if name else kind.slug}",
        label=name or f"{kind.label} ({where})",
        kind=kind.iri,
        place=own.iri if own else None,
        level=level,
        part_of=above.entity.iri if above else None,
        local=True,
    )
    return Made(body, above.entities if above else ())


def placed_group(kind: Kind, place: PlaceEntry | None, level: Level | None) -> Made:
    """Return the group of a kind in a registered place; without a place only for a central group.

    Args:
        kind: a kind of group.
        place: where its members are.
        level: the level that the print gives to the group; the kind's own goes before it.
    """
    return Made(
        AgencyGroup(
            iri=f"{GROUP}{kind.slug}/{place.place.iri.removeprefix(PLACE)}" if place else GROUP + kind.slug,
            label=f"{kind.label} ({place.place.label})" if place else kind.label,
            kind=kind.iri,
            place=place.place.iri if place else None,
            level=kind.level or level,
            member_kinds=kind.members,
        )
    )


def local_group(kind: Kind, context: PlanContext, level: Level | None, place_level: Level | None) -> Made:
    """Return the plan's own node for a group in a place that the plan does not name."""
    own = context.local_place if context.local_place and place_level is context.local_place.level else None
    where = own.label if own else f"{_LEVEL_NAMES[place_level]} không nêu tên" if place_level else ""
    return Made(
        AgencyGroup(
            iri=f"{context.iri}/agency-group/{kind.slug}",
            label=f"{kind.label} ({where})" if where else kind.label,
            kind=kind.iri,
            place=own.iri if own else None,
            level=kind.level or level,
            member_kinds=kind.members,
            local=True,
        )
    )


def _above(kind: Kind, place: PlaceEntry, kinds: KindIndex, places: PlaceIndex) -> Made | None:
    parent = kinds.kinds.get(kind.parent) if kind.parent else None
    if parent is None:
        return None
    upper: Sequence[PlaceEntry | None] = (place, places.get(place.place.part_of))
    where = next((entry for entry in upper if entry and entry.place.level is parent.level), None)
    return placed_body(parent, where, kinds, places) if where else None


def _name(kind: Kind, place: PlaceEntry) -> str:
    if kind.template:
        type_word = place.place.label.removesuffix(place.name).strip()
        short = _SHORT.get(type_word, type_word.capitalize())
        return kind.template.format(name=place.name, short=short, place=place.place.label)
    ending = _LEVEL_ENDINGS.get(kind.level) if kind.level else None
    base = kind.label.removesuffix(ending) if ending else kind.label
    return f"{base} {place.place.label}"
