"""What assigns nothing gives no rows, in text, Word and PDF alike, and the reason is said."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import docx
import pytest
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle  # type: ignore[import-untyped]

from kg.documents.reader import read
from kg.errors import NoAssignmentTable
from kg.extraction.extract import extract
from tests.renderings.pages import cell_style
from tests.renderings.plans import TESTS

TEXTS = {path.stem: path for path in sorted((TESTS / "extraction" / "invented").glob("not_*.txt"))}
Block = str | list[list[str]]


def blocks(text: str) -> Iterator[Block]:
    """Give the paragraphs of a text, and its lines with tabs as tables."""
    for is_table, lines in groupby(text.strip().split("\n"), key=lambda line: "\t" in line):
        found = list(lines)
        yield from ([[line.split("\t") for line in found]] if is_table else found)


def as_word(text: str) -> bytes:
    document = docx.Document()
    for block in blocks(text):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), max(map(len, block)))
        for row, words in zip(table.rows, block, strict=True):
            for cell, word in zip(row.cells, words, strict=False):  # a row may have fewer cells than the head
                cell.text = word
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_pdf(text: str) -> bytes:
    buffer = io.BytesIO()
    style = cell_style()
    parts = [
        Paragraph(block, style)
        if isinstance(block, str)
        else Table(
            [[Paragraph(word, style) for word in row] for row in block],
            style=TableStyle([("GRID", (0, 0), (-1, -1), 1, 0)]),
        )
        for block in blocks(text)
    ]
    SimpleDocTemplate(buffer, pagesize=A4, invariant=1).build(parts)
    return buffer.getvalue()


WRITERS: dict[str, Callable[[str], bytes]] = {"txt": lambda text: text.encode(), "docx": as_word, "pdf": as_pdf}


def test_there_is_one_of_each_kind() -> None:
    assert {"not_prose", "not_toc", "not_attend", "not_price", "not_minutes"} <= set(TEXTS)


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("name", TEXTS)
def test_no_rows_and_the_reason(name: str, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.{form}"
    path.write_bytes(WRITERS[form](TEXTS[name].read_text(encoding="utf-8")))
    with pytest.raises(NoAssignmentTable) as caught:
        extract(read(path, max_bytes=10_000_000))
    assert path.name in caught.value.message
    assert "no head with a column of indicators or tasks and a column of agencies" in caught.value.message
