"""Extracted rows and search hits as tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.documents.model import Position
from kg.extraction.model import PlanRecord, Row
from kg.extraction.report import ExtractionReport
from kg.output.tables import Column, TableData

_ROW_COLUMNS: Final = (
    Column("table", "Bảng"),
    Column("section", "Mục"),
    Column("ordinal", "TT"),
    Column("label", "Chỉ tiêu"),
    Column("target", "Mục tiêu"),
    Column("lead", "Chủ trì"),
    Column("coordinating", "Phối hợp"),
    Column("guiding", "Hướng dẫn"),
    Column("deadline", "Thời hạn"),
    Column("deliverable", "Sản phẩm"),
    Column("note", "Ghi chú"),
    Column("flags", "Cờ"),
    Column("lines", "Dòng"),
)


def rows_table(record: PlanRecord) -> TableData:
    """Return the rows of a plan as printed, one line a row; columns that this plan has no words for are left out."""
    header = record.document
    named = (header.kind, header.number, header.date, header.issuer)
    table = TableData(
        _ROW_COLUMNS,
        tuple(_cells(row) for row in record.rows),
        title=" · ".join(part for part in (*named, header.appendix_label) if part) or record.source.name,
    )
    return _without_empty_columns(table)


_REPORT_COLUMNS: Final = (
    Column("what", "Việc"),
    Column("where", "Vị trí"),
    Column("text", "Nội dung"),
    Column("reason", "Lý do"),
)


def report_table(report: ExtractionReport) -> TableData:
    """Return the report of a document as a table: tables read and refused, then what is said of rows and words."""
    confidence = "" if report.confidence is None else f" · {report.confidence:.0%}"
    rows: list[tuple[str | None, ...]] = [
        ("table", _where(heading.location), ", ".join(heading.columns), f"{count} rows")
        for heading, count in report.tables
    ]
    rows += [("refused table", _where(t.position), " | ".join(t.head), t.reason) for t in report.refused]
    for what in ("joined", "inherited", "doubtful"):
        rows += [(what, _where(r.position), r.row, f"{r.flag.code}: {r.flag.reason}") for r in getattr(report, what)]
    unexplained = set(report.unexplained)
    rows += [
        ("unexplained" if note in unexplained else "skipped", _where(note.position), note.text, note.reason)
        for note in report.skipped
    ]
    rows += [("error", None, None, report.error)] if report.error else []
    return TableData(
        _REPORT_COLUMNS, tuple(rows), title=f"{report.file} · {report.media_type} · {report.rows} rows{confidence}"
    )


def _where(position: Position) -> str | None:
    parts = [("p.", position.page), ("table", position.table), ("row", position.row)]
    lines = [f"lines {position.lines[0]}–{position.lines[1]}"] if position.lines else []
    return " ".join([*(f"{name} {value}" for name, value in parts if value), *lines]) or None


def _cells(row: Row) -> tuple[str | None, ...]:
    lines = row.location.lines
    return (
        row.table,
        row.section,
        row.ordinal,
        row.label,
        _joined(row.target_raw),
        _joined(row.roles.lead),
        _joined(row.roles.coordinating),
        _joined(row.roles.guiding),
        row.deadline,
        row.deliverable,
        row.note,
        _joined(flag.code for flag in row.flags),
        f"{lines[0]}–{lines[1]}" if lines else None,
    )


def _joined(parts: Iterable[str]) -> str | None:
    return "; ".join(parts) or None


def _without_empty_columns(table: TableData) -> TableData:
    kept = [index for index in range(len(table.columns)) if any(row[index] for row in table.rows)]
    columns = tuple(table.columns[index] for index in kept)
    rows = tuple(tuple(row[index] for index in kept) for row in table.rows)
    return TableData(columns, rows, title=table.title)
