"""The whole way, for publishing: documents in, a published snapshot and its report out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from kg.graph.build import build_quads
from kg.graph.void import describe_dataset
from kg.pipeline.checking import check_model
from kg.pipeline.content import counts_of, parts_of
from kg.pipeline.judging import judge, judged_before, note_judged
from kg.pipeline.model import BuildResult, Progress
from kg.pipeline.outcomes import outcomes_of
from kg.pipeline.plans import read_all, registries_for, silent, usable_plans
from kg.questions.catalogue import questions
from kg.questions.examples import question_quads
from kg.records.cache import FOLDER, RecordCache
from kg.settings import Settings
from kg.store.publish import check_writable, publish
from kg.validation.gate import Gate
from kg.validation.quads import report_quads

ENDPOINT: Final = "https://w3id.org/chitieu/sparql"
"""The endpoint that the published examples are for; a host shows its own address instead."""


def build(
    paths: Sequence[Path],
    *,
    data_dir: Path,
    settings: Settings,
    progress: Progress | None = None,
    use_cache: bool = True,
) -> BuildResult:
    """Read documents, make the graph, validate it, and publish it as the current snapshot.

    Args:
        paths: files and folders; of a folder every file that is neither hidden nor a curator's is read, in subfolders
            too. `sources.toml` of a folder adds what its curator says.
        data_dir: where to publish.
        settings: limits; see `kg.settings`.
        progress: told how far the build is.
        use_cache: take what an earlier build into `data_dir` read of the same files and found in the same plans; the
            snapshot is the same.

    Raises:
        InputError: no document could be used; the message says why. Nothing is published.
        CurationError: a curator's file is wrong.
        ModelViolation: the graph breaks `shapes/model`.
        StorageFailure: nothing could be written; the snapshot published before is as it was.
    """
    tell = progress or silent
    check_writable(data_dir)
    with Gate() as gate:
        registries = registries_for(settings)
        cache = RecordCache(data_dir / FOLDER) if use_cache else None
        found = read_all(paths, settings, registries, tell, leave_out=data_dir, cache=cache)
        plans = usable_plans(found)
        tell("graph", 0, 1)
        quads = build_quads(plans, registries)
        gate.submit(quads)
        store = Store()
        store.bulk_extend(quads)
        tell("validation", 0, 1)
        report = judge(store, quads, judged_before(data_dir) if use_cache else None)
        # What is said twice is one quad, and is to be counted once.
        findings = report_quads(report)
        store.extend(findings)  # the views show them too
        quads = list(dict.fromkeys([*quads, *findings, *question_quads(questions(), ENDPOINT)]))
        description = describe_dataset(quads)
        parts = parts_of([*quads, *description], plans, store, report)
        counts, graphs = counts_of(description, plans, report)
        check_model(store, gate.verdict())
    tell("publishing", 0, 1)
    snapshot = publish(parts, data_dir=data_dir, counts=counts, graphs=graphs, keep=settings.keep_snapshots)
    note_judged(data_dir, snapshot.id)
    tell("publishing", 1, 1)
    return BuildResult(snapshot, report, outcomes_of(found, plans))
