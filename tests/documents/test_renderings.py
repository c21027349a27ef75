"""The hand-checked plans written into each format by another hand, read and extracted again: the same rows."""

from __future__ import annotations

import html
import io
import json
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from kg.documents.reader import read
from kg.extraction.extract import extract
from kg.extraction.model import PlanRecord, Row

GOLD = Path(__file__).parent.parent / "gold"
PLANS = ("000", "001", "002", "003", "004")
HEADS = {
    "ordinal": "TT",
    "label": "Chỉ tiêu",
    "target": "Mục tiêu",
    "guiding": "Cơ quan hướng dẫn",
    "lead": "Chủ trì",
    "coordinating": "Phối hợp",
    "note": "Ghi chú",
}
NAMES = {
    "000": ("ordinal", "label", "target", "lead", "coordinating", "note"),
    "001": ("ordinal", "label", "target", "lead", "coordinating", "note"),
    "002": ("ordinal", "label", "lead", "coordinating"),
    "003": ("ordinal", "label", "lead", "coordinating"),
    "004": ("ordinal", "label", "target", "guiding", "lead", "coordinating"),
}
Pdf = Callable[[Sequence[Any]], bytes]
Printed = list[str]  # the cells of a row; one cell = over the whole width


@dataclass(frozen=True)
class Sheet:
    """One table of a plan as printed: what stands above it, and its rows, the head first."""

    above: tuple[str, ...]
    rows: tuple[Printed, ...]


def gold(plan: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLD / f"{plan}.json").read_text(encoding="utf-8"))
    return found


def sheets(plan: str, *, wide_groups: bool) -> Iterator[Sheet]:
    """Give the tables of a plan; group rows over the whole width, or number and title in cells of their own."""
    data = gold(plan)
    titles = {table["table"]: table["title"] for table in data["document"].get("tables", ())}
    above = [data["document"]["appendix_label"], data["document"].get("appendix_title", data["document"]["title"])]
    for table in dict.fromkeys(row["table"] for row in data["rows"]):
        if table:
            above.append(f"{table}. {titles[table]}")
        rows = [row for row in data["rows"] if row["table"] == table]
        yield Sheet(tuple(above), tuple(printed(rows, NAMES[plan], wide_groups=wide_groups)))
        above = []


def printed(rows: Sequence[dict[str, Any]], names: Sequence[str], *, wide_groups: bool) -> Iterator[Printed]:
    yield [HEADS[name] for name in names]
    section = None
    for row in rows:
        if row["section"] != section:
            section = row["section"]
            group = [section, row["section_title"], *[""] * (len(names) - 2)]
            yield [f"{section}. {row['section_title']}"] if wide_groups else group
        yield [cell(row, name) for name in names]


def cell(row: dict[str, Any], name: str) -> str:
    value = row.get({"target": "target_raw"}.get(name, f"{name}_raw" if f"{name}_raw" in row else name))
    if name == "label":
        value = row["label"]
    return "\n".join(value) if isinstance(value, list) else value or ""


def as_docx(plan: Sequence[Sheet]) -> bytes:
    document = docx.Document()
    for sheet in plan:
        for text in sheet.above:
            document.add_paragraph(text)
        width = len(sheet.rows[0])
        table = document.add_table(len(sheet.rows), width)
        table_cells = [list(row.cells) for row in table.rows]
        for cells, row in zip(table_cells, sheet.rows, strict=True):
            if len(row) == 1:
                cells[0].merge(cells[-1])
            for at, text in enumerate(row):
                cells[at].text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_xlsx(plan: Sequence[Sheet]) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    at = 2
    for sheet in plan:
        for text in sheet.above:
            page.cell(at, 2, text)
            at += 1
        for row in sheet.rows:
            for column, text in enumerate(row, 2):
                page.cell(at, column).value = text or None
            if len(row) == 1:
                page.merge_cells(start_row=at, end_row=at, start_column=2, end_column=1 + len(sheet.rows[0]))
            at += 1
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_html(plan: Sequence[Sheet]) -> bytes:
    parts = []
    for sheet in plan:
        parts += [f"<p><b>{html.escape(text)}</b></p>" for text in sheet.above]
        parts.append("<table border=1>")
        for row in sheet.rows:
            span = f" colspan={len(sheet.rows[0])}" if len(row) == 1 else ""
            cells = (html.escape(text).replace("\n", "<br>") for text in row)
            parts.append("<tr>" + "".join(f"<td{span}>{text}</td>" for text in cells))
        parts.append("</table>")
    return ("<!DOCTYPE html><meta charset=utf-8><body>" + "\n".join(parts)).encode()


WRITERS: dict[str, Callable[[Sequence[Sheet]], bytes]] = {"docx": as_docx, "xlsx": as_xlsx, "html": as_html}


WIDTHS = {"ordinal": 35, "label": 190, "target": 80, "guiding": 95, "lead": 100, "coordinating": 110, "note": 90}
SIZE, LEADING, MARGIN = 10.0, 13.0, 40.0


def wrapped(text: str, width: float) -> list[str]:
    """Return the lines of a cell; every letter of the written font is half its size wide."""
    letters = int((width - 6) / (SIZE / 2))
    return [line for part in text.split("\n") for line in textwrap.wrap(part, letters) or [""]]


