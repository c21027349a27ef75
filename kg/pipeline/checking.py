"""The whole way, for looking: what the rules say of a snapshot, or of documents that are not in it yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pyoxigraph import Store

from kg.errors import SnapshotNotFound
from kg.graph.build import build_quads
from kg.graph.naming import names_of
from kg.pipeline.plans import describing, read_all, registries_for, silent, usable_plans
from kg.settings import Settings
from kg.store.snapshot import Snapshot, open_current
from kg.validation.context import held_against
from kg.validation.model import ModelReport, Report, raise_for_model
from kg.validation.report import validate_graph, validate_plan


def report_on(files: Sequence[Path], settings: Settings, snapshot: str | None = None) -> Report:
    """Validate a snapshot, or documents that are not in it yet, against it.

    Args:
        files: the documents; none = the whole snapshot.
        settings: where the snapshots are, and limits.
        snapshot: a snapshot's folder or id; None = the current one. Documents can be validated before anything is
            published: by themselves.

    Raises:
        SnapshotNotFound: there is no such snapshot; without documents also when nothing is published.
        InputError, CurationError, ModelViolation: as for `build`, of the first document that cannot be used.
    """
    try:
        published = open_current(settings.data_dir, snapshot)
    except SnapshotNotFound:
        if snapshot or not files:
            raise
        published = None
    if not files and published:
        return validate_graph(published.load_store())
    return validate_files(files, published, settings)


def validate_files(paths: Sequence[Path], snapshot: Snapshot | None, settings: Settings) -> Report:
    """Validate documents that are not in the graph, together and against the published plans.

    Args:
        paths: files and folders, as for `build`. A document of a published plan takes that plan's place.
        snapshot: the published plans that rules across plans look at; None = the documents by themselves.
        settings: limits; see `kg.settings`.

    Returns:
        What the rules find in these documents, contradictions to published plans included; what they were held
        against; the counts say what was looked at in all.

    Raises:
        InputError: a document cannot be used; the first error is raised.
        CurationError: a curator's file is wrong.
        ModelViolation: the graph of a document breaks `shapes/model`.
        SnapshotDamaged: the snapshot cannot be read.
    """
    registries = registries_for(settings)
    found = read_all(paths, settings, registries, silent)
    for item in found:
        if item.error:
            raise item.error
    plans = usable_plans(found)
    store = snapshot.load_store() if snapshot else Store()
    for plan in plans:
        store.remove_graph(names_of(plan).graph)
    store.extend(build_quads(plans, registries))
    for plan in describing(plans):
        check_model(store, plan_graph=names_of(plan).graph.value)
    iris = sorted({plan.iri for plan in plans})
    return replace(validate_plan(store, *iris), against=held_against(store, iris, snapshot.id if snapshot else None))


def check_model(store: Store, verdict: ModelReport | None = None, plan_graph: str | None = None) -> None:
    """Raise ModelViolation if the gate's verdict, or the look that is taken here without one, is bad."""
    if verdict is None:
        from kg.validation.shacl import check_model  # noqa: PLC0415  # pyshacl is slow to import

        verdict = check_model(store, plan_graph)
    raise_for_model(verdict)
