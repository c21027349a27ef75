"""One page of a PDF as PDFium sees it: its characters and its drawn rules, turned so that the text reads upright.

All coordinates are points from the top left corner of the upright page. PDFium must not be used by two threads at once;
`kg.documents.pdf` holds the lock.
"""

from __future__ import annotations

import ctypes
import itertools
import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pypdfium2 import PdfPage

MAX_CHARS: Final = 200_000
MAX_OBJECTS: Final = 50_000
MAX_RULES: Final = 4_000
MAX_SIDE: Final = 14_400.0  # points, 200 inches: ISO 32000-1, annex C
_MAX_FORMS: Final = 4  # forms within forms
_MAX_SEGMENTS: Final = 2_000
_THIN: Final = 3.0  # points; a filled shape no thicker is a rule
_STRAIGHT: Final = 1.0  # points that a rule may be off its axis
_FEW_CHARS: Final = 200  # of a signature's stamp on a scanned page
_PICTURE: Final = 0.5  # of the page
_LINE_END_HYPHEN: Final = (0x02, 0xFFFE)


class Char(NamedTuple):
    """One character and its box; a space says only that a word ends. `confidence`: 1 unless it was recognised."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn straight line: along `at` from `start` to `end`; `at` is x of a vertical rule, y of a horizontal one."""

    is_vertical: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """What a page prints.

    Attributes:
        across: the words that run in another direction than the rest (stamps, watermarks).
        unread: why a page that is a picture was not read; empty if it was, or is none.
    """

    width: float
    height: float
    chars: tuple[Char, ...]
    rules: tuple[Rule, ...]
    across: str
    unread: str = ""


def read_page(page: PdfPage) -> PrintedPage:
    """Return what `page` prints, as far as `MAX_CHARS`, `MAX_OBJECTS` and `MAX_RULES` reach."""
    left, bottom, right, top = page.get_bbox()
    found = list(_chars(page))
    quarter = Counter(quarter for _, _, quarter in found).most_common(1)[0][0] if found else 0
    turn = _turn(quarter, (left, bottom, right, top))
    width, height = (right - left, top - bottom) if quarter % 2 == 0 else (top - bottom, right - left)
    upright = (_upright(text, box, turn) for text, box, own in found if own == quarter)
    chars = tuple(char for char in upright if _is_on_page(char, width, height))
    return PrintedPage(
        width,
        height,
        chars,
        tuple(_rules(page, turn)),
        "".join(text for text, _, own in found if own != quarter),
    )


def _is_on_page(char: Char, width: float, height: float) -> bool:
    """Tell whether the middle of a character is on the page, as far as pages go; nobody sees what is not."""
    x, y = (char.left + char.right) / 2, (char.top + char.bottom) / 2
    return 0 <= x <= min(width, MAX_SIDE) and 0 <= y <= min(height, MAX_SIDE)


def is_picture(page: PdfPage, printed: PrintedPage) -> bool:
    """Tell whether `page`, which prints `printed`, is a scan: pictures on half of it, and hardly a word."""
    letters = sum(not char.text.isspace() for char in printed.chars)
    if letters == 0:  # drawn letters are pictures too
        return bool(pdfium.FPDFPage_CountObjects(page.raw))
    if letters > _FEW_CHARS:
        return False
    left, bottom, right, top = page.get_bbox()
    share, area = 0.0, max(1.0, (right - left) * (top - bottom))
    for item in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=_MAX_FORMS):
        x0, y0, x1, y1 = (ctypes.c_float() for _ in range(4))
        if pdfium.FPDFPageObj_GetBounds(item.raw, x0, y0, x1, y1):
            wide, high = min(x1.value, right) - max(x0.value, left), min(y1.value, top) - max(y0.value, bottom)
            share += max(0.0, wide) * max(0.0, high) / area
    return share >= _PICTURE


def _turn(quarter: int, box: tuple[float, float, float, float]) -> Callable[[float, float], tuple[float, float]]:
    """Return the mapping of page points to upright ones for text that runs `quarter` × 90° counter-clockwise."""
    left, bottom, right, top = box
    mappings: tuple[Callable[[float, float], tuple[float, float]], ...] = (
        lambda x, y: (x - left, top - y),
        lambda x, y: (y - bottom, x - left),
        lambda x, y: (right - x, y - bottom),
        lambda x, y: (top - y, right - x),
    )
    return mappings[quarter]


