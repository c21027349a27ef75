"""What validation says: findings with both sides of a contradiction, and how much each rule looked at."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kg.errors import ModelViolation
from kg.output.bilingual import Text

_SHOWN_FAULTS: Final = 5


class Severity(StrEnum):
    """The three severities of SHACL, worst first; high, medium, and low or information of the rules' authors."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell: `column` as the rules name it ("target", "lead", "label", "header", …) and its words."""

    column: str
    words: str


@dataclass(frozen=True, slots=True)
class Side:
    """What a finding is about, or its other side: a plan, a row, a target or citation of the text, an indicator.

    Attributes:
        iri: the thing.
        kind: "plan", "row", "body" (of the running text) or "item".
        plan, plan_label: the plan that it belongs to; None for an indicator, which belongs to none.
        ordinal: number of the row as printed, None if there is none.
        section: the section as printed ("II. Dữ liệu số"), if any.
        label: the row's label, the phrase, or the thing's name.
        cells: the printed cells that the rule points at, in the order of the table.
        file: name of the source file; `page`, `row`, `first_line`, `last_line` count from 1, None = not known.
    """

    iri: str
    kind: str
    plan: str | None
    plan_label: str | None
    ordinal: str | None
    section: str | None
    label: str
    cells: tuple[Cell, ...] = ()
    file: str | None = None
    page: int | None = None
    row: int | None = None
    first_line: int | None = None
    last_line: int | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """What a person said of a finding (its fingerprint): why it is accepted, who says so, since and until which day."""

    finding: str
    reason: str
    by: str
    date: dt.date
    expires: dt.date


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found.

    Attributes:
        code, rule: stable code ("CT-T001") and IRI of the rule.
        title, message, remedy: of the rule; the message with names and printed words filled in.
        focus: what it is about; `other`: the other side of a contradiction.
        value: the offending name or words, if the rule singles them out.
        marks: printed words that the finding is about, to be marked where cells of either side hold them.
        fingerprint: 16 hex digits from code and IRIs, the same in every rebuild as long as the things are the same.
        waiver: why somebody accepts it; None if nobody does.
    """

    code: str
    rule: str
    severity: Severity
    title: Text
    message: Text
    remedy: Text
    focus: Side
    other: Side | None
    value: str | None
    fingerprint: str
    waiver: Waiver | None = None
    marks: tuple[str, ...] = ()

    @property
    def plan(self) -> str | None:
        """IRI of the plan of the focus."""
        return self.focus.plan

    @property
    def assignment(self) -> str | None:
        """IRI of the row, None when the finding is about a plan, the running text or an indicator."""
        return self.focus.iri if self.focus.kind == "row" else None

    def touches(self, plan: str) -> bool:
        """Whether one of the two sides belongs to `plan`."""
        return plan in (self.focus.plan, self.other.plan if self.other else None)


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many things a rule looked at (`checked`, of the kind that `population` names) and how many it found."""

    code: str
    rule: str
    title: Text
    severity: Severity
    population: Text
    checked: int
    findings: int


@dataclass(frozen=True, slots=True)
class Against:
    """What documents that are not in the graph yet were held against.

    Attributes:
        snapshot: id of the published snapshot; None = nothing is published, the documents were looked at by themselves.
        plans: how many other plans it holds.
        above, beside, below: names of those of the place above, of the same place, and of its parts.
    """

    snapshot: str | None
    plans: int = 0
    above: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a validation: findings sorted by severity, code and place in the plans, and one count a rule.

    Attributes:
        notices: what is to be said of the waivers themselves.
        against: what documents were held against; None for a report on a graph as it is.
    """

    findings: tuple[Finding, ...]
    counts: tuple[RuleCount, ...]
    notices: tuple[Text, ...] = ()
    against: Against | None = None

    @property
    def standing(self) -> tuple[Finding, ...]:
        """The findings that nobody has waived."""
        return tuple(finding for finding in self.findings if finding.waiver is None)

    @property
    def waived(self) -> int:
        """How many findings somebody has waived."""
        return len(self.findings) - len(self.standing)

    def number(self, severity: Severity) -> int:
        """How many findings have `severity` and are not waived."""
        return sum(finding.severity is severity for finding in self.standing)

    @property
    def worst(self) -> Severity | None:
        """The worst severity that stands, None if nothing does."""
        return min((finding.severity for finding in self.standing), key=lambda one: one.rank, default=None)

    def reaches(self, threshold: Severity) -> bool:
        """Whether something of `threshold` or worse was found and is not waived."""
        return self.worst is not None and self.worst.rank <= threshold.rank


@dataclass(frozen=True, slots=True)
class ModelFault:
    """One way in which the graph breaks `shapes/model`: shape, node, path and value as IRIs or literals, message."""

    shape: str
    focus: str
    path: str | None
    value: str | None
    message: str


@dataclass(frozen=True, slots=True)
class ModelReport:
    """The result of the gate. `checked`: how many nodes the shapes looked at; `faults` sorted by node and shape."""

    checked: int
    faults: tuple[ModelFault, ...]


def raise_for_model(report: ModelReport) -> None:
    """Stop publishing if the gate found something, or had nothing to look at.

    Raises:
        ModelViolation: naming the first faults by shape, node and value.
    """
    if not report.checked:
        raise ModelViolation("shapes/model found nothing to check: the graph holds no plan.")
    if report.faults:
        shown = "; ".join(_in_words(fault) for fault in report.faults[:_SHOWN_FAULTS])
        number = len(report.faults)
        raise ModelViolation(
            f"The graph breaks shapes/model in {number} place{'s' if number > 1 else ''}: {shown}.",
            hint="This is a defect of chitieu, not of the documents: please report it with the document.",
        )


def _in_words(fault: ModelFault) -> str:
    return f"{fault.focus} breaks {fault.shape.rpartition('#')[2]} ({fault.message})"
