"""Extracted rows and search hits as tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.extraction.model import PlanRecord, Row
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
