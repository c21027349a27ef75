"""Printed names of agencies → bodies and groups.

A name is a label of a kind, then perhaps a level and a place: "Phòng VH-TT | huyện | Kon Rẫy". The longest label of the
registry that begins the name and leaves a readable rest wins. What the print leaves out, the plan supplies: its own
place, or the province that this lies in. What neither supplies stays open: a body of the plan's own, or no body at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.resolution.bodies import Made, central_body, local_body, local_group, placed_body, placed_group
from kg.resolution.context import PlanContext
from kg.resolution.kinds import Form, Kind, KindIndex, LabelEntry
from kg.resolution.model import Agency, Candidate, Entity, Level, Link, Method
from kg.resolution.names import Words, folded_key, printed_text, toned_key
from kg.resolution.places import PlaceEntry, PlaceIndex, PlaceReading
from kg.resolution.registries import Registries
from kg.resolution.similar import similar
from kg.vietnamese import normalise

# Set by hand: how far a link of each method may be trusted. Where name and place were found in two ways, they multiply.
_CONFIDENCE: Final = {
    Method.EXACT: 1.0,
    Method.NORMALISED: 0.98,
    Method.VARIANT: 0.97,
    Method.CONTEXT: 0.95,
    Method.CORRECTION: 0.85,
    Method.LOCAL: 0.9,
}
_WITHOUT_MARKS: Final = 0.9
_UNDATED: Final = 0.7
_CANDIDATE: Final = 0.5
_HOW: Final = {
    Method.EXACT: "The print is the name",
    Method.NORMALISED: "Equal but for case, marks or connectives to",
    Method.VARIANT: "Another form of the name,",
}
_CUT_AFTER: Final = frozenset({"cap", "cac", "va", "thuoc", "cua"})
_TYPE_IN_LABEL: Final = re.compile(r"\b(Thành|Thị|Quận) (?:ủy|đoàn)\b", re.IGNORECASE)
_TYPES: Final = {"thành": "thanhpho", "thị": "thixa", "quận": "quan"}
_LONGEST_COMMUNE_NAME: Final = 4
_RANK: Final = {level: rank for rank, level in enumerate(Level)}  # from the centre down


@dataclass(frozen=True, slots=True)
class ResolvedAgency:
    """The link of a printed name, and the bodies and groups that the graph must describe for it."""

    link: Link
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """A label that begins the name, and what the rest says of the place."""

    entry: LabelEntry
    toned: bool
    rest: PlaceReading


def resolve_agency(printed: str, context: PlanContext, registries: Registries) -> ResolvedAgency:
    """Resolve one printed name.

    Args:
        printed: the bare name as extracted.
        context: the plan in which it stands.
        registries: what is known beforehand.

    Returns:
        The link (method, confidence, reason; unresolved: candidates) and the bodies, groups and places that it needs.
    """
    words = registries.kinds.split(printed)
    readings = _readings(words, context, registries)
    if not readings:
        return _unresolved(printed, words, registries.kinds, context.iri)
    fitting = _fitting(readings, context)
    if len({reading.entry.kind.iri for reading in fitting}) > 1:
        names = ", ".join(sorted({reading.entry.kind.label for reading in fitting}))
        reason = f"The name fits several kinds ({names}) and neither the print nor the plan's level decides."
        return _open(printed, reason, (reading.entry.kind for reading in fitting))
    return _at_its_time(_placed(printed, fitting[0], context, registries), fitting[0].entry.kind, context, registries)


def _at_its_time(found: ResolvedAgency, kind: Kind, context: PlanContext, registries: Registries) -> ResolvedAgency:
    """Give the body that bore the name at the plan's date, where a reorganisation made a later one of the same name."""
    renewed = registries.kinds.renewed.get(kind.iri)
    body = next((e for e in found.entities if isinstance(e, Agency) and e.iri == found.link.iri and not e.local), None)
    if renewed is None or body is None:
        return found
    place = registries.places.get(body.place)
    later = placed_body(renewed, place, registries.kinds, registries.places) if place else Made(central_body(renewed))
    stands = registries.reorganisations.stands(later.entity.iri, context.date)
    if stands:
        reason = f"{found.link.reason} At the plan's date it is the body made by reorganisation."
        return ResolvedAgency(replace(found.link, iri=later.entity.iri, reason=reason), later.entities)
    if stands is False:
        return found
    reason = f"{found.link.reason} Whether it is the body before or after the reorganisation has no source."
    candidate = Candidate(later.entity.iri, _CANDIDATE, "the body of the same name after the reorganisation")
    confidence = round(found.link.confidence * _UNDATED, 2)
    link = replace(found.link, confidence=confidence, reason=reason, candidates=(*found.link.candidates, candidate))
    return ResolvedAgency(link, (*found.entities, *later.entities))


