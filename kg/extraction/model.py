"""The second door: what is printed in one document, before anything is resolved.

Field names and conventions are those of the JSON that `chitieu extract --format json` prints
(`docs/extraction.md`). Prints stay verbatim; what cannot be decided from the print carries a `Flag`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from kg.documents.model import Position, Skipped

NOWHERE: Final = Position()

# Why words inside a table belong to none of its rows; what is left out for another reason was no part of a table.
STRAY_BETWEEN: Final = "stands between the rows of the table"
STRAY_UNFIT: Final = "stands between rows and fits no column"
STRAY_TORN: Final = "stands away from its row, which nothing tells"
STRAY_REASONS: Final = frozenset({STRAY_BETWEEN, STRAY_UNFIT, STRAY_TORN})


class Comparator(StrEnum):
    """How a target's value is to be compared; `NONE` = no target printed, `MINMAX` = relative to the best of all."""

    EQUAL = "="
    AT_LEAST = ">="
    MORE_THAN = ">"
    LESS_THAN = "<"
    AT_MOST = "<="
    RANGE = "range"
    BOOLEAN = "bool"
    QUALITATIVE = "qualitative"
    MINMAX = "minmax"
    NONE = "none"


class RowKind(StrEnum):
    """What a row assigns: an indicator with a target, a task with a deliverable, or information to supply."""

    INDICATOR = "indicator"
    TASK = "task"
    INFORMATION = "information"


class Role(StrEnum):
    """A role of assignment: chủ trì, phối hợp, hướng dẫn."""

    LEAD = "lead"
    COORDINATING = "coordinating"
    GUIDING = "guiding"


class FlagCode(StrEnum):
    """Why a row must not be taken at its word. Each flag carries the reason in its own words."""

    ROLE_UNCERTAIN = "role_uncertain"  # which agency cell is which role cannot be told from the print
    SPLIT_UNCERTAIN = "split_uncertain"  # one body or several, or which
    TRUNCATED = "truncated"  # a name or text ends too early
    INHERITED = "inherited"  # a value taken over from a merged cell, a ditto mark or a group heading
    REJOINED = "rejoined"  # parts that a page break or a broken table set apart were joined
    CELLS_SPLIT = "cells_split"  # cells printed on one line without a separator were set apart
    REPEATED_TEXT = "repeated_text"  # the same words stand twice in one cell
    MISREAD = "misread"  # words recognised from a picture with little confidence
    OUT_OF_ORDER = "out_of_order"  # text of a page whose cells stand away from their rows
    ORDINAL_MISSING = "ordinal_missing"
    ORDINAL_REPEATED = "ordinal_repeated"


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag and its reason, in English."""

    code: FlagCode
    reason: str


@dataclass(frozen=True, slots=True)
class Target:
    """One target as printed and as read.

    Attributes:
        raw: the printed words of this target; None when nothing is printed.
        value: number as printed, in `unit`; the lower end of a range.
        value_max: upper end of a `RANGE`, else None.
        unit: "%", "Mbps", "nghiệp vụ" …, as printed; None when no unit is printed.
        year: the year that the target is for, if the row, column or section prints one.
        scope: what it is a share or a part of, when several scopes share a cell.
    """

    raw: str | None
    comparator: Comparator
    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str | None = None
    year: int | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number inside a label that is not the row's target (for example "đảm bảo đạt 40 Mbps")."""

    phrase: str
    comparator: Comparator
    value: Decimal | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class AgencyRemark:
    """Words wrapped round a name in its cell: `printed` is all of it, `agency` the bare name, `remark` the rest."""

    role: Role
    agency: str
    printed: str
    remark: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A legal document named in the print.

    Attributes:
        type: the kind of act as printed ("Quyết định", "Công văn", "Văn bản" …), None when none is printed.
        number: number and symbol without white space ("922/QĐ-BTTTT"); None when none is printed.
        date: ISO date, or "YYYY-MM" / "YYYY" when only that is printed; None when no date is printed.
        issuer_raw: issuer as printed ("UBND tỉnh"), or None.
        raw: the whole citation, verbatim after white-space normalisation.
        where: "label", "target", "note", "body", "header".
        locator: pinpoint as printed ("Phụ lục II, mục 1, số thứ tự thứ 6"), or None.
        based_on: the print makes it a legal basis ("Căn cứ …").
        position: where the words stand.
    """

    type: str | None
    number: str | None
    date: str | None
    issuer_raw: str | None
    raw: str
    where: str
    locator: str | None = None
    based_on: bool = False
    position: Position = NOWHERE


@dataclass(frozen=True, slots=True)
class Roles:
    """Bare names as printed, for each role, in the order of print."""

    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    guiding: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CellText:
    """One printed cell of a row: the column it was read as ("label", "target", "lead", …), its words, its place."""

    column: str
    text: str
    position: Position


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an assignment table.

    Attributes:
        table: label of its table as printed ("I"), or None when the appendix has one unlabelled table.
        section: label of its section as printed ("II"), None without sections.
        ordinal: the row's number as printed, with its dot ("9.", "•", "1)"), None when none is printed.
        parent_ordinal: ordinal of the parent row, for a sub-row.
        is_parent: it only heads its sub-rows.
        label: what is measured or done; markup removed, wrapped lines joined, errors kept.
        label_raw: the label before markup was removed, where that makes a difference.
        target_raw: the target cell (or phrase) as printed; several lines of a list stay apart.
        roles: the adopted reading.
        alternative_roles: the other possible reading, when the row carries `ROLE_UNCERTAIN`.
        location: the row's extent; `cells` hold each printed cell.
    """

    table: str | None
    section: str | None
    section_title: str | None
    ordinal: str | None
    parent_ordinal: str | None
    is_parent: bool
    row_kind: RowKind
    label: str
    label_raw: str | None
    target_raw: tuple[str, ...]
    targets: tuple[Target, ...]
    roles: Roles
    alternative_roles: Roles | None
    agency_remarks: tuple[AgencyRemark, ...]
    label_thresholds: tuple[Threshold, ...]
    deadline: str | None
    deliverable: str | None
    note: str | None
    citations: tuple[Citation, ...]
    flags: tuple[Flag, ...]
    location: Position
    cells: tuple[CellText, ...]


