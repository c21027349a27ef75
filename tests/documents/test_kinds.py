from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kg.documents.kinds import reader_for
from kg.documents.reader import read
from kg.errors import UnsupportedFormat

CORPUS = Path(__file__).parents[2] / "corpus"
Package = Callable[[Mapping[str, str | bytes]], bytes]


def kind(data: bytes) -> str | None:
    reader = reader_for(data)
    return getattr(reader, "__name__", None)


@pytest.mark.parametrize(
    ("data", "reader"),
    [
        (b"%PDF-1.4\n", "read_pdf"),
        (b"\xef\xbb\xbf\n%PDF-1.4\n", "read_pdf"),
        (b"<!DOCTYPE html><p>", "read_html"),
        (b'\n<?xml version="1.0"?><!-- x --><HTML>', "read_html"),
        ("\ufeff<html><body>".encode("utf-16-le"), "read_html"),
        (b"<table><tr><td>TT", "read_html"),
        (b"<div>Ph\xc3\xb2ng<table><tr><td>TT", "read_html"),
        (b"<b>I</b>\t<b>H\xe1\xba\xa1 t\xe1\xba\xa7ng</b>", None),
        (b"<p>no table here</p>", None),
        (b"TT,a,b\n1,c,d\n2,e,f\n", "read_csv"),
        (b"\xef\xbb\xbfTT;a;b\r\n1;c;d\r\n2;e;f\r\n", "read_csv"),
        ("Các sở, ban, ngành, huyện\nvà xã, thị trấn\nthực hiện, báo cáo, đánh giá".encode(), None),
        (b"TT\ta\tb\n1\tc\td\n", None),
        (b"", None),
    ],
)
def test_the_format_is_told_from_the_content(data: bytes, reader: str | None) -> None:
    assert kind(data) == reader


def test_packages_are_told_by_their_parts(package: Package) -> None:
    assert kind(package({"word/document.xml": "<a/>"})) == "read_docx"
    assert kind(package({"xl/workbook.xml": "<a/>"})) == "read_xlsx"
    assert kind(package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})) == "read_ods"
    assert kind(package({"ppt/presentation.xml": "<a/>"})) is None
    assert kind(b"PK\x03\x04 and no more") is None


def test_the_plans_of_the_corpus_are_text() -> None:
    assert [kind(path.read_bytes()) for path in sorted(CORPUS.glob("*.txt"))] == [None] * 5


def test_the_name_of_a_file_says_nothing(package: Package, word: Callable[..., bytes], tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(word("<w:p><w:r><w:t>Chỉ tiêu</w:t></w:r></w:p>"))
    assert read(path, max_bytes=10_000).text == "Chỉ tiêu"
    path.write_bytes(package({"ppt/presentation.xml": "<a/>"}))
    with pytest.raises(UnsupportedFormat, match="ZIP container"):
        read(path, max_bytes=10_000)


def test_commas_inside_cells_that_tabs_separate_make_no_csv() -> None:
    rows = "".join(f"{number}\tTỷ lệ số {number}, tính theo năm\tSở A, Sở B, Sở C\n" for number in range(9))
    assert reader_for(rows.encode()) is None
    assert reader_for(rows.replace("\t", "|").encode()) is None
    assert reader_for(rows.replace("\t", ",").encode()) is not None
