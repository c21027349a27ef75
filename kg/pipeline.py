"""The whole way: documents in, a published snapshot and its report out. The only module that knows all the rooms.

A document that cannot be used never stops the others: its error stands in its outcome. What stops a build as a whole is
a curator's file that is wrong, a graph that breaks `shapes/model`, a folder that cannot be written, or no document that
can be used.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from pyoxigraph import Quad, Store

from kg.curation.sources import FILE_NAME as SOURCES_FILE
from kg.curation.sources import Curation, load_sources
from kg.documents.reader import read
from kg.errors import ChitieuError, DocumentNotFound, InputError, SnapshotNotFound
from kg.extraction.extract import extract
from kg.extraction.model import CellText
from kg.graph.build import build_quads
from kg.graph.naming import names_of
from kg.graph.nquads import compress, to_nquads
from kg.graph.void import describe_dataset
from kg.questions.catalogue import questions
from kg.questions.examples import question_quads
from kg.resolution.model import ResolvedPlan, ResolvedRow
from kg.resolution.registries import Registries
from kg.resolution.resolve import resolve
from kg.search.index import index_entries
from kg.settings import Settings
from kg.store.publish import Part, check_writable, publish
from kg.store.snapshot import DATASET, REPORT, SOURCES, Snapshot, open_current
from kg.store.sources import SourceCell, SourceContent, SourceDocument, SourceRow
from kg.validation.gate import Gate
from kg.validation.model import ModelReport, Report, raise_for_model
from kg.validation.quads import report_quads
from kg.validation.render.data import as_json
from kg.validation.report import validate_graph, validate_plan
from kg.vocabulary import CT, expand

ENDPOINT: Final = "https://w3id.org/chitieu/sparql"
"""The endpoint that the published examples are for; a host shows its own address instead."""

_CURATION: Final = frozenset({SOURCES_FILE, "waivers.toml"})
_IGNORED: Final = (".", "~$")
"""How names begin that are no documents: hidden files, and what Office leaves beside an open file."""
_COUNTED: Final = {
    "assignments": "Assignment",
    "targets": "Target",
    "citations": "Citation",
    "agencies": "Agency",
    "indicators": "AssignedItem",
    "legal_documents": "LegalDocument",
}
"""What the manifest counts, by class."""
_CLASS, _ENTITIES, _NAME, _TRIPLES = map(expand, ("void:class", "void:entities", "sd:name", "void:triples"))


class Progress(Protocol):
    """Told how far a build is."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note that `done` of `total` steps of a stage are done.

        The stages are "documents", "graph", "validation" and "publishing", in this order.
        """


class Status(StrEnum):
    """What became of a document."""

    PUBLISHED = "published"
    MERGED = "merged"  # another file of a plan that is published from a file given with it
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two files of one plan differ.

    Attributes:
        row: path of the row below the plan, empty for a field of the plan itself.
        field: what differs; "row" when one of the files lacks the row.
        published, other: what each of them prints, None for nothing.
    """

    row: str
    field: str
    published: str | None
    other: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document.

    Attributes:
        path: as it was given or found.
        plan: IRI of the plan; None if the document was refused.
        label: how the plan calls itself (kind, number, date), empty if refused.
        rows: number of rows read.
        flagged: number of those that carry a flag.
        error: why it was refused.
        differences: for a merged file, where it differs from the published one.
    """

    path: Path
    status: Status
    plan: str | None = None
    label: str = ""
    rows: int = 0
    flagged: int = 0
    error: ChitieuError | None = None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class BuildResult:
    """A finished build: the published snapshot, what validation says, and the outcome of each document in order."""

    snapshot: Snapshot
    report: Report
    outcomes: tuple[Outcome, ...]

    @property
    def refused(self) -> tuple[Outcome, ...]:
        """The documents that could not be used."""
        return tuple(outcome for outcome in self.outcomes if outcome.status is Status.REFUSED)


@dataclass(frozen=True, slots=True)
class _Read:
    """A document on its way: the plan that it prints, or the error that it ended with."""

    path: Path
    plan: ResolvedPlan | None = None
    error: ChitieuError | None = None


def build(
    paths: Sequence[Path], *, data_dir: Path, settings: Settings, progress: Progress | None = None
) -> BuildResult:
    """Read documents, make the graph, validate it, and publish it as the current snapshot.

    Args:
        paths: files and folders; of a folder every file that is neither hidden nor a curator's is read, in subfolders
            too. `sources.toml` of a folder adds what its curator says.
        data_dir: where to publish.
        settings: limits; see `kg.settings`.
        progress: told how far the build is.

    Raises:
        InputError: no document could be used; the message says why. Nothing is published.
        CurationError: a curator's file is wrong.
        ModelViolation: the graph breaks `shapes/model`.
        StorageFailure: nothing could be written; the snapshot published before is as it was.
    """
    tell = progress or _silent
    check_writable(data_dir)
    with Gate() as gate:
        registries = _registries(settings)
        found = _read_all(paths, settings, registries, tell, leave_out=data_dir)
        plans = _usable(found)
        tell("graph", 0, 1)
        quads = build_quads(plans, registries)
        gate.submit(quads)
        store = Store()
        store.bulk_extend(quads)
        tell("validation", 0, 1)
        report = validate_graph(store)
        # What is said twice is one quad, and is to be counted once.
        quads = list(dict.fromkeys([*quads, *report_quads(report), *question_quads(questions(), ENDPOINT)]))
        description = describe_dataset(quads)
        parts = _parts([*quads, *description], plans, store, report)
        counts, graphs = _counts(description, plans, report)
        _check_model(store, gate.verdict())
    tell("publishing", 0, 1)
    snapshot = publish(parts, data_dir=data_dir, counts=counts, graphs=graphs, keep=settings.keep_snapshots)
    tell("publishing", 1, 1)
    return BuildResult(snapshot, report, _outcomes(found, plans))


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
        What the rules find in these documents, contradictions to published plans included; the counts say what was
        looked at in all.

    Raises:
        InputError: a document cannot be used; the first error is raised.
        CurationError: a curator's file is wrong.
        ModelViolation: the graph of a document breaks `shapes/model`.
        SnapshotDamaged: the snapshot cannot be read.
    """
    registries = _registries(settings)
    found = _read_all(paths, settings, registries, _silent, leave_out=None)
    for item in found:
        if item.error:
            raise item.error
    plans = _usable(found)
    store = snapshot.load_store() if snapshot else Store()
    for plan in plans:
        store.remove_graph(names_of(plan).graph)
    store.extend(build_quads(plans, registries))
    for plan in _describing(plans):
        _check_model(store, plan_graph=names_of(plan).graph.value)
    return validate_plan(store, *sorted({plan.iri for plan in plans}))


