"""Heads of tables: what a printed head means, and where the heads stand in each layout."""

from __future__ import annotations

from pathlib import PurePath

import pytest

from kg.documents.text import read_text
from kg.extraction.columns import read_heads, readings
from kg.extraction.header import TableHead, find_head
from kg.extraction.lines import printed_lines
from kg.extraction.model import RowKind


def _head(text: str, start: int = 0) -> TableHead | None:
    return find_head(printed_lines(read_text(PurePath("plan.txt"), text.encode())), start)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("TT", "ordinal"),
        ("T/T", "ordinal"),
        ("SỐ THỨ TỰ", "ordinal"),
        ("Nội dung chỉ tiêu", "label"),
        ("Nhiệm vụ, giải pháp", "label"),
        ("Mục tiêu đến năm 2025", "target"),
        ("Yêu cầu thực hiện", "target"),
        ("Chủ trì", "lead"),
        ("Cơ quan, đơn vị chủ trì", "lead"),
        ("Đơn vị chủ trì theo dõi, đôn đốc, đánh giá", "lead"),
        ("ĐƠN VỊ ĐƯỢC GIAO CHỦ TRÌ", "lead"),
        ("Đơn vị phối hợp (cung cấp số liệu)", "coordinating"),
        ("Cơ quan hướng dẫn", "guiding"),
        ("ĐVT", "unit"),
        ("Thời hạn hoàn thành", "deadline"),
        ("Sản phẩm", "deliverable"),
        ("Ghi chú", "note"),
        ("Cấp trình", "other"),
    ],
)
def test_a_head_is_read(head: str, name: str) -> None:
    assert min(readings(head), key=lambda reading: reading[0])[1].name == name


@pytest.mark.parametrize("words", ["TTTT", "Viettel", "Sở TTTT chủ trì", "Chủ trì cuộc họp: Ông A", "Họ và tên", ""])
def test_short_keywords_match_whole_cells_only(words: str) -> None:
    assert readings(words) == ()


def test_a_head_of_two_meanings_takes_the_free_one() -> None:
    columns = read_heads(["TT", "Nội dung", "Chỉ tiêu", "Chủ trì"])
    assert columns is not None
    assert [column.name for column in columns] == ["ordinal", "label", "target", "lead"]
    columns = read_heads(["TT", "Nhiệm vụ", "Mục tiêu", "Kết quả", "Chủ trì"])
    assert columns is not None
    assert [column.name for column in columns] == ["ordinal", "label", "target", "deliverable", "lead"]
    assert columns[1].kind is RowKind.TASK


@pytest.mark.parametrize(
    "heads",
    [
        ["STT", "Họ và tên", "Chức vụ", "Đơn vị", "Số điện thoại"],
        ["STT", "Nội dung", "Đơn vị tính", "Số lượng", "Đơn giá"],
        ["TT", "Chủ trì", "Phối hợp"],
    ],
)
def test_tables_that_assign_nothing_are_none(heads: list[str]) -> None:
    assert read_heads(heads) is None


NAMES = ("ordinal", "label", "target", "lead", "coordinating")


@pytest.mark.parametrize(
    "text",
    [
        "TT\tChỉ tiêu\tMục tiêu\tChủ trì\tPhối hợp",
        "TT\nChỉ tiêu\nMục tiêu\nChủ trì\nPhối hợp",
        "TT Chỉ tiêu Mục tiêu Chủ trì Phối hợp",
        "STT Nội dung chỉ tiêu Mục tiêu Cơ quan chủ\ntrì Cơ quan phối hợp",
        "TT\tChỉ tiêu\tMục tiêu\tPhân công thực hiện\t\n\t\t\tChủ trì\tPhối hợp",
        "| TT | CHỈ TIÊU | MỤC TIÊU | CHỦ TRÌ | PHỐI HỢP |",
    ],
)
def test_heads_in_every_layout(text: str) -> None:
    head = _head(text)
    assert head is not None
    assert head.names == NAMES
    assert head.end == len(text.split("\n"))


@pytest.mark.parametrize("index", ["(1)\t(2)\t(3)\t(4)\t(5)", "1\t2\t3\t4\t5", "(1)\n(2)\n(3)\n(4)\n(5)"])
def test_an_index_row_belongs_to_the_head(index: str) -> None:
    head = _head(f"TT\tChỉ tiêu\tMục tiêu\tChủ trì\tPhối hợp\n{index}\n1\tTỷ lệ\t5%\tSở Y tế\t")
    assert head is not None
    assert head.end == 1 + len(index.split("\n"))


def test_prose_is_no_head() -> None:
    assert _head("Cơ quan chủ trì có trách nhiệm phối hợp với các đơn vị liên quan") is None
    assert _head("Nội dung\n1. Ông A chủ trì, nêu mục đích cuộc họp.") is None
