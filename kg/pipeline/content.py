"""What a snapshot is made of: its dataset, its texts and cells, its report, and the counts of its manifest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from pyoxigraph import Quad, Store

from kg.extraction.model import CellText
from kg.graph.naming import names_of
from kg.graph.nquads import compress, to_nquads
from kg.pipeline.plans import describing
from kg.questions.catalogue import questions
from kg.resolution.model import ResolvedPlan, ResolvedRow
from kg.search.index import index_entries
from kg.store.publish import Part
from kg.store.snapshot import DATASET, REPORT, SOURCES
from kg.store.sources import SourceCell, SourceContent, SourceDocument, SourceRow
from kg.validation.model import Report
from kg.validation.render.data import as_json
from kg.views.content import FILE as VIEWS
from kg.views.content import compute as compute_views
from kg.vocabulary import CT, expand

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


def parts_of(quads: Iterable[Quad], plans: Sequence[ResolvedPlan], store: Store, report: Report) -> list[Part]:
    """Return the files of the snapshot."""
    lines = to_nquads(quads)
    sources, views = _sources(plans, store), compute_views(store)
    return [
        Part.of_bytes(DATASET, compress(lines), digest_of=lines),
        Part(SOURCES, sources.digest(), sources.write),
        Part(VIEWS, views.digest(), views.write),
        Part.of_bytes(REPORT, as_json(report, "vi").encode()),
    ]


def counts_of(
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
    rows = [_source_row(plan, row) for plan in describing(plans) for row in plan.rows]
    return SourceContent(documents, rows, index_entries(store))


def _source_row(plan: ResolvedPlan, row: ResolvedRow) -> SourceRow:
    assignment = names_of(plan).assignment(row.path).value
    return SourceRow(
        assignment, plan.iri, plan.record.source.sha256, tuple(_source_cell(cell) for cell in row.row.cells)
    )


def _source_cell(cell: CellText) -> SourceCell:
    place = cell.position
    first, last = place.lines or (None, None)
    return SourceCell(cell.column, cell.text, place.page, place.table, place.row, place.column, first, last)
