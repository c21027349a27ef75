"""What became of each document, and where several files of one plan differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kg.pipeline.model import Difference, Outcome, Status
from kg.pipeline.plans import Reading, describing
from kg.resolution.model import ResolvedPlan, ResolvedRow


def outcomes_of(found: Iterable[Reading], plans: Sequence[ResolvedPlan]) -> tuple[Outcome, ...]:
    """Return what became of each document, in order; of equal files of one plan the first one counts as published."""
    first = {plan.iri: plan for plan in describing(plans)}
    outcomes, told = [], set[str]()
    for item in found:
        if item.plan is None:
            outcomes.append(Outcome(item.path, Status.REFUSED, error=item.error))
            continue
        published = first[item.plan.iri]
        describes = item.plan.record.source == published.record.source and item.plan.iri not in told
        told |= {item.plan.iri} if describes else set()
        status = Status.PUBLISHED if describes else Status.MERGED
        outcomes.append(_outcome(item.path, item.plan, status, published))
    return tuple(outcomes)


def _outcome(path: Path, plan: ResolvedPlan, status: Status, published: ResolvedPlan) -> Outcome:
    header = plan.record.document
    label = " ".join(part for part in (header.kind, header.number, header.date) if part)
    flagged = sum(bool(row.row.flags) for row in plan.rows)
    differences = tuple(_differences(published, plan)) if status is Status.MERGED else ()
    return Outcome(path, status, plan.iri, label, len(plan.rows), flagged, None, differences)


def _differences(published: ResolvedPlan, other: ResolvedPlan) -> Iterator[Difference]:
    """Yield where two files of one plan print something else, in the order of the published one."""
    yield from _compared("", _header_fields(published), _header_fields(other))
    rows = {row.path: row for row in published.rows}
    others = {row.path: row for row in other.rows}
    for path in [*rows, *(path for path in others if path not in rows)]:
        if path not in others or path not in rows:
            yield Difference(path, "row", _label(rows.get(path)), _label(others.get(path)))
        else:
            yield from _compared(path, _row_fields(rows[path]), _row_fields(others[path]))


def _compared(row: str, published: dict[str, str], other: dict[str, str]) -> Iterator[Difference]:
    for field, text in published.items():
        if text != other[field]:
            yield Difference(row, field, text or None, other[field] or None)


def _label(row: ResolvedRow | None) -> str | None:
    return row.row.label if row else None


def _header_fields(plan: ResolvedPlan) -> dict[str, str]:
    header = plan.record.document
    return {
        name: getattr(header, name) or "" for name in ("kind", "number", "date", "issuer", "title", "appendix_label")
    }


def _row_fields(row: ResolvedRow) -> dict[str, str]:
    printed = row.row
    texts = {"label": printed.label, "target": "; ".join(printed.target_raw), "note": printed.note or ""}
    roles = {name: "; ".join(getattr(printed.roles, name)) for name in ("lead", "coordinating", "guiding")}
    return texts | roles
