"""Tables drawn or laid out in plain text: pandoc's grids, columns of spaces, page numbers."""

from __future__ import annotations

from pathlib import PurePath

from kg.documents.model import Document, Line, Table
from kg.documents.text import read_text

GRID = """\
+----+------------------+-----------------+
| TT | Chỉ tiêu         | Phân công       |
|    |                  +--------+--------+
|    |                  | Chủ    | Phối   |
|    |                  | trì    | hợp    |
+====+==================+========+========+
| 1  | Tỷ lệ hồ sơ      | Sở A   | Sở B   |
+----+------------------+        +--------+
| 2  | Tỷ lệ văn bản    |        |        |
+----+------------------+--------+--------+
"""
LAYOUT = """\
                      PHỤ LỤC

TT   Chỉ tiêu                        Chủ trì        Phối hợp
     Tỷ lệ hồ sơ công việc được                     Các sở,
1                                    Sở Nội vụ
     xử lý trên mạng                                ban, ngành
2    Tỷ lệ văn bản ký số             Sở Y tế        Sở Tài chính
     Tỷ lệ dịch vụ công trực
3                                    Văn phòng      Các sở
     tuyến toàn trình
                           1
\fTT   Chỉ tiêu                        Chủ trì        Phối hợp
4    Tỷ lệ hộ có Internet            Sở Y tế        Sở Tài chính
5    Tỷ lệ thôn có cáp quang         Sở Y tế        Sở Tài chính
6    Tỷ lệ trường học số             Sở Y tế        Sở Tài chính
                           2
"""


def _document(text: str) -> Document:
    return read_text(PurePath("plan.txt"), text.encode())


def _tables(text: str) -> list[list[list[str]]]:
    blocks = _document(text).blocks
    return [[[cell.text for cell in row] for row in block.rows] for block in blocks if isinstance(block, Table)]


def test_a_drawn_grid_with_spans_over_rows_and_columns() -> None:
    (table,) = [block for block in _document(GRID).blocks if isinstance(block, Table)]
    first, second, third, fourth = table.rows
    assert [(cell.text, cell.row_span, cell.column_span) for cell in first] == [
        ("TT", 2, 1),
        ("Chỉ tiêu", 2, 1),
        ("Phân công", 1, 2),
    ]
    assert [cell.text for cell in second] == ["Chủ\ntrì", "Phối\nhợp"]
    assert [(cell.text, cell.row_span) for cell in third] == [("1", 1), ("Tỷ lệ hồ sơ", 1), ("Sở A", 2), ("Sở B", 1)]
    assert [cell.position.lines for cell in fourth] == [(9, 9), (9, 9), (9, 9)]


def test_rules_that_do_not_close_draw_no_table() -> None:
    broken = "+---+---+\n| a | b |\n| c   d |\n+---\n+---+---+\n"
    assert all(isinstance(block, Line) for block in _document(broken).blocks)


def test_columns_of_spaces_with_cells_in_the_middle_of_their_row() -> None:
    first, second = _tables(LAYOUT)
    assert [row[0] for row in (*first, *second)] == ["TT", "1", "2", "3", "TT", "4", "5", "6"]
    assert first[1] == ["1", "Tỷ lệ hồ sơ công việc được\nxử lý trên mạng", "Sở Nội vụ", "Các sở,\nban, ngành"]
    assert first[3][1] == "Tỷ lệ dịch vụ công trực\ntuyến toàn trình"


def test_numbers_that_run_on_with_the_pages_are_left_out_with_the_reason() -> None:
    skipped = [(note.text, note.reason, note.position.lines) for note in _document(LAYOUT).skipped]
    assert skipped == [("1", "page number", (11, 11)), ("2", "page number", (16, 16))]


CENTRED = """\
   TT        Nhiệm vụ             Chủ trì          Thời hạn
I. HẠ TẦNG SỐ
1         Rà soát thiết bị     Văn phòng        Quý III/2025
2         Lắp đặt camera       Công an          Thường xuyên
3         Phủ sóng thôn        Phòng Kinh tế    Quý IV/2025
\f4        Hướng dẫn người   Công an        Hàng tháng
          dân
"""


def test_heads_in_the_middle_of_their_columns_and_a_short_last_page() -> None:
    first, second = _tables(CENTRED)
    assert [row[0] for row in (*first, *second)] == ["TT", "I. HẠ TẦNG SỐ", "1", "2", "3", "4"]
    assert first[2] == ["1", "Rà soát thiết bị", "Văn phòng", "Quý III/2025"]
    assert second[0] == ["4", "Hướng dẫn người\ndân", "Công an", "Hàng tháng"]


SPANNED = """\
STT    Tên chỉ tiêu      ĐVT           Mục tiêu         Chủ trì
                                  Năm 2025  Năm 2030
1      Kinh tế số         %       15        25          Cục Thống kê
2      Doanh thu          tỷ      1.250     4.800       Sở Công Thương
3      Doanh nghiệp       số      0,7       1,2         Sở Nội vụ
"""


def test_a_head_over_two_columns_parts_them_all_the_same() -> None:
    ((head, *rows),) = _tables(SPANNED)
    assert [row[3:5] for row in rows] == [["15", "25"], ["1.250", "4.800"], ["0,7", "1,2"]]
    assert sorted(" ".join(head[3:5]).split()) == sorted(["Mục", "tiêu", "Năm", "2025", "Năm", "2030"])


def test_prose_with_wide_gaps_is_no_table() -> None:
    prose = "Căn cứ  Luật   Chuyển đổi số;\n" * 3 + "Sở Nội vụ chủ trì, phối hợp với các sở thực hiện.\n" * 5
    assert _tables(prose) == []