def _chars(page: PdfPage) -> Iterator[tuple[str, tuple[float, float, float, float], int]]:
    """Give each character with its box in page coordinates and the quarter turns that it runs at."""
    textpage = page.get_textpage()
    try:
        raw, box = textpage.raw, pdfium.FS_RECTF()
        for index in range(min(pdfium.FPDFText_CountChars(raw), MAX_CHARS)):
            code = pdfium.FPDFText_GetUnicode(raw, index)
            if code in (0, 0x0A, 0x0D) or not pdfium.FPDFText_GetLooseCharBox(raw, index, box):
                continue
            angle = pdfium.FPDFText_GetCharAngle(raw, index)
            quarter = -round(angle / (math.pi / 2)) % 4 if angle > 0 else 0  # PDFium counts clockwise
            text = "-" if code in _LINE_END_HYPHEN else chr(code)
            yield text, (box.left, box.bottom, box.right, box.top), quarter
    finally:
        textpage.close()


def _upright(
    text: str, box: tuple[float, float, float, float], turn: Callable[[float, float], tuple[float, float]]
) -> Char:
    x0, y0 = turn(box[0], box[1])
    x1, y1 = turn(box[2], box[3])
    if x0 > x1:
        x0, x1 = x1, x0
    return Char(text, x0, y1, x1, y0) if y0 > y1 else Char(text, x0, y0, x1, y1)


def _rules(page: PdfPage, turn: Callable[[float, float], tuple[float, float]]) -> Iterator[Rule]:
    count = 0
    for path, matrix in _paths(page):
        for points in _strokes(path, matrix):
            for rule in _straight([turn(x, y) for x, y in points]):
                count += 1
                if count > MAX_RULES:
                    return
                yield rule


Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Final[Matrix] = (1, 0, 0, 1, 0, 0)


def _paths(page: PdfPage) -> Iterator[tuple[ctypes.c_void_p, Matrix]]:
    """Give the paths of a page with their matrices, those inside forms included."""
    raw = page.raw
    pending = [
        (pdfium.FPDFPage_GetObject(raw, at), _IDENTITY, 0)
        for at in range(min(pdfium.FPDFPage_CountObjects(raw), MAX_OBJECTS))
    ]
    seen = 0
    while pending and seen < MAX_OBJECTS:
        item, outer, depth = pending.pop()
        seen += 1
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield item, _times(_matrix(item), outer)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_FORMS:
            inner = _times(_matrix(item), outer)
            count = min(pdfium.FPDFFormObj_CountObjects(item), MAX_OBJECTS - len(pending))
            pending.extend((pdfium.FPDFFormObj_GetObject(item, at), inner, depth + 1) for at in range(count))


def _matrix(item: ctypes.c_void_p) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _strokes(path: ctypes.c_void_p, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """Give the polygons of a path that can be rules, in page coordinates: stroked ones, and thin filled shapes."""
    fill, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
    if not pdfium.FPDFPath_GetDrawMode(path, fill, stroke):
        return
    for points in _polygons(path, matrix):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        if min(wide, high) <= _THIN and fill.value:
            middle_x, middle_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
            is_tall = high > wide
            yield [(middle_x, min(ys)), (middle_x, max(ys))] if is_tall else [(min(xs), middle_y), (max(xs), middle_y)]
        elif stroke.value:
            yield points


def _polygons(path: ctypes.c_void_p, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """Give the parts of a path that are made of straight lines only."""
    a, b, c, d, e, f = matrix
    points: list[tuple[float, float]] = []
    for at in range(min(pdfium.FPDFPath_CountSegments(path), _MAX_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            if len(points) > 1:
                yield points
            points = []
        if kind not in (pdfium.FPDF_SEGMENT_MOVETO, pdfium.FPDF_SEGMENT_LINETO):
            return
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _straight(points: list[tuple[float, float]]) -> Iterator[Rule]:
    """Give the upright and level lines of a polygon."""
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        if abs(x1 - x0) <= _STRAIGHT < abs(y1 - y0):
            yield Rule(True, (x0 + x1) / 2, min(y0, y1), max(y0, y1))
        elif abs(y1 - y0) <= _STRAIGHT < abs(x1 - x0):
            yield Rule(False, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
