"""The third door: what a plan means, with the method and confidence of every link.

A link never replaces the print: it stands beside it. What cannot be resolved keeps `iri=None`, its candidates and a
reason. IRIs follow `docs/graph.md`; entities are described once, in the registries (`ontology/`) or in
`ResolvedPlan.entities`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.extraction.model import BodyTarget, Citation, PlanRecord, Row


class Method(StrEnum):
    """How a link was made, from surest to least sure."""

    CURATED = "curated"  # a person's word, with a reason
    EXACT = "exact"  # the print equals a label of the registry
    NORMALISED = "normalised"  # equal after folding (case, tone placement, dashes)
    VARIANT = "variant"  # an alternative label or abbreviation of the registry
    CONTEXT = "context"  # kind from the print, place from the plan
    CORRECTION = (
        "correction"  # the print is read as another name, as the registry says ("Cục Thống kê huyện" → Chi cục)
    )
    SIMILARITY = "similarity"  # a string-similarity match above its threshold
    LOCAL = "local"  # identity incomplete: a node of the citing plan's own
    UNRESOLVED = "unresolved"


class Level(StrEnum):
    """Levels of administration, named as in the law."""

    CENTRAL = "trung-uong"
    PROVINCE = "tinh"
    DISTRICT = "huyen"
    COMMUNE = "xa"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible target of an unresolved or local link."""

    iri: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Link:
    """From printed words to a thing.

    Attributes:
        printed: the words, as extracted.
        iri: what they are taken to name; None if unresolved.
        method: how.
        confidence: 0 to 1; 1.0 only for `CURATED` and `EXACT`.
        reason: in English, one sentence; for unresolved links why.
        candidates: other or possible targets, best first.
    """

    printed: str
    iri: str | None
    method: Method
    confidence: float
    reason: str
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place: a registry entry, or the unnamed place of one plan (`local`), of which only the level is known."""

    iri: str
    label: str
    level: Level
    gso_code: str | None = None
    part_of: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    local: bool = False


@dataclass(frozen=True, slots=True)
class Agency:
    """A body: its kind in its place. `local` bodies belong to a plan that does not name its place."""

    iri: str
    label: str
    kind: str
    place: str | None
    level: Level
    part_of: str | None = None
    local: bool = False


@dataclass(frozen=True, slots=True)
class AgencyGroup:
    """A class of agents ("Các sở, ban, ngành") in a place; never an enumerable list of its own."""

    iri: str
    label: str
    kind: str
    place: str | None
    level: Level | None
    member_kinds: tuple[str, ...] = ()
    local: bool = False


@dataclass(frozen=True, slots=True)
class LegalDocument:
    """A legal document that a plan is or cites. `local`: of incomplete identity, a node of the citing plan's own."""

    iri: str
    label: str
    kind: str  # CURIE of its class, for example "ct:Decision"
    number: str | None
    date: str | None
    issuer: str | None  # IRI of the issuing body, if resolved
    issuer_printed: str | None
    title: str | None = None
    local: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator, task or item of information that the registry does not know: a node of the plan's own."""

    iri: str
    label: str


Entity = Place | Agency | AgencyGroup | LegalDocument | Indicator


@dataclass(frozen=True, slots=True)
class ResolvedRoles:
    """Links for each role, in the order of the row's `Roles`."""

    lead: tuple[Link, ...] = ()
    coordinating: tuple[Link, ...] = ()
    guiding: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class ResolvedCitation:
    """A citation with the document it names; `relation` is the CURIE of the relation that the print supports."""

    citation: Citation
    document: Link
    relation: str = "eli:cites"


@dataclass(frozen=True, slots=True)
class ResolvedRow:
    """A row with what its words name. `path`: table, section and ordinals below the plan ("III/III/9/4", "_/II/3")."""

    row: Row
    path: str
    indicator: Link
    roles: ResolvedRoles
    alternative_roles: ResolvedRoles | None
    citations: tuple[ResolvedCitation, ...]


@dataclass(frozen=True, slots=True)
class ResolvedBodyTarget:
    """A target of the running text with the indicator that it speaks of."""

    body_target: BodyTarget
    indicator: Link


@dataclass(frozen=True, slots=True)
class Statement:
    """A curator's statement about the plan that its print does not make: property CURIE, value, and the reason."""

    property: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class ResolvedPlan:
    """A plan, resolved.

    Attributes:
        record: what is printed.
        iri: the plan's IRI; `slug` all of it below `…/id/document/`, stable over rebuilds.
        identity_method: `EXACT` (printed), `CURATED` (`sources.toml`) or `LOCAL` (hash of labels and ordinals).
        place: link to the issuing place; unresolved when no place is printed or curated.
        issuer: link to the issuing body.
        rows, body_targets, body_citations: in the order of the record.
        statements: the curator's additions, with reasons.
        entities: bodies, groups, documents and places that the plan refers to and the registries do not list.
    """

    record: PlanRecord
    iri: str
    slug: str
    identity_method: Method
    place: Link
    issuer: Link
    rows: tuple[ResolvedRow, ...]
    body_targets: tuple[ResolvedBodyTarget, ...]
    body_citations: tuple[ResolvedCitation, ...]
    statements: tuple[Statement, ...] = ()
    entities: tuple[Entity, ...] = ()
