"""The comparison itself: pure, on the states of plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from kg.diff.model import Change, FindingState, Holder, Kind, PlanState, RowState, TargetState

Pair: TypeAlias = tuple[RowState | None, RowState | None]

_ROLES: Final = {
    "lead": Kind.LEAD_MOVED,
    "coordinating": Kind.COORDINATING_CHANGED,
    "guiding": Kind.GUIDING_CHANGED,
}
_OF_A_PLAN: Final = "/id/document/"
_ORDER: Final = {kind: number for number, kind in enumerate(Kind)}


def compare_snapshots(old: Mapping[str, PlanState], new: Mapping[str, PlanState]) -> list[Change]:
    """Return what changed from one snapshot's plans to another's, plan by plan; a plan keeps its IRI."""
    changes: list[Change] = []
    for iri in sorted(old.keys() | new.keys()):
        if iri not in new:
            changes.append(Change(old[iri].label, Kind.PLAN_DROPPED, "", "", old=_rows(old[iri])))
        elif iri not in old:
            changes.append(Change(new[iri].label, Kind.PLAN_ADDED, "", "", new=_rows(new[iri])))
        else:
            changes += _compare(old[iri], new[iri], lambda holder: holder.iri, lambda finding: finding.fingerprint)
    return changes


def compare_plans(old: PlanState, new: PlanState) -> list[Change]:
    """Return how one plan differs from another: by indicator; bodies of one kind count as the same.

    Their findings are the same when one rule speaks of the same indicator, or of both plans as such.
    """
    items = {row.iri: row.item for plan in (old, new) for row in plan.rows}
    return _compare(
        old, new, lambda holder: holder.kind, lambda finding: f"{finding.code} {items.get(finding.focus, '')}"
    )


def _rows(plan: PlanState) -> str:
    return str(len(plan.rows))


def _compare(
    old: PlanState, new: PlanState, same_body: Callable[[Holder], str], same_finding: Callable[[FindingState], str]
) -> list[Change]:
    changes: list[Change] = []
    for before, after in _paired(old.rows, new.rows):
        if before and after:
            changes += _row_changes(new.label, before, after, same_body)
        elif after:
            changes.append(_row_change(new.label, Kind.ADDED, after, new=_targets(after.targets)))
        elif before:
            changes.append(_row_change(new.label, Kind.DROPPED, before, old=_targets(before.targets)))
    return [*sorted(changes, key=lambda one: _ORDER[one.kind]), *_finding_changes(old, new, same_finding)]


def _paired(old: Iterable[RowState], new: Iterable[RowState]) -> Iterator[Pair]:
    """Yield rows that are about one indicator in pairs, the others alone.

    Of several rows of one indicator those of one name (IRI) belong together, then the first with the first. Rows that
    keep name and label are the same although the indicator is another: it was resolved in between.
    """
    before, after = _by_subject(old), _by_subject(new)
    left: list[RowState] = []
    for item, rows in after.items():
        candidates = before.get(item, [])
        for row in sorted(rows, key=lambda one: one.iri not in {c.iri for c in candidates}):
            partner = next((c for c in candidates if c.iri == row.iri), next(iter(candidates), None))
            if partner is None:
                left.append(row)
            else:
                candidates.remove(partner)
                yield partner, row
    alone = {(row.iri, _said(row)): row for rows in before.values() for row in rows}
    for row in left:
        yield alone.pop((row.iri, _said(row)), None), row
    for row in alone.values():
        yield row, None


def _by_subject(rows: Iterable[RowState]) -> dict[str, list[RowState]]:
    """Group rows by the indicator of the registry; what only its plan knows is known by its label."""
    grouped: dict[str, list[RowState]] = defaultdict(list)
    for row in rows:
        grouped[_said(row) if _OF_A_PLAN in row.item else row.item].append(row)
    return grouped


def _said(row: RowState) -> str:
    return " ".join(row.label.split()).casefold()


def _row_changes(plan: str, before: RowState, after: RowState, same_body: Callable[[Holder], str]) -> Iterator[Change]:
    if sorted(map(repr, (t.meaning for t in before.targets))) != sorted(map(repr, (t.meaning for t in after.targets))):
        kind = _direction(before.targets, after.targets)
        yield _row_change(plan, kind, after, _targets(before.targets), _targets(after.targets))
    for role, kind in _ROLES.items():
        was, now = before.roles.get(role, ()), after.roles.get(role, ())
        if {same_body(one) for one in was} != {same_body(one) for one in now}:
            yield _row_change(plan, kind, after, _names(was), _names(now))


def _direction(before: tuple[TargetState, ...], after: tuple[TargetState, ...]) -> Kind:
    """Say "raised" or "lowered" only of single numbers of one unit."""
    if len(before) == len(after) == 1:
        was, now = before[0], after[0]
        if was.value is not None and now.value is not None and was.unit == now.unit and was.value != now.value:
            return Kind.TARGET_RAISED if now.value > was.value else Kind.TARGET_LOWERED
    return Kind.TARGET_CHANGED


def _finding_changes(old: PlanState, new: PlanState, same: Callable[[FindingState], str]) -> Iterator[Change]:
    was, now = {same(one) for one in old.findings}, {same(one) for one in new.findings}
    rows = {row.iri: row for plan in (old, new) for row in plan.rows}
    for finding in new.findings:
        if same(finding) not in was:
            yield _finding_change(new.label, Kind.FINDING_NEW, finding, rows.get(finding.focus))
    for finding in old.findings:
        if same(finding) not in now:
            yield _finding_change(new.label, Kind.FINDING_SOLVED, finding, rows.get(finding.focus))


def _finding_change(plan: str, kind: Kind, finding: FindingState, row: RowState | None) -> Change:
    said = f"{finding.code}: {finding.vi}\n{finding.code}: {finding.en}"
    told = {"new": said} if kind is Kind.FINDING_NEW else {"old": said}
    return Change(plan, kind, row.ordinal if row else "", row.label if row else "", **told)


def _row_change(plan: str, kind: Kind, row: RowState, old: str | None = None, new: str | None = None) -> Change:
    return Change(plan, kind, row.ordinal, row.label, old, new)


def _targets(targets: Iterable[TargetState]) -> str | None:
    return "; ".join(one.printed for one in targets) or None


def _names(holders: Iterable[Holder]) -> str | None:
    return "; ".join(one.name for one in holders) or None
