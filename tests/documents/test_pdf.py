from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Any

import pytest

from kg.documents.model import Document, Line, Table
from kg.documents.pdf import read_pdf
from kg.errors import DocumentTooLarge, UnreadableDocument, UnsupportedFormat

PATH = PurePath("kế hoạch.pdf")
Pdf = Callable[[Sequence[Any]], bytes]
Leaf = Callable[..., Any]
XS, YS = (50, 90, 300, 420, 540), (100, 130, 170, 200)
RULES = tuple([(x, YS[0], x, YS[-1]) for x in XS] + [(XS[0], y, XS[-1], y) for y in YS])
TEXTS = (
    (60, 60, "PHỤ LỤC 4", 14), (60, 120, "TT", 12), (95, 120, "Chỉ tiêu", 12), (305, 120, "Mục tiêu", 12),
    (425, 120, "Chủ trì", 12), (60, 145, "1", 12), (95, 145, "Tỷ lệ hồ sơ", 12), (95, 160, "trực tuyến", 12),
    (305, 150, "≥ 80%", 12), (425, 150, "Sở A", 12), (60, 190, "2", 12), (50, 300, "Nơi nhận:", 12),
)  # fmt: skip
GRID = [["TT", "Chỉ tiêu", "Mục tiêu", "Chủ trì"], ["1", "Tỷ lệ hồ sơ\ntrực tuyến", "≥ 80%", "Sở A"], ["2", "", "", ""]]


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


@pytest.mark.parametrize(("quarters", "rotate"), [(0, 0), (1, 0), (2, 0), (3, 0), (1, 90), (3, 270), (0, 90)])
def test_a_ruled_table_is_read_however_the_page_is_turned(pdf: Pdf, leaf: Leaf, quarters: int, rotate: int) -> None:
    size = (842, 595) if quarters % 2 else (595, 842)
    document = read_pdf(PATH, pdf([leaf(TEXTS, RULES, size=size, quarters=quarters, rotate=rotate)]))
    assert lines(document) == ["PHỤ LỤC 4", "Nơi nhận:"]
    table = tables(document)[0]
    assert texts(table) == GRID
    position = table.rows[1][1].position
    assert (position.page, position.table, position.row, position.column) == (1, 1, 2, 2)
    assert position.box == pytest.approx((90, 130, 300, 170), abs=1)


def test_rules_may_be_thin_boxes_and_pieces(pdf: Pdf, leaf: Leaf) -> None:
    bars = [(x - 0.3, float(y0), x + 0.3, float(y1)) for x in XS for y0, y1 in itertools.pairwise(YS)]
    bars += [(float(x0), y - 0.3, float(x1), y + 0.3) for y in YS for x0, x1 in itertools.pairwise(XS)]
    assert texts(tables(read_pdf(PATH, pdf([leaf(TEXTS, (), tuple(bars))])))[0]) == GRID


def test_a_missing_rule_merges_cells(pdf: Pdf, leaf: Leaf) -> None:
    rules = [(50, 100, 50, 160), (150, 130, 150, 160), (250, 100, 250, 160), (350, 100, 350, 160)]
    rules += [(50, 100, 350, 100), (50, 130, 250, 130), (50, 160, 350, 160)]
    words = [(60, 120, "Cơ quan", 12), (60, 150, "Chủ trì", 12), (160, 150, "Phối hợp", 12), (255, 120, "Ghi chú", 12)]
    table = tables(read_pdf(PATH, pdf([leaf(tuple(words), tuple(rules))])))[0]
    assert texts(table) == [["Cơ quan", "Ghi chú"], ["Chủ trì", "Phối hợp"]]
    assert (table.rows[0][0].column_span, table.rows[0][1].row_span) == (2, 2)


