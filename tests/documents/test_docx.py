from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import PurePath

import docx
import pytest
from docx.enum.text import WD_BREAK

from kg.documents.docx import read_docx
from kg.documents.model import Document, Line, Table
from kg.errors import DocumentTooLarge, UnreadableDocument

PATH = PurePath("kế hoạch.docx")
Word = Callable[..., bytes]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def p(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:p>{properties}<w:r>{run}<w:t>{text}</w:t></w:r></w:p>"


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def tbl(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def test_paragraphs_and_tables_come_in_the_order_of_print_with_their_places() -> None:
    source = docx.Document()
    source.add_paragraph("PHỤ LỤC 4").runs[0].bold = True
    table = source.add_table(2, 3)
    for row, words in enumerate((("TT", "Chỉ tiêu", "Chủ trì"), ("1", "Tỷ lệ hộ có\nInternet", "Sở A"))):
        for column, text in enumerate(words):
            table.cell(row, column).text = text
    source.add_paragraph("Nơi nhận:\tNhư trên")
    document = read_docx(PATH, saved(source))
    first, grid, last = document.blocks
    assert isinstance(first, Line)
    assert (first.text, first.number, first.emphasis) == ("PHỤ LỤC 4", 1, True)
    assert isinstance(grid, Table)
    assert texts(grid) == [["TT", "Chỉ tiêu", "Chủ trì"], ["1", "Tỷ lệ hộ có\nInternet", "Sở A"]]
    cell = grid.rows[1][1]
    assert (cell.position.table, cell.position.row, cell.position.column, cell.position.lines) == (1, 2, 2, (3, 3))
    assert document.text.split("\n")[2] == "1\tTỷ lệ hộ có Internet\tSở A"
    assert isinstance(last, Line)
    assert last.cells == ("Nơi nhận:", "Như trên")


def test_merged_cells_stand_once_with_their_extent() -> None:
    source = docx.Document()
    table = source.add_table(3, 3)
    for index, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = str(index)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Nhóm"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "Sở A"
    grid = tables(read_docx(PATH, saved(source)))[0]
    assert texts(grid) == [["Nhóm"], ["3", "4", "Sở A"], ["6", "7"]]
    assert (grid.rows[0][0].row_span, grid.rows[0][0].column_span) == (1, 3)
    assert (grid.rows[1][2].row_span, grid.rows[1][2].column_span) == (2, 1)
    assert [cell.position.column for cell in grid.rows[2]] == [1, 2]


def test_a_row_that_begins_late_keeps_its_columns(word: Word) -> None:
    late = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + tc(p("b")) + tc(p("c"))
    grid = tables(read_docx(PATH, word(tbl(tc(p("1")) + tc(p("2")) + tc(p("3")), late))))[0]
    assert [(cell.text, cell.position.column) for cell in grid.rows[1]] == [("b", 2), ("c", 3)]


NUMBERING = f"""<w:numbering xmlns:w="{W}">
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/><w:isLgl/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"""


def numbered(number: int, level: int, text: str = "") -> str:
    properties = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    return p(text, properties)


def test_automatic_numbers_are_printed(word: Word) -> None:
    body = "".join(
        (
            numbered(1, 0, "một"), numbered(1, 1, "hai"), numbered(1, 1, "ba"), numbered(1, 2, "bốn"),
            numbered(1, 0, "năm"), numbered(1, 1, "sáu"), numbered(2, 0, "bảy"), numbered(3, 0, "tám"),
        )
    )  # fmt: skip
    document = read_docx(PATH, word(body, {"word/numbering.xml": NUMBERING}))
    assert lines(document) == ["I. một", "1.1 hai", "1.2 ba", "a) bốn", "II. năm", "2.1 sáu", "V. bảy", "• tám"]


def test_the_number_column_of_a_table_may_be_a_list(word: Word) -> None:
    styles = f"""<w:styles xmlns:w="{W}">
    <w:style w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
    <w:style w:styleId="TT"><w:basedOn w:val="Base"/></w:style></w:styles>"""
    numbering = NUMBERING.replace("upperRoman", "decimal")
    rows = [tc('<w:p><w:pPr><w:pStyle w:val="TT"/></w:pPr></w:p>') + tc(p(text)) for text in ("một", "hai")]
    document = read_docx(PATH, word(tbl(*rows), {"word/numbering.xml": numbering, "word/styles.xml": styles}))
    assert texts(tables(document)[0]) == [["1.", "một"], ["2.", "hai"]]


def test_revisions_are_read_as_accepted_and_noted(word: Word) -> None:
    body = (
        "<w:p><w:r><w:t>Đạt </w:t></w:r><w:del><w:r><w:delText>50%</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>60%</w:t></w:r></w:ins></w:p>"
        + tbl(tc(p("1")) + tc(p("a")), "<w:trPr><w:del/></w:trPr>" + tc(p("2")) + tc(p("b")), tc(p("3")) + tc(p("c")))
    )
    document = read_docx(PATH, word(body))
    assert lines(document) == ["Đạt 60%"]
    assert texts(tables(document)[0]) == [["1", "a"], ["3", "c"]]
    assert [(note.text, note.reason) for note in document.skipped] == [
        ("50%", "deleted in a tracked change"),
        ("2 b", "row deleted in a tracked change"),
    ]


def test_text_boxes_symbols_fields_and_hidden_text(word: Word) -> None:
    box = "<w:txbxContent>" + p("Trong khung") + "</w:txbxContent>"
    body = (
        '<w:p xmlns:mc="urn:mc"><w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t xml:space="preserve"> 15%</w:t></w:r>'
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>"
        '<w:fldSimple w:instr="PAGE"><w:r><w:t>7</w:t></w:r></w:fldSimple>'
        "<w:r><w:instrText>SEQ</w:instrText></w:r></w:p>"
    )
    document = read_docx(PATH, word(body))
    assert lines(document) == ["≥ 15%7", "Trong khung"]
    assert [note.text for note in document.skipped] == ["ẩn"]


def test_pages_are_those_of_the_saved_layout(word: Word) -> None:
    second = p("hai", run="<w:lastRenderedPageBreak/>")
    document = read_docx(PATH, word(tbl(tc(p("1")) + tc(p("một")), tc(second) + tc(p("x"))) + p("sau")))
    table, line = document.blocks
    assert isinstance(table, Table)
    assert [cell.position.page for row in table.rows for cell in row] == [1, 1, 1, 2]
    assert isinstance(line, Line)
    assert line.page == 2
    assert [block.page for block in read_docx(PATH, word(p("một"))).blocks if isinstance(block, Line)] == [None]


def test_an_explicit_page_break_separates_words() -> None:
    source = docx.Document()
    source.add_paragraph("trước").add_run().add_break(WD_BREAK.PAGE)
    source.add_paragraph("sau")
    assert lines(read_docx(PATH, saved(source))) == ["trước", "sau"]


def test_footnotes_follow_as_lines_and_running_heads_are_left_out(word: Word) -> None:
    body = '<w:p><w:r><w:t>Tỷ lệ</w:t></w:r><w:r><w:footnoteReference w:id="4"/></w:r></w:p>'
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="0">{p("nét")}</w:footnote>'
        f'<w:footnote w:id="4">{p("Theo QĐ 922")}</w:footnote></w:footnotes>'
    )
    head = f'<w:hdr xmlns:w="{W}">{p("Trang 2")}</w:hdr>'
    document = read_docx(PATH, word(body, {"word/footnotes.xml": notes, "word/header1.xml": head}))
    assert lines(document) == ["Tỷ lệ", "[1] Theo QĐ 922"]
    assert [(note.text, note.reason) for note in document.skipped] == [("Trang 2", "running head or foot")]


def test_a_table_that_only_lays_the_page_out_gives_what_stands_in_it(word: Word) -> None:
    inner = tbl(tc(p("TT")) + tc(p("Chỉ tiêu của kế hoạch")), tc(p("1")) + tc(p("Tỷ lệ số hóa hồ sơ")))
    document = read_docx(PATH, word(tbl(tc(p("Trái")) + tc(inner + p("")))))
    assert lines(document) == ["Trái"]
    assert texts(tables(document)[0]) == [["TT", "Chỉ tiêu của kế hoạch"], ["1", "Tỷ lệ số hóa hồ sơ"]]


def test_a_small_table_in_a_cell_becomes_lines_of_the_cell(word: Word) -> None:
    inner = tbl(tc(p("xã")) + tc(p("50%")), tc(p("huyện")) + tc(p("80%")))
    outer = tbl(tc(p("1")) + tc(p("Tỷ lệ hồ sơ trực tuyến")) + tc(p("Mức:") + inner))
    assert texts(tables(read_docx(PATH, word(outer)))[0]) == [
        ["1", "Tỷ lệ hồ sơ trực tuyến", "Mức:\nxã 50%\nhuyện 80%"]
    ]


def test_legacy_letters_and_decomposed_ones_are_put_right(word: Word) -> None:
    document = read_docx(PATH, word(p("Chỉ tiêu 12/QÐ-UBND") + p("không\u00a0gian số\u00ad")))
    assert lines(document) == ["Chỉ tiêu 12/QĐ-UBND", "không gian số"]


@pytest.mark.parametrize(
    ("prolog", "words"),
    [
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>', "document type"),
        ('<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>', "document type"),
        ('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">', "document type"),
    ],
)
def test_document_types_are_refused(package: Callable[..., bytes], prolog: str, words: str) -> None:
    text = f'<?xml version="1.0"?>{prolog}<w:document xmlns:w="{W}"><w:body><w:p/></w:body></w:document>'
    for encoding in ("utf-8", "utf-16"):
        with pytest.raises(UnreadableDocument, match=words):
            read_docx(PATH, package({"word/document.xml": text.encode(encoding)}))


def test_a_remote_template_is_not_followed(word: Word, package: Callable[..., bytes]) -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="x/officeDocument" Target="http://127.0.0.1:9/evil.xml" TargetMode="External"/>'
        '<Relationship Id="b" Type="x/attachedTemplate" Target="http://127.0.0.1:9/t.dotm" TargetMode="External"/>'
        '<Relationship Id="c" Type="x/officeDocument" Target="../../etc/passwd"/></Relationships>'
    )
    assert lines(read_docx(PATH, word(p("Chỉ tiêu"), {"_rels/.rels": relations}))) == ["Chỉ tiêu"]


