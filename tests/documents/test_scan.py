"""Scans: pictures of printed pages, drawn here, come back as lines and tables with their places."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path, PurePath

import pytest
from PIL import Image, ImageDraw, ImageFont

from kg.documents import ocr
from kg.documents.glyphs import bullet, is_doubtful_number, looked_at, roman, with_bar
from kg.documents.kinds import reader_for
from kg.documents.model import Document, Line, Table
from kg.documents.raster import ruling, straightened
from kg.documents.scan import MAX_PIXELS
from kg.errors import DocumentTooLarge, UnreadableDocument, UnsupportedFormat

PATH = PurePath("bản quét.pdf")
DPI = 200
SIZE = (1654, 1169)  # A4 on its side
ABOVE = "PHỤ LỤC: PHÂN CÔNG THEO DÕI CÁC CHỈ TIÊU"
ROWS = [
    ["TT", "Chỉ tiêu", "Mục tiêu", "Cơ quan chủ trì"],
    ["I", "Phát triển hạ tầng số", "", ""],
    ["1", "Tỷ lệ hộ gia đình có đường Internet cáp quang", "> 60%", "Phòng Văn hóa và Thông tin"],
    ["II", "Phát triển chính quyền số", "", ""],
    ["12", "Tỷ lệ hồ sơ công việc được xử lý trên môi trường mạng", "100%", "Văn phòng HĐND và UBND"],
    ["III", "Phát triển xã hội số", "", ""],
    ["VI", "Phát triển kinh tế số", "", ""],
]
LEFTS = (100, 200, 900, 1060, 1550)
TOP, HEIGHT = 200, 60


@pytest.fixture(scope="module")
def installed() -> None:
    missing = ocr.missing_parts()
    if missing:
        pytest.skip(f"to recognise scans, {' and '.join(missing)}")


@pytest.fixture(scope="module")
def letters() -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype("DejaVuSerif.ttf", 25)
    except OSError:
        pytest.skip("DejaVu Serif is not installed (Debian: apt install fonts-dejavu-core)")


@pytest.fixture(scope="module")
def sheet(letters: ImageFont.FreeTypeFont) -> Image.Image:
    """A page with a line and a ruled table."""
    page = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(page)
    draw.text((500, 100), ABOVE, 0, letters)
    for number, row in enumerate(ROWS):
        for left, text in zip(LEFTS, row, strict=False):
            draw.text((left + 12, TOP + number * HEIGHT + 14), text, 0, letters)
    bottom = TOP + len(ROWS) * HEIGHT
    for number in range(len(ROWS) + 1):
        draw.line((LEFTS[0], TOP + number * HEIGHT, LEFTS[-1], TOP + number * HEIGHT), 0, 2)
    for left in LEFTS:
        draw.line((left, TOP, left, bottom), 0, 2)
    return page


def saved(form: str, *pages: Image.Image) -> bytes:
    buffer = io.BytesIO()
    more = {"save_all": True, "append_images": pages[1:]} if len(pages) > 1 else {}
    options = {"resolution": DPI} if form == "PDF" else {"dpi": (DPI, DPI)}
    pages[0].save(buffer, form, **options, **more)
    return buffer.getvalue()


def read(data: bytes) -> Document:
    reader = reader_for(data)
    assert reader is not None
    return reader(PATH, data)


def rows_of(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row] for block in document.blocks if isinstance(block, Table) for row in block.rows]


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("form", ["PDF", "JPEG"])
def test_a_scanned_table_comes_back(sheet: Image.Image, form: str) -> None:
    document = read(saved(form, sheet))
    assert rows_of(document) == ROWS
    assert document.media_type == ("application/pdf" if form == "PDF" else f"image/{form.lower()}")
    assert [block.text for block in document.blocks if isinstance(block, Line)] == [ABOVE]
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    lead = table.rows[2][3]
    assert lead.confidence is not None
    assert 0.3 < lead.confidence < 1
    assert lead.position.box == pytest.approx(
        [72 / DPI * side for side in (LEFTS[3], TOP + 2 * HEIGHT, LEFTS[4], TOP + 3 * HEIGHT)], abs=2
    )
    assert table.rows[1][2].confidence is None


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("turn", [-2.4, 271])
def test_a_page_that_lies_askew_is_put_straight(sheet: Image.Image, turn: float) -> None:
    turned = sheet.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    found = rows_of(read(saved("PNG", turned)))
    assert [row[0] for row in found] == [row[0] for row in ROWS]
    assert sum(found[at] == row for at, row in enumerate(ROWS)) >= len(ROWS) - 1


@pytest.mark.usefixtures("installed")
def test_every_page_is_read_and_counted(sheet: Image.Image) -> None:
    document = read(saved("TIFF", sheet, sheet))
    assert rows_of(document) == ROWS + ROWS
    assert document.media_type == "image/tiff"
    assert [block.position.page for block in document.blocks if isinstance(block, Table)] == [1, 2]


@pytest.mark.usefixtures("installed")
def test_words_that_may_be_others_are_named(sheet: Image.Image) -> None:
    page = sheet.copy()
    cell = (LEFTS[3] + 5, TOP + 2 * HEIGHT + 5, LEFTS[4] - 5, TOP + 3 * HEIGHT - 5)
    faint = page.crop(cell).resize((60, 7)).resize((cell[2] - cell[0], cell[3] - cell[1]))
    page.paste(faint, cell[:2])
    (table,) = (block for block in read(saved("PNG", page)).blocks if isinstance(block, Table))
    assert table.rows[2][3].text == "" or table.rows[2][3].doubtful
    assert not table.rows[4][3].doubtful


@pytest.mark.usefixtures("installed")
def test_a_picture_without_words_holds_no_text() -> None:
    with pytest.raises(UnreadableDocument, match="holds no text"):
        read(saved("PNG", Image.new("L", (600, 400), 255)))


def test_a_straight_page_stays_as_it_is(sheet: Image.Image) -> None:
    assert straightened(sheet) is sheet
    found = ruling(sheet, DPI).rules
    assert {rule.is_vertical for rule in found} == {True, False}
    assert len({round(rule.at) for rule in found if rule.is_vertical}) == len(LEFTS)


@pytest.mark.parametrize("text", ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "X", "XI"])
@pytest.mark.parametrize("misread", ["I", "II", "III"])
def test_roman_numerals_are_counted(text: str, misread: str, letters: ImageFont.FreeTypeFont) -> None:
    page = Image.new("L", (300, 80), 255)
    ImageDraw.Draw(page).text((20, 20), text, 0, letters.font_variant(size=38))
    picture = page.crop(page.point([255 * (value <= 160) for value in range(256)]).getbbox())
    if text == "I":
        assert roman("1", picture) == "I"
    letter = next((letter for letter in "VX" if letter in text), "")
    assert roman(misread if not letter else f"{misread}{letter}", picture) == text


def test_what_is_no_numeral_stays(sheet: Image.Image, letters: ImageFont.FreeTypeFont) -> None:
    doubtful = [is_doubtful_number(text) for text in ("", "H", "VỊ", "A4.", "12", "7a", "STT", "đ)")]
    assert doubtful == [True, True, True, True, False, False, False, False]
    assert roman("12", sheet) == "12"
    page = Image.new("L", (100, 80), 255)
    ImageDraw.Draw(page).text((20, 20), "1", 0, letters.font_variant(size=38))
    assert roman("1", page.crop(page.point([255 * (value <= 160) for value in range(256)]).getbbox())) == "1"
    assert roman("IXI", sheet) != ""


@pytest.mark.parametrize("sign", ["≥", "≤", ">", "<"])
def test_a_bar_below_a_sign_is_seen(sign: str, letters: ImageFont.FreeTypeFont) -> None:
    page = Image.new("L", (200, 80), 255)
    ImageDraw.Draw(page).text((20, 20), f"{sign} 60%", 0, letters.font_variant(size=38))
    read = {"≥": ">", "≤": "<"}.get(sign, sign)
    assert with_bar(f"{read}60%", page) == f"{sign}60%"
    assert with_bar("60%", page) == "60%"


@pytest.mark.parametrize("sign", ["–", "-"])
def test_a_dash_is_longer_than_a_hyphen(sign: str, letters: ImageFont.FreeTypeFont) -> None:
    page, font = Image.new("L", (200, 80), 255), letters.font_variant(size=38)
    ImageDraw.Draw(page).text((20, 20), sign, 0, font)
    assert looked_at("-", page, (18, 20, 60, 64)) == sign


@pytest.mark.parametrize(("sign", "expected"), [("•", "•"), ("-", "-"), ("1", ""), ("a", "")])
def test_bullets_that_were_dropped_are_seen(sign: str, expected: str, letters: ImageFont.FreeTypeFont) -> None:
    page = Image.new("L", (100, 80), 255)
    ImageDraw.Draw(page).text((20, 20), sign, 0, letters.font_variant(size=38))
    assert bullet(page.crop(page.point([255 * (value <= 160) for value in range(256)]).getbbox())) == expected


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that puts a program of the given shell lines in Tesseract's place."""
    shell = shutil.which("sh")

    def install(lines: str) -> None:
        found = tmp_path / "tesseract"
        found.write_text(f'#!{shell}\n[ "$1" = --list-langs ] && {{ echo vie; exit; }}\n{lines}\n', encoding="utf-8")
        found.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))

    return install