def _silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def _registries(settings: Settings) -> Registries:
    """Return what resolution knows beforehand, with the curator's own mappings if a folder of them is set."""
    shipped = Registries.load()
    return shipped.with_mappings(Path(settings.mappings)) if settings.mappings else shipped


def _read_all(
    paths: Sequence[Path], settings: Settings, registries: Registries, tell: Progress, leave_out: Path | None
) -> list[_Read]:
    """Read, extract and resolve every document, in order; errors of single documents stand in their place."""
    files = _collect(paths, leave_out)
    curation = Curation()
    for folder in sorted({path.parent for path in files}):
        curation = curation.joined(load_sources(folder))
    found = []
    for number, path in enumerate(files):
        tell("documents", number, len(files))
        found.append(_read_one(path, settings, registries, curation))
    tell("documents", len(files), len(files))
    return found


def _collect(paths: Sequence[Path], leave_out: Path | None) -> list[Path]:
    """Return the files to read, each once.

    Raises:
        InputError: a folder holds no document.
    """
    files: dict[Path, Path] = {}
    for path in paths:
        inside = list(_documents_below(path, leave_out)) if path.is_dir() else [path]
        if not inside:
            raise InputError(f"The folder {path} holds no documents.", hint="Name the folder or files of the plans.")
        for file in inside:
            files.setdefault(file.resolve(), file)
    if not files:
        raise DocumentNotFound("No document was named.", hint="Name files or folders of plans.")
    return list(files.values())


def _documents_below(folder: Path, leave_out: Path | None) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        below = Path(where)
        folders[:] = sorted(
            name for name in folders if not name.startswith(_IGNORED) and not _same(below / name, leave_out)
        )
        yield from (below / name for name in sorted(names) if not name.startswith(_IGNORED) and name not in _CURATION)


def _same(path: Path, other: Path | None) -> bool:
    return other is not None and path.resolve() == other.resolve()


def _read_one(path: Path, settings: Settings, registries: Registries, curation: Curation) -> _Read:
    try:
        document = read(path, max_bytes=settings.max_document_bytes)
        return _Read(path, resolve(extract(document), registries, curation))
    except InputError as error:
        return _Read(path, error=error)