@dataclass(frozen=True, slots=True)
class Locality:
    """Place of the issuing body as printed: level ("tỉnh", "huyện", "xã"), own name, province; None = not printed."""

    level: str | None
    name: str | None
    province: str | None


@dataclass(frozen=True, slots=True)
class Header:
    """What the print says of the plan itself; None = not printed.

    `date` is "YYYY-MM-DD", "YYYY-MM" or "YYYY". `status` is "draft" or "issued" when the print says so.
    `year_of_targets` only when the print says it.
    """

    kind: str | None
    number: str | None
    number_raw: str | None
    date: str | None
    date_raw: str | None
    issuer: str | None
    locality: Locality
    title: str | None
    appendix_label: str | None
    appendix_title: str | None
    year_of_targets: int | None
    status: str | None
    location: Position


@dataclass(frozen=True, slots=True)
class TableHeading:
    """A table of the appendix: label and title as printed (None when it has none), columns in order, position.

    `columns` are the names that `CellText.column` uses, as recognised from the printed head.
    """

    table: str | None
    title: str | None
    columns: tuple[str, ...]
    location: Position


@dataclass(frozen=True, slots=True)
class BodyTarget:
    """A numeric target in the running text of the plan: `phrase` is the clause that states it."""

    phrase: str
    target: Target
    location: Position


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A row that heads a section: label ("IV"), title, position."""

    table: str | None
    section: str | None
    title: str
    location: Position


@dataclass(frozen=True, slots=True)
class SourceRef:
    """The file that a record was read from: name (no folder), sha256, media type."""

    name: str
    sha256: str
    media_type: str


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """All that one document prints, in order; `text` is the source that positions of lines point into."""

    source: SourceRef
    document: Header
    tables: tuple[TableHeading, ...]
    rows: tuple[Row, ...]
    body_targets: tuple[BodyTarget, ...]
    body_citations: tuple[Citation, ...]
    group_rows: tuple[GroupRow, ...]
    skipped: tuple[Skipped, ...]
    text: str