def test_every_page_has_its_table_and_its_number_is_no_text(pdf: Pdf, leaf: Leaf) -> None:
    pages = [
        leaf(
            (
                *TEXTS[1:-1],
                (290, 30, str(number), 12),
                (60, 820, f"Kế hoạch {number}", 10),
                (60, 400, "x" * number, 12),
            ),
            RULES,
        )
        for number in range(1, 5)
    ]
    document = read_pdf(PATH, pdf(pages))
    assert [table.position.page for table in tables(document)] == [1, 2, 3, 4]
    assert lines(document) == ["x", "xx", "xxx", "xxxx"]
    reasons = [(note.text, note.reason) for note in document.skipped if note.position.page == 2]
    assert reasons == [("2", "page number"), ("Kế hoạch 2", "running head or foot")]


def test_columns_side_by_side_are_apart(pdf: Pdf, leaf: Leaf) -> None:
    words = (
        (60, 150, "UBND TỈNH A", 12),
        (300, 150, "CỘNG HÒA", 12),
        (60, 300, "a", 12),
        (160, 300, "b", 12),
        (260, 300, "c", 12),
    )
    document = read_pdf(PATH, pdf([leaf(words)]))
    assert [block.cells for block in document.blocks if isinstance(block, Line)] == [
        ("UBND TỈNH A",),
        ("CỘNG HÒA",),
        ("a", "b", "c"),
    ]


def words_at(y: float, *cells: str) -> list[tuple[float, float, str, float]]:
    return [(x, y, text, 12) for x, text in zip((50, 90, 300, 420), cells, strict=False) if text]


@pytest.mark.parametrize("centred", [False, True])
def test_a_table_without_rules_has_the_columns_that_the_page_leaves_free(pdf: Pdf, leaf: Leaf, centred: bool) -> None:
    first, second = ("1", "") if not centred else ("", "1")
    rows = [
        words_at(100, "TT", "Chỉ tiêu", "Mục tiêu", "Chủ trì"),
        words_at(120, "I. Hạ tầng số của tỉnh"),
        words_at(140, first, "Tỷ lệ hồ sơ được giải quyết", "100%" if first else "", "Sở A"),
        words_at(155, second, "trực tuyến trên cổng dịch vụ", "100%" if second else "", "và các đơn vị"),
        words_at(170, "", "công của tỉnh năm 2024", "", "của tỉnh"),
        words_at(190, "2", "Số nền tảng", "≥ 10", "Sở B"),
    ]
    later = [
        words_at(100, "", "đang dùng", "", ""),
        words_at(120, "3", "Số trạm", "5", "Sở C"),
        words_at(300, "Nơi nhận:"),
    ]
    pages = [leaf(tuple(word for row in page for word in row)) for page in (rows, later)]
    document = read_pdf(PATH, pdf(pages))
    table, rest = tables(document)
    label = "Tỷ lệ hồ sơ được giải quyết\ntrực tuyến trên cổng dịch vụ\ncông của tỉnh năm 2024"
    assert texts(table) == [
        ["TT", "Chỉ tiêu", "Mục tiêu", "Chủ trì"],
        ["I. Hạ tầng số của tỉnh"],
        ["1", label, "100%", "Sở A\nvà các đơn vị\ncủa tỉnh"],
        ["2", "Số nền tảng", "≥ 10", "Sở B"],
    ]
    assert table.rows[1][0].column_span == 4
    assert texts(rest) == [["", "đang dùng", "", ""], ["3", "Số trạm", "5", "Sở C"]]
    assert lines(document) == ["Nơi nhận:"]


def test_what_a_line_end_breaks_in_a_cell_is_put_together(pdf: Pdf, leaf: Leaf) -> None:
    printed = (
        "Văn bản số ",
        "1145/BTT",
        "TT-CATTT ngày 03/4/202",
        "0; Tăn",
        "g cường ",
        "xã/phườ",
        "ng; HĐND ",
        "- UBND",
    )
    words = [(54, 115 + 14 * n, text, 12) for n, text in enumerate(printed)]
    rules = [(50, 100, 350, 100), (50, 230, 350, 230), (50, 100, 50, 230), (250, 100, 250, 230), (350, 100, 350, 230)]
    document = read_pdf(PATH, pdf([leaf((*words, (260, 115, "Sở A", 12)), tuple(rules))]))
    assert tables(document)[0].rows[0][0].text == (
        "Văn bản số\n1145/BTTTT-CATTT ngày 03/4/2020; Tăng cường\nxã/phường; HĐND\n- UBND"
    )


