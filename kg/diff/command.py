"""`chitieu diff`: which two things are meant, compared and shown."""

from __future__ import annotations

from collections.abc import Sequence

from kg.diff.compare import compare_plans, compare_snapshots
from kg.diff.model import Change
from kg.diff.states import find_plan, plans_of
from kg.errors import SnapshotNotFound
from kg.settings import Settings
from kg.store.snapshot import Snapshot, open_current


def changes_between(old: str, new: str, settings: Settings, snapshot: str | None = None) -> Sequence[Change]:
    """Return the changes from one snapshot to another, or from one plan to another.

    Args:
        old: a snapshot (folder, id), or a plan (IRI, end of the IRI, number).
        new: another of the same sort.
        settings: where the snapshots are.
        snapshot: the snapshot that holds the two plans; None = the current one.

    Raises:
        UsageError: a name is neither; SnapshotNotFound: nothing is published; SnapshotDamaged: it cannot be read.
    """
    before, after = _snapshot(old, settings), _snapshot(new, settings)
    if before and after:
        return compare_snapshots(plans_of(before.load_store()), plans_of(after.load_store()))
    store = open_current(settings.data_dir, snapshot).load_store()
    first, second = find_plan(store, old), find_plan(store, new)
    plans = plans_of(store)
    return compare_plans(plans[first], plans[second])


def _snapshot(name: str, settings: Settings) -> Snapshot | None:
    try:
        return open_current(settings.data_dir, name)
    except SnapshotNotFound:
        return None
