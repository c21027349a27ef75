"""Which plan a document is, and of which place: by its print, the curator, or a hash of what it assigns."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.curation.sources import SourceEntry
from kg.extraction.model import Header, Locality, PlanRecord, Row
from kg.resolution.agencies import resolve_agency
from kg.resolution.context import PlanContext
from kg.resolution.document_index import DOCUMENT
from kg.resolution.documents import identify
from kg.resolution.labels import label_key
from kg.resolution.model import Candidate, Entity, Level, Link, Method, Place
from kg.resolution.numbers import parse_number
from kg.resolution.places import LEVEL_WORDS, PlaceEntry
from kg.resolution.registries import Registries
from kg.vietnamese import normalise, slug

_HASH_DIGITS: Final = 16
_LEVEL_NAMES: Final = {Level.PROVINCE: "tỉnh", Level.DISTRICT: "huyện", Level.COMMUNE: "xã"}
_UNIT: Final = "\x1f"


@dataclass(frozen=True, slots=True)
class PlanIdentity:
    """A plan's identity: IRI, how it was found, context for its names, place and issuer, entities of its own."""

    iri: str
    method: Method
    context: PlanContext
    place: Link
    issuer: Link
    entities: tuple[Entity, ...]

    @property
    def slug(self) -> str:
        """The IRI below `…/id/document/`: unlike its last part alone, unique over issuers and years."""
        return self.iri.removeprefix(DOCUMENT)


def identify_plan(record: PlanRecord, entry: SourceEntry | None, registries: Registries) -> PlanIdentity:
    """Work out the identity of a plan.

    Args:
        record: what is printed.
        entry: the curator's entry for the file, if there is one.
        registries: what is known beforehand.
    """
    header = record.document
    place = _place(header, registries)
    issuer_name = header.issuer or _implied_issuer(header.number, place, registries)
    printed = identify(header.number, header.date, issuer_name, place, registries)
    if printed.iri:
        iri, method = printed.iri, Method.EXACT
    elif entry and entry.slug:
        iri, method = DOCUMENT + entry.slug, Method.CURATED
    else:
        iri, method = f"{DOCUMENT}unidentified/{content_hash(record.rows)}", Method.LOCAL
    context = replace(place, iri=iri, local_place=_unnamed(place, header.locality, iri))
    issuer, bodies = _issuer(issuer_name, context, registries)
    own = (context.local_place,) if context.local_place else ()
    return PlanIdentity(
        iri, method, context, _place_link(header.locality, context, registries), issuer, (*own, *bodies)
    )


def content_hash(rows: Sequence[Row]) -> str:
    """Return 16 hexadecimal digits over the rows' ordinals and bare labels, folded: the same for any file format."""
    text = "\n".join(f"{slug(row.ordinal or '')}{_UNIT}{label_key(row.label)}" for row in rows)
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH_DIGITS]


def _place(header: Header, registries: Registries) -> PlanContext:
    """Return the context as far as place and date give it; its IRI is filled in later."""
    locality = header.locality
    date = header.date or (str(header.year_of_targets) if header.year_of_targets else None)
    type_word = "".join(word.folded for word in registries.kinds.split(locality.level or ""))
    levels = next((found for words, found in LEVEL_WORDS.items() if "".join(words) == type_word), ())
    province = _one(locality.province, (Level.PROVINCE,), None, None, date, registries)
    within = province.place.iri if province else None
    place = _one(locality.name, levels, type_word or None, within, date, registries)
    if place and within and within not in (place.place.iri, place.place.part_of):
        place = None
    if place and place.place.level is Level.PROVINCE:
        province = place
    elif place:
        province = registries.places.get(place.place.part_of)
    level = place.place.level if place else levels[0] if len(levels) == 1 else None
    return PlanContext("", level, place, province, None, date)


def _one(
    name: str | None,
    levels: Sequence[Level],
    type_word: str | None,
    within: str | None,
    date: str | None,
    registries: Registries,
) -> PlaceEntry | None:
    """Return the only place that a printed name can mean, or None."""
    if not name:
        return None
    found = registries.places.find(registries.kinds.split(name), levels, type_word, within, date)
    return found[0] if len(found) == 1 else None


def _implied_issuer(number: str | None, context: PlanContext, registries: Registries) -> str | None:
    """Return the issuer that a number's symbol implies where only the place is printed ("…/KH-UBND", huyện Kon Rẫy)."""
    parsed = parse_number(number, registries.documents.kinds.symbols)
    kinds = registries.kinds.by_symbol.get(parsed.issuer_symbol, []) if parsed else []
    if parsed is None or context.place is None or context.level not in [kind.level for kind in kinds]:
        return None
    return f"{parsed.issuer_symbol} {context.place.place.label}"


def _unnamed(context: PlanContext, locality: Locality, iri: str) -> Place | None:
    """Return the plan's own node for a place that it does not name, or that no registry has."""
    if context.place or context.level is None:
        return None
    name = f"{locality.level or ''} {locality.name}".strip() if locality.name else None
    label = name or f"{_LEVEL_NAMES.get(context.level, locality.level)} không nêu tên"
    return Place(f"{iri}/place", label, context.level, part_of=context.province_iri, local=True)


def _place_link(locality: Locality, context: PlanContext, registries: Registries) -> Link:
    printed = " ".join(filter(None, (locality.level, locality.name)))
    if context.place:
        method = Method.EXACT if normalise(printed) == context.place.place.label else Method.NORMALISED
        reason = "The only registered place of that name, level, province and time."
        return Link(printed, context.place.place.iri, method, 1.0 if method is Method.EXACT else 0.98, reason)
    near = registries.places.find(registries.kinds.split(locality.name)) if locality.name else ()
    candidates = tuple(Candidate(e.place.iri, round(1 / (len(near) + 1), 2), "a place of that name") for e in near)
    if context.local_place:
        missing = "which place of that name is meant" if locality.name else "the name of the place"
        return Link(
            printed, context.local_place.iri, Method.LOCAL, 1.0, f"The print does not give {missing}.", candidates
        )
    return Link(
        printed, None, Method.UNRESOLVED, 0.0, "The print gives neither place nor level of the plan.", candidates
    )


def _issuer(printed: str | None, context: PlanContext, registries: Registries) -> tuple[Link, tuple[Entity, ...]]:
    if printed is None:
        return Link("", None, Method.UNRESOLVED, 0.0, "The print names no issuer."), ()
    resolved = resolve_agency(printed, context, registries)
    return resolved.link, resolved.entities