def test_prose_is_no_table(pdf: Pdf, leaf: Leaf) -> None:
    prose = [
        (50, 100 + 20 * n, "Các sở, ban, ngành thực hiện nhiệm vụ được giao theo kế hoạch này.", 12) for n in range(9)
    ]
    assert tables(read_pdf(PATH, pdf([leaf(tuple(prose))]))) == []


def test_a_stamp_across_the_page_is_left_out(pdf: Pdf, leaf: Leaf) -> None:
    data = pdf([leaf(TEXTS, RULES, raw="BT /F 20 Tf 0 1 -1 0 200 -400 Tm <00050006> Tj ET")])
    assert [note.reason for note in read_pdf(PATH, data).skipped] == ["runs across the page (stamp or watermark)"]


def test_a_scan_says_what_to_install(pdf: Pdf, leaf: Leaf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(UnsupportedFormat, match=r"is a scan.*apt install tesseract-ocr tesseract-ocr-vie"):
        read_pdf(PATH, pdf([leaf((), RULES)]))
    read = read_pdf(PATH, pdf([leaf(TEXTS), leaf((), RULES)]))
    assert [(note.position.page, note.reason.split(":")[0]) for note in read.skipped] == [
        (2, "scanned page, not recognised")
    ]


def test_broken_and_locked_files_say_so(pdf: Pdf, leaf: Leaf) -> None:
    whole = pdf([leaf(TEXTS)])
    for data in (b"%PDF-1.7\n", whole[:300], b"%PDF" + bytes(range(256)) * 10):
        with pytest.raises(UnreadableDocument, match="no whole PDF"):
            read_pdf(PATH, data)
    encrypt = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"
        + b"28" * 32
        + b"> /U <"
        + b"33" * 32
        + b"> >> /ID [<00> <00>]"
    )
    with pytest.raises(UnreadableDocument, match="protected by a password"):
        read_pdf(PATH, whole.replace(b"/Root 1 0 R", b"/Root 1 0 R " + encrypt))


def test_hostile_pages_are_bounded(pdf: Pdf, leaf: Leaf) -> None:
    many = " ".join(f"{x} -800 m {x} -10 l S 10 -{x} m 580 -{x} l S" for x in range(10, 590))
    document = read_pdf(PATH, pdf([leaf(TEXTS, raw=many * 20)]))
    assert "PHỤ" in document.text
    with pytest.raises(DocumentTooLarge, match="pages"):
        read_pdf(PATH, pdf([leaf()] * 1001))


@pytest.mark.parametrize("x", [-50.0, 700.0, 1e9])
def test_words_beside_the_page_are_not_seen(pdf: Pdf, leaf: Leaf, x: float) -> None:
    """A minute for a page whose words stand kilometres apart was found by fuzzing."""
    document = read_pdf(PATH, pdf([leaf((*TEXTS, (x, 700, "bên ngoài trang", 10)))]))
    assert "ngoài" not in document.text


def test_five_hundred_pages_take_time_in_proportion(pdf: Pdf, leaf: Leaf) -> None:
    rules = tuple((x, 40, x, 800) for x in range(40, 541, 100)) + tuple((40, y, 540, y) for y in range(40, 801, 152))
    texts = tuple((x + 2, y + 20, f"Ô {x} {y}", 8) for x in range(40, 440, 100) for y in range(40, 800, 152))

    def seconds(pages: int) -> float:
        data = pdf([leaf(texts, rules)] * pages)
        started = time.process_time()
        document = read_pdf(PATH, data)
        taken = time.process_time() - started
        assert sum(isinstance(block, Table) for block in document.blocks) == pages
        return taken

    assert seconds(500) < 4 * 10 * seconds(50)
