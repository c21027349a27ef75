"""What is compared, and what a comparison says."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What changed, in the order in which changes of one row are told; the words are in `shapes/diff-words.toml`."""

    PLAN_ADDED = "plan-added"
    PLAN_DROPPED = "plan-dropped"
    ADDED = "added"
    DROPPED = "dropped"
    TARGET_RAISED = "target-raised"
    TARGET_LOWERED = "target-lowered"
    TARGET_CHANGED = "target-changed"
    LEAD_MOVED = "lead-moved"
    COORDINATING_CHANGED = "coordinating-changed"
    GUIDING_CHANGED = "guiding-changed"
    FINDING_NEW = "finding-new"
    FINDING_SOLVED = "finding-solved"


@dataclass(frozen=True, slots=True)
class TargetState:
    """A target: the words printed, and what they mean (comparator, number, unit IRI; None where there is none)."""

    printed: str
    comparator: str
    value: Decimal | None = None
    most: Decimal | None = None
    unit: str | None = None

    @property
    def meaning(self) -> tuple[object, ...]:
        """What makes two targets the same; of a target without a number its words, however they are spaced."""
        words = " ".join(self.printed.split()).casefold() if self.value is None else None
        return self.comparator, self.value, self.most, self.unit, words


@dataclass(frozen=True, slots=True)
class Holder:
    """A body or group with a role: its IRI, the IRI of its kind (its own if it has none), its name."""

    iri: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class RowState:
    """A row: IRI, place in the plan, the indicator that it is about, label and ordinal as printed, targets, roles."""

    iri: str
    position: int
    item: str
    label: str
    ordinal: str
    targets: tuple[TargetState, ...] = ()
    roles: dict[str, tuple[Holder, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FindingState:
    """A finding: fingerprint, code, message in vi and en, and the row or plan that it is about."""

    fingerprint: str
    code: str
    vi: str
    en: str
    focus: str


@dataclass(frozen=True, slots=True)
class PlanState:
    """A plan with its rows in order and its findings."""

    iri: str
    label: str
    rows: tuple[RowState, ...] = ()
    findings: tuple[FindingState, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One change: of which plan (its label), of what kind, of which row (ordinal, label), from what to what.

    `old` and `new` are names or printed words, or the messages of a finding in vi and en parted by a line break; None
    where there is nothing.
    """

    plan: str
    kind: Kind
    ordinal: str
    label: str
    old: str | None = None
    new: str | None = None
