"""A picture of a page: put straight, its drawn rules found, its words cut out. Pixels count from the top left corner.

Only what Pillow and regular expressions over bytes do quickly is used: a page takes about half a second.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw

from kg.documents.pdf_page import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Pixels = tuple[int, int, int, int]  # left, top, right, bottom; the last two exclusive

_PAPER: Final = 255
_INK: Final = 160  # and darker
_LEVEL_RULE: Final = 36  # points; no letter has a stroke so long
_UPRIGHT_RULE: Final = 16  # points
_THICK: Final = 4.0  # points; what is thicker is no rule
_POINT: Final = 72
_SMALL: Final = 900  # pixels of the longer side, to look for the skew
_MOST_SKEW: Final = 6.0  # degrees
_LEAST_SKEW: Final = 0.1


@dataclass(frozen=True, slots=True)
class Ruling:
    """The rules of a picture, in points, and the picture without them."""

    rules: tuple[Rule, ...]
    words: Image.Image


def straightened(picture: Image.Image) -> Image.Image:
    """Return a grey picture turned so that its lines run level; one that is level as it is."""
    angle = _skew(picture)
    if abs(angle) < _LEAST_SKEW:
        return picture
    return picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=_PAPER)


def _skew(picture: Image.Image) -> float:
    """Return by how many degrees (counter-clockwise) to turn the picture so that ink gathers in the fewest rows."""
    small = picture.copy()
    small.thumbnail((_SMALL, _SMALL), Image.Resampling.BOX)
    small = small.point([max(0, _PAPER - value) for value in range(256)])
    best = 0.0
    for step, reach in ((1.0, _MOST_SKEW), (0.25, 1.0), (0.05, 0.25)):
        count = round(reach / step)
        angles = [best + step * at for at in range(-count, count + 1)]
        best = max(angles, key=lambda angle: (_gathered(small, angle), -abs(angle)))
    return best


def _gathered(picture: Image.Image, angle: float) -> int:
    """Return how unevenly the ink lies over the rows of the picture once it is turned."""
    turned = picture.rotate(angle, Image.Resampling.BILINEAR)
    rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
    return sum((one - other) ** 2 for one, other in itertools.pairwise(rows))


def ruling(picture: Image.Image, dpi: int) -> Ruling:
    """Return the rules that a straight grey picture of `dpi` dots an inch draws."""
    width = picture.width
    ink = picture.point([value <= _INK for value in range(256)]).tobytes()
    rows = (ink[at : at + width] for at in range(0, len(ink), width))
    level = [(at, *run) for at, run in _runs(rows, _LEVEL_RULE * dpi // _POINT)]
    columns = (ink[at::width] for at in range(width))
    upright = [(at, *run) for at, run in _runs(columns, _UPRIGHT_RULE * dpi // _POINT)]
    level, upright = _thin(level, dpi), _thin(upright, dpi)
    words, scale = picture.copy(), _POINT / dpi
    draw = ImageDraw.Draw(words)
    for at, start, end in level:
        draw.rectangle((start, at - 1, end, at + 1), fill=_PAPER)
    for at, start, end in upright:
        draw.rectangle((at - 1, start, at + 1, end), fill=_PAPER)
    rules = [Rule(False, at * scale, start * scale, end * scale) for at, start, end in level]
    rules += [Rule(True, at * scale, start * scale, end * scale) for at, start, end in upright]
    return Ruling(tuple(rules), words)


def _runs(strips: Iterable[bytes], least: int) -> Iterator[tuple[int, tuple[int, int]]]:
    """Give the runs of ink of `least` pixels or more, with the number of their strip."""
    pattern = re.compile(rb"\x01{%d,}" % least)
    for at, strip in enumerate(strips):
        yield from ((at, found.span()) for found in pattern.finditer(strip))


def _thin(runs: Sequence[tuple[int, int, int]], dpi: int) -> list[tuple[int, int, int]]:
    """Return the runs that do not lie beside so many others that they fill an area."""
    most = round(_THICK * dpi / _POINT)
    by_strip: dict[int, list[tuple[int, int]]] = {}
    for at, start, end in runs:
        by_strip.setdefault(at, []).append((start, end))

    def is_inked(at: int, middle: int) -> bool:
        return any(start <= middle < end for start, end in by_strip.get(at, ()))

    kept = []
    for at, start, end in runs:
        middle = (start + end) // 2
        above = next(n for n in range(most + 1) if n == most or not is_inked(at - n - 1, middle))
        below = next(n for n in range(most + 1) if n == most or not is_inked(at + n + 1, middle))
        if above + below + 1 <= most:
            kept.append((at, start, end))
    return kept


def cut_out(picture: Image.Image, box: Pixels) -> tuple[Image.Image, int, int] | None:
    """Return the part of `picture` in `box` that has ink, with its place from the left and top; None without ink."""
    part = picture.crop(box)
    inked = part.point([_PAPER if value <= _INK else 0 for value in range(256)]).getbbox()
    if inked is None:
        return None
    return part.crop(inked), box[0] + inked[0], box[1] + inked[1]