def _usable(found: Sequence[_Read]) -> list[ResolvedPlan]:
    """Return the plans that were read, of equal files one.

    Of several files of one plan the first one describes it: the one with most rows, then by hash; the order in which
    they were given does not matter.

    Raises:
        InputError: there is none. A single document's error is raised as it is.
    """
    plans = sorted((item.plan for item in found if item.plan), key=_precedence)
    errors = [item.error for item in found if item.error]
    if not plans and len(errors) == 1:
        raise errors[0]
    if not plans:
        listed = "\n".join(f"  {error}" for error in errors)
        raise InputError(f"None of the {len(errors)} documents can be used:\n{listed}")
    first = {plan.record.source.sha256: plan for plan in reversed(plans)}
    return sorted(first.values(), key=_precedence)


def _precedence(plan: ResolvedPlan) -> tuple[str, int, str, str]:
    source = plan.record.source
    return plan.iri, -len(plan.rows), source.sha256, source.name


def _check_model(store: Store, verdict: ModelReport | None = None, plan_graph: str | None = None) -> None:
    """Raise ModelViolation if the gate's verdict, or the look that is taken here without one, is bad."""
    if verdict is None:
        from kg.validation.shacl import check_model  # noqa: PLC0415  # pyshacl is slow to import

        verdict = check_model(store, plan_graph)
    raise_for_model(verdict)


def _parts(quads: Iterable[Quad], plans: Sequence[ResolvedPlan], store: Store, report: Report) -> list[Part]:
    """Return the files of the snapshot."""
    lines = to_nquads(quads)
    sources = _sources(plans, store)
    return [
        Part.of_bytes(DATASET, compress(lines), digest_of=lines),
        Part(SOURCES, sources.digest(), sources.write),
        Part.of_bytes(REPORT, as_json(report, "vi").encode()),
    ]


def _counts(
    description: Iterable[Quad], plans: Sequence[ResolvedPlan], report: Report
) -> tuple[dict[str, int], dict[str, int]]:
    """Return the manifest's counts by name, and the triples of each named graph by IRI, as VoID gives them."""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for subject, predicate, value, _ in description:
        said[str(subject)][predicate.value] = getattr(value, "value", "")
    entities = {facts[_CLASS]: int(facts[_ENTITIES]) for facts in said.values() if _CLASS in facts}
    graphs = {facts[_NAME]: int(facts[_TRIPLES]) for facts in said.values() if _NAME in facts}
    counts = {name: entities.get(CT + kind, 0) for name, kind in _COUNTED.items()}
    counts |= {"quads": sum(graphs.values()), "files": len(plans), "plans": len({plan.iri for plan in plans})}
    counts |= {"findings": len(report.findings), "questions": len(questions())}
    return counts, graphs


def _sources(plans: Sequence[ResolvedPlan], store: Store) -> SourceContent:
    """Return the texts of all files, the cells of the file that describes each plan, and the search index."""
    records = [(plan.iri, plan.record) for plan in plans]
    documents = [
        SourceDocument(iri, record.source.name, record.source.sha256, record.source.media_type, record.text)
        for iri, record in records
    ]
    rows = [_source_row(plan, row) for plan in _describing(plans) for row in plan.rows]
    return SourceContent(documents, rows, index_entries(store))


def _describing(plans: Iterable[ResolvedPlan]) -> list[ResolvedPlan]:
    """Return of each plan the file that describes it: the first."""
    first: dict[str, ResolvedPlan] = {}
    for plan in plans:
        first.setdefault(plan.iri, plan)
    return list(first.values())


def _source_row(plan: ResolvedPlan, row: ResolvedRow) -> SourceRow:
    assignment = names_of(plan).assignment(row.path).value
    return SourceRow(
        assignment, plan.iri, plan.record.source.sha256, tuple(_source_cell(cell) for cell in row.row.cells)
    )


def _source_cell(cell: CellText) -> SourceCell:
    place = cell.position
    first, last = place.lines or (None, None)
    return SourceCell(cell.column, cell.text, place.page, place.table, place.row, place.column, first, last)


def _outcomes(found: Iterable[_Read], plans: Sequence[ResolvedPlan]) -> tuple[Outcome, ...]:
    describing = {plan.iri: plan for plan in _describing(plans)}
    outcomes, told = [], set[str]()
    for item in found:
        if item.plan is None:
            outcomes.append(Outcome(item.path, Status.REFUSED, error=item.error))
            continue
        published = describing[item.plan.iri]
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