def _readings(words: Words, context: PlanContext, registries: Registries) -> list[_Reading]:
    """Return the readings with the longest label that leaves a rest which can be read, as no person rejected."""
    rejected = registries.kinds.rejected(words, context.iri)
    for length in range(len(words), 0, -1):
        head, rest = words[:length], words[length:]
        found = [
            reading
            for entry in registries.kinds.at(head, context.iri)
            if entry.kind.iri not in rejected
            and (reading := _reading(entry, head, rest, context, registries.places)) is not None
        ]
        if found:
            return found
    return []


def _reading(entry: LabelEntry, head: Words, rest: Words, context: PlanContext, places: PlaceIndex) -> _Reading | None:
    if entry.stem and not rest:
        return None
    if entry.form is Form.CORRECTION and entry.kind.group and rest:
        return None  # "UBND cấp", which a person read as that of communes, is not the beginning of "UBND cấp huyện"
    kind = entry.kind
    levels = () if kind.level is None or kind.group else (kind.level,)
    place = places.read(rest, context.province_iri, context.date, levels)
    if place is None or not _level_fits(kind, place):
        return None
    return _Reading(entry, entry.toned == toned_key(head), place)


def _level_fits(kind: Kind, place: PlaceReading) -> bool:
    """A body stands at its kind's level; a group's place may also lie above ("UBND các xã huyện Sa Thầy")."""
    printed = tuple({entry.place.level for entry in place.entries}) or place.levels
    if kind.level is None or not printed:
        return True
    if not kind.group:
        return kind.level in printed
    return any(_RANK[level] <= _RANK[kind.level] for level in printed)


def _fitting(readings: Sequence[_Reading], context: PlanContext) -> list[_Reading]:
    """Keep the readings whose marks agree; of these, by place or by the plan's level, those that the print can mean."""
    best = [reading for reading in readings if reading.toned] or list(readings)
    best.sort(key=lambda reading: reading.entry.form)
    named = [reading for reading in best if reading.rest.entries]
    if named:
        # A name without a level is the province's before it is that of the town from which it is governed.
        highest = min((reading.rest.entries[0].place.level for reading in named), key=_RANK.__getitem__)
        return [reading for reading in named if reading.rest.entries[0].place.level is highest]
    at_level = [reading for reading in best if reading.entry.kind.level is context.level]
    return at_level if len(best) > 1 and at_level and context.level else best


def _placed(printed: str, reading: _Reading, context: PlanContext, registries: Registries) -> ResolvedAgency:
    kind, rest = reading.entry.kind, reading.rest
    if kind.level is Level.CENTRAL:
        made = placed_group(kind, None, None) if kind.group else Made(central_body(kind))
        return _linked(printed, made, reading, None, "there is one of it")
    if len(rest.entries) > 1:
        named = printed_text(rest.name)
        return _open(printed, f"Several places are named {named!r} and the plan does not say which is meant.", (kind,))
    if rest.entries:
        made = _make(kind, rest.entries[0], rest, registries)
        return _linked(printed, made, reading, None, f"place as printed, {rest.entries[0].place.label}")
    if rest.name:
        return _in_unknown_place(printed, reading, context, registries.kinds)
    return _in_context(printed, reading, context, registries)


def _in_unknown_place(printed: str, reading: _Reading, context: PlanContext, kinds: KindIndex) -> ResolvedAgency:
    """A place is printed that the registry does not have: communes are not in it, anything else is a question."""
    kind, rest = reading.entry.kind, reading.rest
    if context.is_local_place(rest.name) and context.level in rest.levels and not kind.group:
        made = local_body(kind, context, kinds)
        return _linked(printed, made, reading, Method.LOCAL, "the plan's own place, which the registry does not have")
    capitals = all(word.printed[:1].isupper() or word.printed.isdigit() for word in rest.name)
    if kind.level is Level.COMMUNE and not kind.group and capitals and len(rest.name) <= _LONGEST_COMMUNE_NAME:
        made = local_body(kind, context, kinds, name=normalise(printed))
        return _linked(printed, made, reading, Method.LOCAL, "the registry of places has no communes")
    return _open(printed, f"{printed_text(rest.name)!r} is no place that the registry knows.", (kind,))


