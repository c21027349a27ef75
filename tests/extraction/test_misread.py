"""Words recognised from a picture with little confidence make their row doubtful."""

from __future__ import annotations

from pathlib import PurePath

from kg.documents.model import Cell, Document, Position, Table
from kg.extraction.extract import extract
from kg.extraction.model import FlagCode

ROWS = (("TT", "Chỉ tiêu", "Mục tiêu", "Chủ trì"), ("1", "Tỷ lệ hộ", ">685%", "Sở A"), ("2", "Tỷ lệ xã", "90%", "Sở B"))


def scan(doubtful: tuple[str, ...]) -> Document:
    rows = tuple(
        tuple(
            Cell(text, Position(1, 1, row, column), doubtful=doubtful if text == ">685%" else ())
            for column, text in enumerate(texts, 1)
        )
        for row, texts in enumerate(ROWS, 1)
    )
    table = Table(rows, Position(1, 1))
    return Document(PurePath("scan.pdf"), "0" * 64, "application/pdf", "\n".join(map(" ".join, ROWS)), (table,))


def test_the_row_is_flagged_with_the_words() -> None:
    first, second = extract(scan((">685%",))).rows
    assert [(flag.code, flag.reason) for flag in first.flags] == [
        (FlagCode.MISREAD, "recognised from a picture with little confidence: '>685%'")
    ]
    assert second.flags == ()


def test_sure_words_make_no_flag() -> None:
    assert all(row.flags == () for row in extract(scan(())).rows)
