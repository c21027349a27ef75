from __future__ import annotations

from pathlib import PurePath

import pytest

from kg.documents.html import read_html
from kg.documents.model import Document, Line, Table
from kg.errors import DocumentTooLarge, UnreadableDocument

PATH = PurePath("trang.html")


def read(body: str) -> Document:
    return read_html(PATH, f"<!DOCTYPE html><html><body>{body}</body></html>".encode())


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_blocks_are_lines_and_inline_markup_is_none() -> None:
    document = read(
        "<h2>PHỤ LỤC&nbsp;4</h2><div>Kèm theo <i>Kế hoạch</i> số<b> 37</b>/KH-UBND<br>của Ủy ban</div><p> \n </p>"
    )
    assert lines(document) == ["PHỤ LỤC 4", "Kèm theo Kế hoạch số 37/KH-UBND", "của Ủy ban"]
    assert [block.emphasis for block in document.blocks if isinstance(block, Line)] == [True, False, False]


def test_spans_follow_the_standard() -> None:
    table = tables(
        read(
            "<table><thead><tr><th rowspan=2>TT<th rowspan=2>Chỉ tiêu<th colspan=2>Cơ quan</tr>"
            "<tr><th>Chủ trì<th>Phối hợp</tr></thead>"
            "<tbody><tr><td>1<td>Tỷ lệ<td rowspan=0>Sở A<td>Sở B<tr><td>2<td>Số<td>Sở C</tbody></table>"
        )
    )[0]
    assert texts(table) == [
        ["TT", "Chỉ tiêu", "Cơ quan"], ["Chủ trì", "Phối hợp"], ["1", "Tỷ lệ", "Sở A", "Sở B"], ["2", "Số", "Sở C"],
    ]  # fmt: skip
    assert [cell.position.column for row in table.rows for cell in row] == [1, 2, 3, 3, 4, 1, 2, 3, 4, 1, 2, 4]
    assert (table.rows[2][2].row_span, table.rows[0][2].column_span) == (2, 2)


def test_cells_keep_their_line_breaks_and_entities() -> None:
    table = tables(read("<table><tr><td>&ge;&#160;15&#37;<td><p>Sở A;</p><p>Sở B</p><td>x &lt; y<br/>z</table>"))[0]
    assert texts(table) == [["≥ 15%", "Sở A;\nSở B", "x < y\nz"]]


def test_layout_tables_dissolve_and_the_foot_comes_last() -> None:
    document = read(
        "<table><tr><td>Trang chủ</td><td><table><tfoot><tr><td>Tổng<td>2 chỉ tiêu của tỉnh</tfoot>"
        "<tr><td>1<td>Tỷ lệ hồ sơ trực tuyến</table></td></tr></table>"
    )
    assert lines(document) == ["Trang chủ"]
    assert texts(tables(document)[0]) == [["1", "Tỷ lệ hồ sơ trực tuyến"], ["Tổng", "2 chỉ tiêu của tỉnh"]]


def test_furniture_scripts_and_hidden_text_are_no_text() -> None:
    document = read(
        "<script>var a = '<table>'</script><nav><a>Giới thiệu</a></nav><p style='display: none'>ẩn</p><p>Chỉ tiêu</p>"
    )
    assert lines(document) == ["Chỉ tiêu"]
    assert [(note.text, note.reason) for note in document.skipped] == [
        ("Giới thiệu", "furniture of the site"),
        ("ẩn", "hidden on the page"),
    ]


def test_ordered_lists_print_their_numbers() -> None:
    assert lines(read("<ol start=3><li>ba<li>bốn</ol><ol type=a><li>x</ol><ul><li>y</ul>")) == [
        "3. ba", "4. bốn", "a. x", "y",
    ]  # fmt: skip


def test_preformatted_text_keeps_its_lines() -> None:
    document = read("<pre>1\tTỷ lệ\tSở A\n2\tSố\tSở B</pre>")
    assert [block.cells for block in document.blocks if isinstance(block, Line)] == [
        ("1", "Tỷ lệ", "Sở A"),
        ("2", "Số", "Sở B"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1258"])
def test_the_declared_encoding_is_used(encoding: str) -> None:
    page = f'<html><head><meta charset="{encoding}"></head><body><p>Chủ trì, số</p></body></html>'
    words = page.replace("ủ", "u\u0309").replace("ì", "i\u0300").replace("ố", "ô\u0301")
    assert lines(read_html(PATH, words.encode(encoding))) == ["Chủ trì, số"]


def test_wrong_encodings_and_empty_pages_say_so() -> None:
    for data, words in (
        (b"<html><body>S\xff\xfe", "not valid UTF-8"),
        (b'<html><meta charset="x-none"><body>S\xff\xfe', "not valid X-NONE"),
        (b"<html><body></body></html>", "no text"),
        (b"<!-- -->", "holds no"),
    ):
        with pytest.raises(UnreadableDocument, match=words):
            read_html(PATH, data)


def test_nothing_is_fetched_and_no_entity_is_expanded() -> None:
    page = '<!DOCTYPE html SYSTEM "http://127.0.0.1:9/a.dtd" [<!ENTITY e SYSTEM "file:///etc/passwd">]><p>a&e;b</p>'
    assert "root:" not in read_html(PATH, page.encode()).text


def test_hostile_pages_are_bounded() -> None:
    with pytest.raises(UnreadableDocument, match="too deeply"):
        read("<div>" * 20_000)
    with pytest.raises(DocumentTooLarge, match="cells"):
        read("<table>" + ("<tr>" + "<td>a" * 100) * 2001)
    with pytest.raises(DocumentTooLarge, match="columns"):
        read("<table>" + "<tr><td colspan=99999 rowspan=99999>x<td>y" * 5000 + "</table>")
    assert len(tables(read("<table>" + "<tr><td colspan=99999>x<td>y" * 500 + "</table>"))[0].rows) == 500


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("></html>>", [">", ">"]),
        ("<p>a</p></html><p>b</p></html>>c", ["a", "b", ">c"]),
        ("</p></div>a</html></html>b<html>c", ["a", "bc"]),
    ],
)
def test_pages_with_several_elements_at_the_top(page: str, words: list[str]) -> None:
    """An error of the tree's builder was found by fuzzing."""
    assert read(page).text.split() == words


def test_cells_whose_words_are_all_bold_say_so() -> None:
    page = "<html><table><tr><td><b>Nhóm</b><td><b>Nhóm</b> một<td>một<td></table>"
    (table,) = (block for block in read_html(PATH, page.encode()).blocks if isinstance(block, Table))
    assert [cell.bold for cell in table.rows[0]] == [True, False, False, False]
