"""Scanned pages: their words recognised, their rules found, given on as if a file had printed both.

A page with ruled tables is not read as it stands, where columns run into each other: its cells are cut out, without
their rules, and put one below the other in one column, which Tesseract reads well; each word then goes back to its
place. A page without rules is read as Tesseract lays it out.
"""

from __future__ import annotations

import io
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageOps, ImageSequence
from pypdfium2 import PdfiumError

from kg.documents import ocr
from kg.documents.assembly import assemble
from kg.documents.glyphs import ALPHABET, bullet, is_doubtful_number, looked_at, roman
from kg.documents.pdf_page import Char, PrintedPage
from kg.documents.pdf_pieces import pieces_of
from kg.documents.pdf_tables import ruled_tables
from kg.documents.raster import Pixels, cut_out, ruling, straightened
from kg.errors import DocumentTooLarge, UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import PurePath

    from pypdfium2 import PdfDocument

    from kg.documents.model import Document
    from kg.documents.pdf_tables import RuledTable

MEDIA_TYPES: Final = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}
"""How pictures begin, and what they are."""

DPI: Final = 300
MAX_PAGES: Final = 200
MAX_PIXELS: Final = 20_000_000  # A3 in 300 dots an inch
_LONG_SIDE: Final = 842.0  # points of a page whose picture does not say its size (A4)
_LEAST_DPI: Final = 100
_POINT: Final = 72
_MARGIN: Final = 40  # pixels round what is put in the column
_GAP: Final = 28  # pixels between two pieces of it
_TALLEST: Final = 12_000  # pixels; Tesseract takes up to 32,767
_INSET: Final = 4  # pixels of a cell next to its rules
_NUMBER_HEIGHT: Final = 80  # pixels
_NUMBER_WIDTH: Final = 160  # pixels
_COUNTED: Final = 0.9  # how sure a counted numeral is
_SURE: Final = 0.6  # mean confidence; a page below may lie on its side


_Cut = tuple[Image.Image, int, int, bool]  # a picture, its place from the left and top of the page, is it a number


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the page to read; `is_number` = a cell of the first column, one line high and a few letters wide."""

    box: Pixels
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the page with ink, and where it stands: in the page, in the column."""

    picture: Image.Image
    left: int
    top: int
    at: int
    is_number: bool

    def moved_back(self, word: ocr.ReadWord) -> ocr.ReadWord:
        """Return a word of the column at its place in the page."""
        right, down = self.left - _MARGIN, self.top - self.at
        return replace(
            word,
            left=word.left + right,
            top=word.top + down,
            right=word.right + right,
            bottom=word.bottom + down,
        )


def scanned_page(path: PurePath, picture: Image.Image, dpi: int) -> PrintedPage:
    """Return what a scanned page prints; points count from its top left corner once it is upright and straight.

    Args:
        path: the document, for messages.
        picture: the page, of any mode, at most `MAX_PIXELS`.
        dpi: its dots an inch.

    Raises:
        UnreadableDocument: Tesseract fails on it, or is too slow.
    """
    page = ImageOps.autocontrast(picture.convert("L"), cutoff=(0, 40))
    words, found = _read(path, page, dpi)
    if not _are_sure(words):
        turns = ocr.turns_of(path, page, dpi)
        if turns:
            words, found = _read(path, page.rotate(-90 * turns, expand=True, fillcolor=255), dpi)
    return found


def _are_sure(words: Sequence[ocr.ReadWord]) -> bool:
    return bool(words) and sum(word.confidence for word in words) / len(words) >= _SURE


def _read(path: PurePath, page: Image.Image, dpi: int) -> tuple[list[ocr.ReadWord], PrintedPage]:
    page = straightened(page)
    found = ruling(page, dpi)
    tables = ruled_tables(found.rules)
    if tables:
        words = list(_words_of_column(path, found.words, tables, dpi))
    else:
        words = list(_recognised(path, page, dpi, ocr.PAGE))
    scale = _POINT / dpi
    chars = tuple(char for word in words for char in _chars(word, scale))
    return words, PrintedPage(page.width * scale, page.height * scale, chars, found.rules, "")


