"""What a copy carries that the document does not print is left out with a note, whatever the format."""

from __future__ import annotations

import io
from pathlib import PurePath

import docx
import pytest

from kg.documents.kinds import reader_for
from kg.documents.model import Document, Line, Table
from kg.documents.text import read_text

PATH = PurePath("bản sao")
LINES = ("KẾ HOẠCH[bookmark: _GoBack]", "https://vanban.example.vn/1", "Trang 2/7", "Tải về", "Tỷ lệ hộ\u00adcó")
CELLS = ("Chỉ tiêu[bookmark: a]", "Chủ\u00a0trì", "Quyết đi\u0323nh số 1/QÐ-UBND")


def in_text() -> bytes:
    return "\n".join([*LINES, "\t".join(CELLS)]).encode()


def in_html() -> bytes:
    lines = "".join(f"<p>{line}</p>" for line in LINES)
    cells = "".join(f"<td>{cell}</td>" for cell in CELLS)
    return f"<html><body>{lines}<table><tr>{cells}</tr></table></body></html>".encode()


def in_word() -> bytes:
    document, buffer = docx.Document(), io.BytesIO()
    for line in LINES:
        document.add_paragraph(line)
    table = document.add_table(1, len(CELLS))
    for cell, text in zip(table.rows[0].cells, CELLS, strict=True):
        cell.text = text
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("data", [in_text(), in_html(), in_word()], ids=["text", "html", "docx"])
def test_noise_is_left_out_with_a_note_in_every_format(data: bytes) -> None:
    document = (reader_for(data) or read_text)(PATH, data)
    assert words_of(document) == [["KẾ HOẠCH"], ["Tỷ lệ hộcó"], ["Chỉ tiêu", "Chủ trì", "Quyết định số 1/QĐ-UBND"]]
    assert [(note.text, note.reason) for note in document.skipped] == [
        ("[bookmark: _GoBack]", "bookmark left by the export from a word processor"),
        ("https://vanban.example.vn/1", "address of a web page"),
        ("Trang 2/7", "page number"),
        ("Tải về", "button or menu of a web site"),
        ("[bookmark: a]", "bookmark left by the export from a word processor"),
    ]


def words_of(document: Document) -> list[list[str]]:
    found: list[list[str]] = []
    for block in document.blocks:
        if isinstance(block, Table):
            found += [[cell.text for cell in row] for row in block.rows]
        elif isinstance(block, Line):
            found.append(list(block.cells))
    return found