def _in_context(printed: str, reading: _Reading, context: PlanContext, registries: Registries) -> ResolvedAgency:
    """The print names no place: take the plan's, at the level of the body or of the group's place."""
    kind, rest = reading.entry.kind, reading.rest
    everywhere = registries.kinds.group_of.get(kind.iri)
    if everywhere and kind.level is not context.level and _is_below(kind.level, context.level):
        kind, rest = everywhere, PlaceReading()
    level = _place_level(kind, rest, context)
    place = context.place_at(level) if level else None
    if place is None:
        made = (
            local_group(kind, context, _printed_level(rest, context), level)
            if kind.group
            else local_body(kind, context, registries.kinds)
        )
        return _linked(printed, made, reading, Method.LOCAL, "neither the print nor the plan names its place")
    type_word = rest.type_word if rest.type_word and place.place.level in rest.levels else _type_in(reading.entry.text)
    if type_word and type_word not in place.types:
        reason = f"The print speaks of another type of place than the plan's {place.place.label}."
        return _open(printed, reason, (kind,))
    made = _make(kind, place, rest, registries)
    return _linked(printed, made, reading, Method.CONTEXT, f"place from the plan, {place.place.label}")


def _type_in(label: str) -> str | None:
    """Return the type of place that a label itself speaks of: a Thành ủy is that of a city."""
    found = _TYPE_IN_LABEL.search(label)
    return _TYPES[found[1].lower()] if found else None


def _place_level(kind: Kind, rest: PlaceReading, context: PlanContext) -> Level | None:
    """Return the level of the place of a body or group whose place is not named.

    A group's members may stand below its place ("UBND cấp xã", "các cơ sở y tế trên địa bàn các huyện"): then the place
    is the plan's.
    """
    level = _printed_level(rest, context) or kind.level
    if level is None or (kind.group and _is_below(level, context.level)):
        return context.level
    return level


def _printed_level(rest: PlaceReading, context: PlanContext) -> Level | None:
    """Return the level that the print gives; "thành phố" is the plan's level if it can be."""
    if not rest.levels:
        return None
    return context.level if context.level in rest.levels else rest.levels[0]


def _is_below(level: Level | None, other: Level | None) -> bool:
    return level is not None and other is not None and _RANK[level] > _RANK[other]


def _make(kind: Kind, place: PlaceEntry, rest: PlaceReading, registries: Registries) -> Made:
    if kind.group:
        return placed_group(kind, place, rest.levels[0] if len(rest.levels) == 1 else None)
    return placed_body(kind, place, registries.kinds, registries.places)


def _linked(printed: str, made: Made, reading: _Reading, method: Method | None, where: str) -> ResolvedAgency:
    """Make the link; the weaker of how the kind and how the place was found gives the method."""
    label = _label_method(printed, reading, made)
    if label is Method.CORRECTION:
        reason = f"Read as {reading.entry.kind.label!r}: {reading.entry.reason} Of the place: {where}."
    else:
        reason = f"{_HOW[label]} {reading.entry.text!r}; {where}."
    chosen = label if label is Method.CORRECTION else method or label
    confidence = _CONFIDENCE[label] * (_CONFIDENCE[method] if method else 1.0)
    if not reading.toned:
        confidence *= _WITHOUT_MARKS
    return ResolvedAgency(Link(printed, made.entity.iri, chosen, round(confidence, 2), reason), made.entities)


def _label_method(printed: str, reading: _Reading, made: Made) -> Method:
    if reading.entry.form is Form.CORRECTION:
        return Method.CORRECTION
    if normalise(printed) in (reading.entry.text, made.entity.label) and reading.entry.form is Form.PREFERRED:
        return Method.EXACT
    return Method.VARIANT if reading.entry.form is Form.ALTERNATIVE else Method.NORMALISED


def _open(printed: str, reason: str, kinds: Iterable[Kind] = ()) -> ResolvedAgency:
    """Leave a name unresolved; the kinds that it may be of are its candidates."""
    near = list(dict.fromkeys(kinds))
    candidates = tuple(Candidate(kind.iri, round(1 / (len(near) + 1), 2), f"kind {kind.label!r}") for kind in near)
    return ResolvedAgency(Link(printed, None, Method.UNRESOLVED, 0.0, reason, candidates))


def _unresolved(printed: str, words: Words, kinds: KindIndex, plan: str) -> ResolvedAgency:
    key = folded_key(words)
    begun = [entry for label, entries in kinds.labels.items() if key and label.startswith(key) for entry in entries]
    if begun and words[-1].folded in _CUT_AFTER:
        reason = f"The name breaks off after {words[-1].printed!r}; it begins several names."
        preferred = {entry.kind for entry in begun if entry.form is Form.PREFERRED}
        return _open(printed, reason, sorted(preferred, key=lambda kind: kind.label))
    near = similar(" ".join(word.folded for word in words), kinds.texts)
    candidates = tuple(
        Candidate(iri, round(score / 2, 2), "a label that is spelled alike")
        for iri, score in near
        if iri not in kinds.rejected(words, plan)
    )
    return ResolvedAgency(
        Link(printed, None, Method.UNRESOLVED, 0.0, "No kind of agency in the registry has such a name.", candidates)
    )