def test_a_program_that_fails_or_hangs_is_told(
    program: Callable[[str], None], sheet: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    program("echo no such thing >&2; exit 1")
    with pytest.raises(UnreadableDocument, match="no such thing"):
        read(saved("PNG", sheet))
    monkeypatch.setattr(ocr, "DEADLINE", 0.2)
    program("while :; do :; done")
    with pytest.raises(UnreadableDocument, match="Tesseract cannot read in"):
        read(saved("PNG", sheet))


def test_what_is_missing_is_named(sheet: Image.Image, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(UnsupportedFormat, match=r"is a picture.*apt install tesseract-ocr tesseract-ocr-vie"):
        read(saved("PNG", sheet))
    monkeypatch.setitem(__import__("sys").modules, "PIL", None)
    with pytest.raises(UnsupportedFormat, match=r"pip install 'chitieu\[ocr\]'"):
        read(b"\x89PNG")


@pytest.mark.usefixtures("installed")
def test_broken_and_huge_pictures_are_refused(sheet: Image.Image) -> None:
    whole = saved("PNG", sheet)
    for data in (whole[:200], b"\x89PNG\r\n", saved("TIFF", sheet)[:5000]):
        with pytest.raises(UnreadableDocument, match="no whole picture"):
            read(data)
    side = int(MAX_PIXELS**0.5) + 10
    with pytest.raises(DocumentTooLarge, match="at most"):
        read(saved("PNG", Image.new("1", (side, side))))
