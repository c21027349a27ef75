"""What a build is told and what it tells: progress, outcomes, its result."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from kg.errors import ChitieuError
from kg.store.snapshot import Snapshot
from kg.validation.model import Report


class Progress(Protocol):
    """Told how far a build is."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note that `done` of `total` steps of a stage are done.

        The stages are "documents", "graph", "validation" and "publishing", in this order.
        """


class Status(StrEnum):
    """What became of a document."""

    PUBLISHED = "published"
    MERGED = "merged"  # another file of a plan that is published from a file given with it
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two files of one plan differ.

    Attributes:
        row: path of the row below the plan, empty for a field of the plan itself.
        field: what differs; "row" when one of the files lacks the row.
        published, other: what each of them prints, None for nothing.
    """

    row: str
    field: str
    published: str | None
    other: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document.

    Attributes:
        path: as it was given or found.
        plan: IRI of the plan; None if the document was refused.
        label: how the plan calls itself (kind, number, date), empty if refused.
        rows: number of rows read.
        flagged: number of those that carry a flag.
        error: why it was refused.
        differences: for a merged file, where it differs from the published one.
    """

    path: Path
    status: Status
    plan: str | None = None
    label: str = ""
    rows: int = 0
    flagged: int = 0
    error: ChitieuError | None = None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class BuildResult:
    """A finished build: the published snapshot, what validation says, and the outcome of each document in order."""

    snapshot: Snapshot
    report: Report
    outcomes: tuple[Outcome, ...]

    @property
    def refused(self) -> tuple[Outcome, ...]:
        """The documents that could not be used."""
        return tuple(outcome for outcome in self.outcomes if outcome.status is Status.REFUSED)
