"""A record as JSON: the object that `chitieu extract --format json` prints (`docs/extraction.md`)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kg.documents.model import Position, Skipped
from kg.extraction.model import BodyTarget, Citation, GroupRow, Header, PlanRecord, Row, Target, Threshold

Json = dict[str, Any]


def to_json(record: PlanRecord) -> Json:
    """Return a record as plain dictionaries, lists, strings, numbers and None, in order of print."""
    return {
        "file": record.source.name,
        "sha256": record.source.sha256,
        "media_type": record.source.media_type,
        "document": _document(record.document),
        "tables": [
            {"table": t.table, "title": t.title, "columns": list(t.columns), "location": location_json(t.location)}
            for t in record.tables
        ],
        "rows": [_row(row) for row in record.rows],
        "body": {
            "targets": [_body_target(target) for target in record.body_targets],
            "citations": [_citation(citation, located=True) for citation in record.body_citations],
        },
        "group_rows": [_group(group) for group in record.group_rows],
        "skipped": [_skipped(skipped) for skipped in record.skipped],
    }


def _document(header: Header) -> Json:
    place = header.locality
    return {
        "kind": header.kind,
        "number": header.number,
        "number_raw": header.number_raw,
        "date": header.date,
        "date_raw": header.date_raw,
        "issuer": header.issuer,
        "locality": {"level": place.level, "name": place.name, "province": place.province},
        "title": header.title,
        "appendix_label": header.appendix_label,
        "appendix_title": header.appendix_title,
        "year_of_targets": header.year_of_targets,
        "status": header.status,
        "location": location_json(header.location),
    }


def _row(row: Row) -> Json:
    return {
        "table": row.table,
        "section": row.section,
        "section_title": row.section_title,
        "ordinal": row.ordinal,
        "parent_ordinal": row.parent_ordinal,
        "is_parent": row.is_parent,
        "row_kind": row.row_kind.value,
        "label": row.label,
        "label_raw": row.label_raw,
        "target_raw": _one_or_many(row.target_raw),
        "targets": [_target(target) for target in row.targets],
        "lead": list(row.roles.lead),
        "coordinating": list(row.roles.coordinating),
        "guiding": list(row.roles.guiding),
        "alternative_roles": _roles(row),
        **{f"{role}_raw": _cell(row, role) for role in ("lead", "coordinating", "guiding")},
        "agency_remarks": [
            {"role": r.role.value, "agency": r.agency, "printed": r.printed, "remark": r.remark}
            for r in row.agency_remarks
        ],
        "label_thresholds": [_threshold(threshold) for threshold in row.label_thresholds],
        "deadline": row.deadline,
        "deliverable": row.deliverable,
        "note": row.note,
        "citations": [_citation(citation) for citation in row.citations],
        "flags": [{"code": flag.code.value, "reason": flag.reason} for flag in row.flags],
        "location": location_json(row.location),
    }


def _one_or_many(printed: tuple[str, ...]) -> str | list[str] | None:
    if not printed:
        return None
    return printed[0] if len(printed) == 1 else list(printed)


def _roles(row: Row) -> Json | None:
    other = row.alternative_roles
    if other is None:
        return None
    return {"lead": list(other.lead), "coordinating": list(other.coordinating), "guiding": list(other.guiding)}


def _cell(row: Row, column: str) -> str | None:
    return next((cell.text for cell in row.cells if cell.column == column), None)


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _target(target: Target) -> Json:
    return {
        "raw": target.raw,
        "comparator": target.comparator.value,
        "value": _number(target.value),
        "value_max": _number(target.value_max),
        "unit": target.unit,
        "year": target.year,
        "scope": target.scope,
    }


def _threshold(threshold: Threshold) -> Json:
    return {
        "phrase": threshold.phrase,
        "comparator": threshold.comparator.value,
        "value": _number(threshold.value),
        "unit": threshold.unit,
    }


def _citation(citation: Citation, *, located: bool = False) -> Json:
    found: Json = {
        "type": citation.type,
        "number": citation.number,
        "date": citation.date,
        "issuer_raw": citation.issuer_raw,
        "raw": citation.raw,
        "where": citation.where,
        "locator": citation.locator,
        "based_on": citation.based_on,
    }
    return {**found, "location": location_json(citation.position)} if located else found


def _body_target(body: BodyTarget) -> Json:
    return {"phrase": body.phrase, **_target(body.target), "location": location_json(body.location)}


def _group(group: GroupRow) -> Json:
    return {
        "table": group.table,
        "section": group.section,
        "title": group.title,
        "location": location_json(group.location),
    }


def _skipped(skipped: Skipped) -> Json:
    return {"text": skipped.text, "reason": skipped.reason, "location": location_json(skipped.position)}


def location_json(position: Position) -> Json:
    """Return page, table, row and lines; all from 1, None = not known."""
    return {
        "page": position.page,
        "table": position.table,
        "row": position.row,
        "lines": list(position.lines) if position.lines else None,
    }