class PdfSheets:
    """Lays tables out on landscape pages, the head repeated on each; ruled cells stand in the middle of their row."""

    def __init__(self, leaf: Callable[..., Any], *, ruled: bool) -> None:
        self.leaf, self.leaves, self.ruled = leaf, list[Any](), ruled
        self.texts, self.rules = list[Any](), list[Any]()
        self.y = MARGIN

    def turn(self) -> None:
        number = (420.0, 20.0, str(len(self.leaves) + 1), 9.0)
        rules = tuple(self.rules) if self.ruled else ()
        self.leaves.append(self.leaf((*self.texts, number), rules, size=(842.0, 595.0)))
        self.texts, self.rules, self.y = [], [], MARGIN

    def add(self, sheet: Sheet, widths: Sequence[float]) -> None:
        for text in sheet.above:
            for line in textwrap.wrap(text, 110):
                self.y += LEADING + 5
                self.texts.append((MARGIN, self.y, line, 12.0))
        self.y += LEADING
        for row in sheet.rows:
            spans = [sum(widths)] if len(row) == 1 else widths
            lines = [wrapped(text, width) for text, width in zip(row, spans, strict=True)]
            height = 4 + LEADING * max(len(cell) for cell in lines)
            if self.y + height > 595 - MARGIN:
                self.turn()
                self.row([wrapped(t, w) for t, w in zip(sheet.rows[0], widths, strict=True)], widths, 4 + 2 * LEADING)
            self.row(lines, spans, height)

    def row(self, lines: Sequence[Sequence[str]], widths: Sequence[float], height: float) -> None:
        x, bottom = MARGIN, self.y + height
        right = MARGIN + sum(widths)
        self.rules += [(x, self.y, right, self.y), (x, bottom, right, bottom), (x, self.y, x, bottom)]
        for cell, width in zip(lines, widths, strict=True):
            top = self.y + ((height - LEADING * len(cell)) / 2 if self.ruled else 2)
            self.texts += [(x + 3, top + LEADING * n - 3, words, SIZE) for n, words in enumerate(cell, 1) if words]
            x += width
            self.rules.append((x, self.y, x, bottom))
        self.y = bottom


def expected(row: dict[str, Any]) -> dict[str, object]:
    return {
        "table": row["table"],
        "section": row["section"],
        "ordinal": row["ordinal"],
        "parent_ordinal": row["parent_ordinal"],
        "label": spaced(row["label"]),
        "targets": [
            (t["comparator"], None if t["value"] is None else Decimal(str(t["value"])), t["unit"])
            for t in row["targets"]
        ],
        "lead": row["lead"],
        "coordinating": row["coordinating"],
        "guiding": row["guiding"],
        "note": spaced(row["note"] or ""),
        "citations": [(c["number"], c["date"]) for c in row["citations"]],
    }


def found(row: Row) -> dict[str, object]:
    return {
        "table": row.table,
        "section": row.section,
        "ordinal": row.ordinal,
        "parent_ordinal": row.parent_ordinal,
        "label": spaced(row.label),
        "targets": [(t.comparator.value, t.value, t.unit) for t in row.targets],
        "lead": list(row.roles.lead),
        "coordinating": list(row.roles.coordinating),
        "guiding": list(row.roles.guiding),
        "note": spaced(row.note or ""),
        "citations": [(c.number, c.date) for c in row.citations],
    }


def spaced(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("wide_groups", [False, True])
@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("plan", PLANS)
def test_the_same_rows_come_back(plan: str, form: str, wide_groups: bool, tmp_path: Path) -> None:
    path = tmp_path / f"plan.{form}"
    path.write_bytes(WRITERS[form](list(sheets(plan, wide_groups=wide_groups))))
    record = extract(read(path, max_bytes=10_000_000))
    assert [found(row) for row in record.rows] == [expected(row) for row in gold(plan)["rows"]]
    assert all(row.location.table and row.location.row for row in record.rows)


def record_of_pdf(path: Path, plan: str, pdf: Pdf, leaf: Callable[..., Any], **layout: bool) -> PlanRecord:
    pages = PdfSheets(leaf, ruled=layout["ruled"])
    for sheet in sheets(plan, wide_groups=layout["wide_groups"]):
        pages.add(sheet, [WIDTHS[name] for name in NAMES[plan]])
    pages.turn()
    path.write_bytes(pdf(pages.leaves))
    return extract(read(path, max_bytes=10_000_000))


@pytest.mark.parametrize("wide_groups", [False, True])
@pytest.mark.parametrize("plan", PLANS)
def test_the_same_rows_come_back_from_a_ruled_pdf(
    plan: str, wide_groups: bool, tmp_path: Path, pdf: Pdf, leaf: Callable[..., Any]
) -> None:
    record = record_of_pdf(tmp_path / "plan.pdf", plan, pdf, leaf, ruled=True, wide_groups=wide_groups)
    assert [found(row) for row in record.rows] == [expected(row) for row in gold(plan)["rows"]]
    assert all(row.location.page for row in record.rows)


@pytest.mark.parametrize("wide_groups", [False, True])
@pytest.mark.parametrize("plan", PLANS)
def test_nearly_the_same_rows_come_back_from_a_pdf_without_rules(
    plan: str, wide_groups: bool, tmp_path: Path, pdf: Pdf, leaf: Callable[..., Any]
) -> None:
    """A row without a number cannot be told from the rest of the row before; all others come back."""
    record = record_of_pdf(tmp_path / "plan.pdf", plan, pdf, leaf, ruled=False, wide_groups=wide_groups)
    rows = [expected(row) for row in gold(plan)["rows"]]
    right = sum(found(row) in rows for row in record.rows)
    assert right >= (0.93 if any(row["ordinal"] is None for row in rows) else 0.99) * len(rows)
    assert abs(len(record.rows) - len(rows)) <= sum(row["ordinal"] is None for row in rows)
