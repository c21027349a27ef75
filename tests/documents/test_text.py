"""The reader of text: cells, markup, pages, noise."""

from __future__ import annotations

import unicodedata
from pathlib import PurePath

import pytest

from kg.documents.markup import is_emphasised, plain
from kg.documents.model import Document, Line
from kg.documents.text import read_text


def _read(text: str) -> Document:
    return read_text(PurePath("plan.txt"), text.encode())


def _lines(text: str) -> list[Line]:
    return [block for block in _read(text).blocks if isinstance(block, Line)]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("1\tTỷ lệ\t100%", ("1", "Tỷ lệ", "100%")),
        ("\tnhân\t\t\t\t", ("", "nhân", "", "", "", "")),
        ("\tPhòng Giáo dục và Đào tạo ", ("Phòng Giáo dục và Đào tạo",)),
        ("| 1 | Tỷ lệ | 100% |", ("1", "Tỷ lệ", "100%")),
        ("1 | Tỷ lệ | 100%", ("1", "Tỷ lệ", "100%")),
        ("<b>I</b>\t<b>Hạ tầng số</b>\t", ("I", "Hạ tầng số", "")),
        ("Tỷ lệ 100%", ("Tỷ lệ 100%",)),
    ],
)
def test_cells_of_a_line(line: str, cells: tuple[str, ...]) -> None:
    assert _lines(line)[0].cells == cells


def test_a_pipe_at_the_beginning_of_a_line_opens_a_cell_where_other_lines_have_none() -> None:
    joined = _lines("TT | Chỉ tiêu | Mục tiêu\n1 | Tổng kinh phí | \n | Kinh phí đầu tư | 10%")
    assert [line.cells for line in joined][1:] == [("1", "Tổng kinh phí"), ("", "Kinh phí đầu tư", "10%")]
    fenced = _lines("| TT | Chỉ tiêu |\n| 1 | Tỷ lệ |\n| | Kinh phí |")
    assert fenced[-1].cells == ("", "Kinh phí")


def test_a_number_that_ends_a_text_of_one_page_is_no_page_number() -> None:
    assert [line.text for line in _lines("Hạ tầng số\n\n1\n\f")] == ["Hạ tầng số", "1"]
    assert [line.text for line in _lines("1\nHạ tầng\n\f2\nsố")] == ["Hạ tầng", "số"]


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("( <i>đảm bảo đạt 40 Mbps</i> )", "(đảm bảo đạt 40 Mbps)"),
        ("**PHỤ LỤC 4**  ", "PHỤ LỤC 4"),
        ("*(Kèm theo Kế hoạch)*", "(Kèm theo Kế hoạch)"),
        ("## Chỉ tiêu", "Chỉ tiêu"),
        ("cao nhất * điểm tối đa", "cao nhất * điểm tối đa"),
        ("TN&amp;TKQ &ge; 5", "TN&TKQ ≥ 5"),
        ("TT&TT <5% và >3%", "TT&TT <5% và >3%"),
        ("Sở Nội vụ<br>Sở Tài chính", "Sở Nội vụ\nSở Tài chính"),
    ],
)
def test_markup_is_taken_off(printed: str, words: str) -> None:
    assert plain(printed) == words


def test_emphasis() -> None:
    assert is_emphasised("<b>I</b>")
    assert is_emphasised("# PHỤ LỤC")
    assert not is_emphasised("cao nhất * điểm * tối đa")


def test_text_is_nfc_and_line_numbers_are_those_of_the_file() -> None:
    document = _read(unicodedata.normalize("NFD", "Kế hoạch\r\n\r\nsố 1\rhết"))
    assert document.text == "Kế hoạch\n\nsố 1\nhết"
    assert [block.number for block in document.blocks if isinstance(block, Line)] == [1, 3, 4]


def test_form_feeds_count_pages() -> None:
    assert [(line.page, line.cells[0]) for line in _lines("a\n\fb\nc\f\nd")] == [(1, "a"), (2, "b"), (3, "c"), (3, "d")]
    assert _lines("a\nb")[0].page is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Nguồn tra cứu: vanban.example.com", "site"),
        ("https://example.com/van-ban", "web page"),
        ("Trang 3/12", "page number"),
        ("|---|:--:|---|", "rule"),
        ("--\t--------\t--", "rule"),
    ],
)
def test_site_furniture_is_dropped_with_a_note(line: str, reason: str) -> None:
    document = _read(f"Kế hoạch\n{line}")
    assert [block.cells for block in document.blocks if isinstance(block, Line)] == [("Kế hoạch",)]
    assert reason in document.skipped[0].reason
    assert document.skipped[0].position.lines == (2, 2)


def test_a_bookmark_goes_and_its_line_stays() -> None:
    document = _read("[bookmark: _GoBack](Kèm theo Kế hoạch)")
    assert isinstance(document.blocks[0], Line)
    assert document.blocks[0].cells == ("(Kèm theo Kế hoạch)",)
    assert document.skipped[0].text == "[bookmark: _GoBack]"


def test_a_dash_alone_is_a_cell_not_a_rule() -> None:
    assert _lines("-")[0].cells == ("-",)
    assert _lines("1\t-\t-")[0].cells == ("1", "-", "-")
