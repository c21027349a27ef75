"""From a document to what it prints: the door of this room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.documents.model import Document, Skipped
from kg.errors import NoAssignmentTable
from kg.extraction.body import read_body
from kg.extraction.columns import Column
from kg.extraction.front import read_front
from kg.extraction.grid import grid_rows
from kg.extraction.lines import PrintedLine, extent, printed_lines
from kg.extraction.model import PlanRecord, SourceRef, TableHeading
from kg.extraction.paragraphs import paragraph_rows
from kg.extraction.pivot import is_pivot, turned
from kg.extraction.plan_header import read_header
from kg.extraction.regions import Region, find_regions
from kg.extraction.rows import TableReader
from kg.extraction.stream import stream_rows
from kg.extraction.torn import Mended, doubted, mended, numbered, without_stacks

# Formats that cannot say of an empty cell whether the one above reaches down into it.
_WITHOUT_SPANS: Final = frozenset({"text/plain", "text/markdown", "text/csv", "application/pdf"})


def extract(document: Document) -> PlanRecord:
    """Return all that a document prints of its assignments. Pure: the same document gives the same record.

    Raises:
        NoAssignmentTable: no table with a label column and a column of agencies stands in it, or none of its rows
            names an agency; the message says which.
    """
    page_text = mended(printed_lines(document))
    lines = page_text.lines
    regions = find_regions(lines)
    if not regions:
        raise NoAssignmentTable(
            f"{document.path} holds no assignment table: no head with a column of indicators or tasks and a column of "
            f"agencies ({_nearest(lines)}).",
            hint="Give the plan's appendix, with the head of its table.",
        )
    readers, skipped = _read_tables(regions, document.media_type, page_text)
    rows = [row for reader in readers for row in reader.rows]
    if not any(row.roles.lead or row.roles.coordinating or row.roles.guiding for row in rows):
        raise NoAssignmentTable(
            f"{document.path} holds the head of an assignment table ({_place(regions[0])}), but none of its "
            f"{len(rows)} rows names an agency.",
            hint="Check that the table's lines were copied whole.",
        )
    front = read_front(lines, regions)
    body_targets, body_citations = read_body(front.body)
    return PlanRecord(
        source=SourceRef(document.path.name, document.sha256, document.media_type),
        document=read_header(front, regions, rows),
        tables=tuple(_heading(region, reader) for region, reader in zip(regions, readers, strict=True)),
        rows=tuple(rows),
        body_targets=body_targets,
        body_citations=body_citations,
        group_rows=tuple(group for reader in readers for group in reader.groups),
        skipped=(*document.skipped, *skipped),
        text=document.text,
    )


def _read_tables(
    regions: Sequence[Region], media_type: str, page_text: Mended
) -> tuple[list[TableReader], list[Skipped]]:
    readers: list[TableReader] = []
    skipped: list[Skipped] = list(page_text.strays)
    for number, region in enumerate(regions, 1):
        region.body = region.body if region.is_grid else paragraph_rows(region) or region.body
        before = readers[-1] if readers and region.goes_on else None
        items, strays = grid_rows(region) if region.is_grid or is_pivot(region.columns) else stream_rows(region)
        columns = region.columns
        if is_pivot(columns):
            items, columns = turned(items, columns)
        label = before.label if before else _label(region, regions)
        reader = TableReader(label, number, columns, empties_dropped=not region.is_grid)
        reader.spans_lost = region.is_grid and media_type in _WITHOUT_SPANS and not _has_boxes(region)
        if before:
            reader.carry_on(before)
        items, torn_off, pages = (items, [], set()) if region.is_grid else without_stacks(items)
        strays = numbered(items, strays, _ordinal(columns))
        reader.read(items)
        reader.rows = reader.rows if region.is_grid else doubted(reader.rows, columns, page_text.torn | pages)
        skipped.extend(torn_off)
        readers.append(reader)
        skipped.extend(strays)
        skipped.extend(Skipped(line.text, "head of the table, repeated", line.position) for line in region.dropped)
    return readers, skipped


def _ordinal(columns: Sequence[Column]) -> int | None:
    return next((index for index, column in enumerate(columns) if column.name == "ordinal"), None)


def _has_boxes(region: Region) -> bool:
    """Tell whether rules close in the empty cells of a table: then they are empty, and no cell from above is lost."""
    return any(
        place.box is not None
        for line in region.body
        for text, place in zip(line.cells, line.places, strict=False)
        if not text
    )


def _label(region: Region, regions: Sequence[Region]) -> str | None:
    """Return a table's own label; where several appendices hold unlabelled tables, that of its appendix."""
    if region.heading:
        return region.heading.label
    return region.appendix if len({other.appendix for other in regions}) > 1 else None


def _heading(region: Region, reader: TableReader) -> TableHeading:
    lines = region.head_lines
    return TableHeading(
        table=reader.label,
        title=region.heading.title if region.heading else None,
        columns=tuple(column.name for column in region.columns),
        location=extent([line.position for line in lines]),
    )


def _place(region: Region) -> str:
    """Say where the head of a table stands, for the message."""
    position = extent([line.position for line in region.head_lines])
    return f"line {position.lines[0]}" if position.lines else f"table {position.table}, row {position.row}"


def _nearest(lines: Sequence[PrintedLine]) -> str:
    """Say what the document has instead, for the message."""
    split = sum(line.is_split for line in lines)
    return f"{len(lines)} lines of text, {split} of them with separate cells"