def _chars(word: ocr.ReadWord, scale: float) -> Iterator[Char]:
    """Give the letters of a word, which share its width, and the space after it."""
    left, top, right, bottom = (side * scale for side in (word.left, word.top, word.right, word.bottom))
    step = (right - left) / len(word.text)
    for at, letter in enumerate(word.text):
        yield Char(letter, left + at * step, top, left + (at + 1) * step, bottom, word.confidence)
    yield Char(" ", right, top, right, bottom)


def _words_of_column(
    path: PurePath, page: Image.Image, tables: Sequence[RuledTable], dpi: int
) -> Iterator[ocr.ReadWord]:
    """Give the words of a page whose parts are read one below the other, each at its place in the page."""
    for pieces in _columns(page, _parts(page, tables, dpi)):
        found = _read_column(path, pieces, dpi)
        _correct_numbers(path, pieces, found, dpi)
        for piece, words in zip(pieces, found, strict=True):
            yield from (piece.moved_back(word) for word in words)


def _read_column(
    path: PurePath, pieces: Sequence[_Piece], dpi: int, alphabet: str | None = None
) -> list[list[ocr.ReadWord]]:
    """Return the words of each piece of a column."""
    found: list[list[ocr.ReadWord]] = [[] for _ in pieces]
    starts = [piece.at - _GAP // 2 for piece in pieces]
    for word in _recognised(path, _put_together(pieces), dpi, ocr.COLUMN, alphabet):
        found[max(0, bisect_right(starts, (word.top + word.bottom) / 2) - 1)].append(word)
    return found


def _recognised(
    path: PurePath, picture: Image.Image, dpi: int, mode: int, alphabet: str | None = None
) -> Iterator[ocr.ReadWord]:
    for word in ocr.recognise(path, picture, dpi, mode, alphabet):
        box = (int(word.left), int(word.top), int(word.right), int(word.bottom))
        yield replace(word, text=looked_at(word.text, picture, box))


def _correct_numbers(path: PurePath, pieces: Sequence[_Piece], found: list[list[ocr.ReadWord]], dpi: int) -> None:
    """Look once more at the words of the number column: Roman numerals are counted, dropped bullets put back."""
    numbers = [at for at, piece in enumerate(pieces) if piece.is_number]
    for at in numbers:
        piece, sign = pieces[at], "" if found[at] else bullet(pieces[at].picture)
        if sign:
            right, bottom = _MARGIN + piece.picture.width, piece.at + piece.picture.height
            found[at] = [ocr.ReadWord(sign, _MARGIN, piece.at, right, bottom, _COUNTED)]
    numbers = [at for at in numbers if is_doubtful_number(_text(found[at]))]
    if not numbers:
        return
    column = list(_placed((pieces[at].picture, pieces[at].left, pieces[at].top, True) for at in numbers))
    for at, piece, words in zip(numbers, column, _read_column(path, column, dpi, ALPHABET), strict=True):
        read = roman(_text(words), piece.picture) if len(words) < 2 else ""
        if read:
            sure = words[0].confidence if read.isdecimal() else _COUNTED
            left, top = _MARGIN, pieces[at].at
            found[at] = [ocr.ReadWord(read, left, top, left + piece.picture.width, top + piece.picture.height, sure)]


def _text(words: Sequence[ocr.ReadWord]) -> str:
    return "".join(word.text for word in words)


def _parts(page: Image.Image, tables: Sequence[RuledTable], dpi: int) -> Iterator[_Part]:
    """Give the parts of the page to read: the cells of its tables, and what stands above, between and below these."""
    scale, last = dpi / _POINT, 0
    for table in tables:
        top = int(table.box[1] * scale)
        if top > last:
            yield _Part((0, last, page.width, top))
        for cell in table.cells:
            left, upper, right, lower = (round(side * scale) for side in cell.box)
            box = left + _INSET, upper + _INSET, right - _INSET, lower - _INSET
            yield _Part(box, is_number=cell.column == cell.column_span == 1)
        last = max(last, int(table.box[3] * scale) + _INSET)
    if last < page.height:
        yield _Part((0, last, page.width, page.height))


def _columns(page: Image.Image, parts: Iterator[_Part]) -> Iterator[list[_Piece]]:
    """Give the pieces of the page with ink in columns that Tesseract takes."""
    cut = ((cut_out(page, part.box), part.is_number) for part in parts if _has_room(part.box))
    waiting: list[_Cut] = []
    for found, is_number in cut:
        if found is None:
            continue
        if waiting and sum(picture.height + _GAP for picture, *_ in waiting) + found[0].height > _TALLEST:
            yield list(_placed(waiting))
            waiting = []
        waiting.append((*found, is_number))
    if waiting:
        yield list(_placed(waiting))


def _has_room(box: Pixels) -> bool:
    left, top, right, bottom = box
    return left < right and top < bottom


def _placed(found: Iterable[_Cut]) -> Iterator[_Piece]:
    """Give pieces one below the other."""
    at = _GAP
    for picture, left, top, is_number in found:
        small = picture.height <= _NUMBER_HEIGHT and picture.width <= _NUMBER_WIDTH
        yield _Piece(picture, left, top, at, is_number and small)
        at += picture.height + _GAP


def _put_together(pieces: Sequence[_Piece]) -> Image.Image:
    width = max(piece.picture.width for piece in pieces) + 2 * _MARGIN
    column = Image.new("L", (width, pieces[-1].at + pieces[-1].picture.height + _GAP), 255)
    for piece in pieces:
        column.paste(piece.picture, (_MARGIN, piece.at))
    return column


def drawn(path: PurePath, document: PdfDocument, index: int) -> tuple[Image.Image, int]:
    """Return the page `index` (from 0) of a PDF file as a grey picture, with its dots an inch: `DPI` at most.

    PDFium must not be used by two threads at once: the caller holds the lock.

    Raises:
        UnreadableDocument: the page cannot be drawn.
    """
    try:
        page = document[index]
        width, height = page.get_size()
        dpi = min(DPI, int(_POINT * (MAX_PIXELS / max(1.0, width * height)) ** 0.5))
        picture = page.render(scale=max(dpi, 1) / _POINT, grayscale=True).to_pil()
        page.close()
    except (PdfiumError, ValueError) as error:
        raise UnreadableDocument(f"{path} cannot be drawn on page {index + 1}: {error}.") from None
    return picture, max(dpi, 1)


def read_picture(path: PurePath, data: bytes) -> Document:
    """Return the document that `data`, the content of the picture file `path` (PNG, JPEG, TIFF), shows.

    Raises:
        UnreadableDocument: it is broken, shows no text, or cannot be recognised.
        DocumentTooLarge: it has more than `MAX_PAGES` pages, or a page of more than `MAX_PIXELS`.
    """
    pages = [scanned_page(path, picture, dpi) for picture, dpi in pictures_of(path, data)]
    media_type = next(kind for mark, kind in MEDIA_TYPES.items() if data.startswith(mark))
    return assemble(path, data, media_type, pieces_of(pages))


def pictures_of(path: PurePath, data: bytes) -> Iterator[tuple[Image.Image, int]]:
    """Give the pages of a picture file (PNG, JPEG, TIFF with several pages), grey, with their dots an inch.

    Raises:
        UnreadableDocument: it is broken.
        DocumentTooLarge: it has more than `MAX_PAGES` pages, or a page of more than `MAX_PIXELS`.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF")) as file:
            for number, frame in enumerate(ImageSequence.Iterator(file)):
                if number >= MAX_PAGES:
                    raise DocumentTooLarge(f"{path} has more than {MAX_PAGES} pages.", hint="Cut it.")
                if frame.width * frame.height > MAX_PIXELS:
                    raise DocumentTooLarge(
                        f"{path} is a picture of {frame.width} × {frame.height} points; at most {MAX_PIXELS} are read.",
                        hint="Scan it in 300 dpi.",
                    )
                yield _at_its_size(ImageOps.exif_transpose(frame).convert("L"))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise UnreadableDocument(f"{path} is no whole picture ({error}).", hint="Scan or export it anew.") from None


def _at_its_size(picture: Image.Image) -> tuple[Image.Image, int]:
    """Return a picture with about `DPI` dots an inch, enlarged where it has less, and its dots an inch."""
    said = picture.info.get("dpi", (0, 0))[0]
    dpi = round(float(said)) if said and said >= _LEAST_DPI else round(max(picture.size) * _POINT / _LONG_SIDE)
    wanted = DPI / max(dpi, 1)
    if wanted <= 1.1 or picture.width * picture.height * wanted**2 > MAX_PIXELS:
        return picture, max(dpi, _LEAST_DPI)
    size = round(picture.width * wanted), round(picture.height * wanted)
    return picture.resize(size, Image.Resampling.LANCZOS), DPI
