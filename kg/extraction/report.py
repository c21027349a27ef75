"""What was read as what in one document: tables found and refused, what was left out, joined, inherited or doubtful.

A refused table is one whose head names no column of indicators or tasks, or none of agencies. Text inside a table that
fits none of its columns is unexplained: nothing else of a document may be lost without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from kg.documents.model import Document, Position, Skipped
from kg.errors import NoAssignmentTable, UnexplainedText
from kg.extraction.columns import readings
from kg.extraction.extract import extract
from kg.extraction.lines import printed_lines
from kg.extraction.model import STRAY_REASONS, Flag, FlagCode, PlanRecord, Row, TableHeading
from kg.extraction.regions import find_regions
from kg.extraction.serialise import location_json
from kg.extraction.torn import mended

_LEAST_ROWS: Final = 2  # of lines with separate cells, to be a table at all
_LAYOUT_COLUMNS: Final = 2
_JOINED: Final = frozenset({FlagCode.REJOINED, FlagCode.CELLS_SPLIT})
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RefusedTable:
    """A table that assigns nothing: its first row, how many rows it has, where it stands, why it is none of ours."""

    head: tuple[str, ...]
    rows: int
    position: Position
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What happened in the making of one row: its ordinal and label, its place, the flag."""

    row: str
    position: Position
    flag: Flag


@dataclass(frozen=True, slots=True)
class ExtractionReport:
    """The report of one document.

    Attributes:
        file, media_type: what was read.
        error: why there are no rows at all; None when there are.
        tables: the assignment tables, with their columns in order and the rows that each gives.
        refused: the other tables.
        rows: number of rows.
        skipped: what was left out, with reasons; `unexplained` is the part of it that stood inside a table.
        joined, inherited, doubtful: what the flags of the rows say.
        confidence: share of rows without a doubtful flag (0 to 1); None without rows.
    """

    file: str
    media_type: str
    error: str | None
    tables: tuple[tuple[TableHeading, int], ...]
    refused: tuple[RefusedTable, ...]
    rows: int
    skipped: tuple[Skipped, ...]
    unexplained: tuple[Skipped, ...]
    joined: tuple[Remark, ...]
    inherited: tuple[Remark, ...]
    doubtful: tuple[Remark, ...]
    confidence: float | None

    def raise_for_unexplained(self) -> None:
        """Raise UnexplainedText where text inside a table fits none of its columns."""
        if self.unexplained:
            first, *others = self.unexplained
            more = f" and {len(others)} more" if others else ""
            raise UnexplainedText(
                f"{self.file}: {first.text!r} ({_place(first.position)}) {first.reason}{more}.",
                hint="Look at the table there; chitieu extract --report lists all.",
            )


def report_on(document: Document) -> ExtractionReport:
    """Return the report of a document; one without an assignment table has no rows and says why."""
    record: PlanRecord | None = None
    error = None
    try:
        record = extract(document)
    except NoAssignmentTable as refusal:
        error = refusal.message
    rows = record.rows if record else ()
    remarks = [Remark(_named(row), row.location, flag) for row in rows for flag in row.flags]
    doubtful = tuple(r for r in remarks if r.flag.code not in _JOINED and r.flag.code is not FlagCode.INHERITED)
    skipped = record.skipped if record else document.skipped
    return ExtractionReport(
        file=document.path.name,
        media_type=document.media_type,
        error=error,
        tables=tuple(_counted(record)) if record else (),
        refused=tuple(_refused(document)),
        rows=len(rows),
        skipped=skipped,
        unexplained=tuple(note for note in skipped if note.reason in STRAY_REASONS),
        joined=tuple(r for r in remarks if r.flag.code in _JOINED),
        inherited=tuple(r for r in remarks if r.flag.code is FlagCode.INHERITED),
        doubtful=doubtful,
        confidence=_confidence(rows),
    )


def _named(row: Row) -> str:
    return " ".join(part for part in (row.section, row.ordinal, row.label) if part)


def _confidence(rows: Sequence[Row]) -> float | None:
    settled = {*_JOINED, FlagCode.INHERITED}
    sure = sum(all(flag.code in settled for flag in row.flags) for row in rows)
    return round(sure / len(rows), 3) if rows else None


def _counted(record: PlanRecord) -> Iterator[tuple[TableHeading, int]]:
    """Give the tables with the number of rows of each, told by the columns that their cells were read as."""
    for heading in record.tables:
        yield heading, sum(row.table == heading.table for row in record.rows)


def _refused(document: Document) -> Iterator[RefusedTable]:
    """Give the tables that no region of an assignment table touches."""
    lines = mended(printed_lines(document)).lines
    used = {id(line) for region in find_regions(lines) for line in (*region.head_lines, *region.body, *region.dropped)}
    for (is_used, *_), group in groupby(lines, key=lambda line: (id(line) in used, line.is_split, line.position.table)):
        found = list(group)
        wide = max(len(line.cells) for line in found) > _LAYOUT_COLUMNS
        if len(found) >= _LEAST_ROWS and wide and not is_used:
            head = found[0].cells
            yield RefusedTable(head, len(found), found[0].position, _why(head))


def _why(head: Sequence[str]) -> str:
    names = {column.name for cell in head for _, column in readings(cell)}
    missing = [] if "label" in names else ["indicators or tasks"]
    missing += [] if names & {"lead", "coordinating", "guiding"} else ["agencies"]
    if not missing:
        return "most of its columns have no known head"
    return f"no column of {' and none of '.join(missing)}"


def _place(position: Position) -> str:
    parts = [("page", position.page), ("table", position.table), ("row", position.row)]
    lines = f"line {position.lines[0]}" if position.lines else ""
    return ", ".join([*(f"{name} {value}" for name, value in parts if value), *([lines] if lines else [])])


def report_json(report: ExtractionReport) -> Json:
    """Return a report as plain dictionaries, lists, strings, numbers and None."""
    return {
        "file": report.file,
        "media_type": report.media_type,
        "error": report.error,
        "rows": report.rows,
        "confidence": report.confidence,
        "tables": [
            {
                "table": heading.table,
                "title": heading.title,
                "columns": list(heading.columns),
                "rows": rows,
                "location": location_json(heading.location),
            }
            for heading, rows in report.tables
        ],
        "refused": [
            {"head": list(t.head), "rows": t.rows, "reason": t.reason, "location": location_json(t.position)}
            for t in report.refused
        ],
        **{name: [_remark(r) for r in getattr(report, name)] for name in ("joined", "inherited", "doubtful")},
        **{name: [_note(note) for note in getattr(report, name)] for name in ("skipped", "unexplained")},
    }


def _remark(remark: Remark) -> Json:
    return {
        "row": remark.row,
        "code": remark.flag.code.value,
        "reason": remark.flag.reason,
        "location": location_json(remark.position),
    }


def _note(note: Skipped) -> Json:
    return {"text": note.text, "reason": note.reason, "location": location_json(note.position)}