def test_a_bomb_is_refused_while_it_unpacks(word: Word) -> None:
    with pytest.raises(DocumentTooLarge, match="unpacks too far"):
        read_docx(PATH, word(p("a" * 60_000_000)))


def test_deep_nesting_is_refused(word: Word) -> None:
    with pytest.raises(UnreadableDocument, match="nest more than"):
        read_docx(PATH, word("<w:sdt>" * 5000 + "</w:sdt>" * 5000))


def test_broken_files_say_what_is_wrong(word: Word, package: Callable[..., bytes]) -> None:
    whole = word(p("Chỉ tiêu"))
    for data, words in (
        (whole[: len(whole) // 2], "no whole ZIP"),
        (package({"word/document.xml": "<w:document"}), "not well formed"),
        (package({"word/other.xml": "<a/>"}), "is missing"),
        (word(""), "no text"),
    ):
        with pytest.raises(UnreadableDocument, match=words):
            read_docx(PATH, data)


def test_a_paragraph_of_very_many_runs_takes_linear_time(word: Word) -> None:
    runs = "".join(f"<w:r><w:t>{number}</w:t></w:r>" for number in range(100_000, 200_000))
    document = read_docx(PATH, word(f"<w:p>{runs}</w:p>"))
    assert len(document.text) == 600_000


def test_cells_whose_words_are_all_bold_say_so(word: Callable[..., bytes]) -> None:
    bold, plain = "<w:r><w:rPr><w:b/></w:rPr><w:t>Nhóm</w:t></w:r>", "<w:r><w:t>một</w:t></w:r>"
    cells = "".join(f"<w:tc><w:p>{runs}</w:p></w:tc>" for runs in (bold, bold + plain, plain, ""))
    document = read_docx(PATH, word(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"))
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [cell.bold for cell in table.rows[0]] == [True, False, False, False]
