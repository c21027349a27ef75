"""Signs that Tesseract confuses or drops, looked at once more: Roman numerals, bullets, and ≥ and ≤.

It takes "II" for "H" and "III" for "II": their strokes are counted instead. An I is a stroke that stands upright, V and
X are made of strokes that do not. It knows neither ≥ nor ≤: they are > and < above a bar. A dash is longer than a
hyphen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.vietnamese import fold

if TYPE_CHECKING:
    from PIL import Image

ALPHABET: Final = "IVX0123456789.-"
"""What the number column is read with once more."""

_INK: Final = 160
_LIKE_ROMAN: Final = re.compile(r"(?!tt$)[ivxhltu1|!\[\]]{0,5}")  # "TT" heads the column
_ROMAN: Final = re.compile(r"I*([VX]?)I*")
_HEIGHTS: Final = (0.3, 0.5, 0.7)  # of the numeral, below and above its serifs
_UPRIGHT: Final = 0.1  # of its height; strokes no more aslant stand upright
_LIKE_LABEL: Final = re.compile(r"(?=.*I)[IHL|l]{2,5}[.)]")  # a Roman numeral before a title
_MOST: Final = 3  # upright strokes in a row
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)*[a-zđ]?[.)]?|[a-zđ][.)]?", re.IGNORECASE)
_POINT_SIZE: Final = range(6, 30)  # pixels of a bullet, at 300 dots an inch
_FILLED: Final = 0.6  # of a bullet's box is ink
_BAR: Final = 0.75  # of a sign's width has ink in one level line
_BARRED: Final = {">": "≥", "<": "≤"}
_DASH: Final = 0.3  # of the height of the line; a hyphen is shorter
_HEAD: Final = 0.25  # of a numeral's height
_ONE_SIDED: Final = 1.5  # times as far to the left of the stroke as to the right
_FOOT: Final = 0.3  # of a sign's height, from below: where its bar is


def is_doubtful_number(text: str) -> bool:
    """Tell whether what was read in the number column may be another number: a Roman one, or one with stray letters.

    >>> [is_doubtful_number(text) for text in ("H", "Vụ", "A4.", "12", "đ)", "STT")]
    [True, True, True, False, False, False]
    """
    if _LIKE_ROMAN.fullmatch(fold(text)):
        return True
    return any(letter.isdigit() for letter in text) and not _NUMBER.fullmatch(text)


def bullet(picture: Image.Image) -> str:
    """Return the bullet or dash that `picture`, cut out to its ink, shows; "" if it shows neither."""
    width, height = picture.size
    share = sum(_ink(picture)) / (width * height)
    if width in _POINT_SIZE and height in _POINT_SIZE and share >= _FILLED and width < 1.5 * height < 2.5 * width:
        return "•"
    return "-" if width in _POINT_SIZE and height < _POINT_SIZE.start and width > 2 * height else ""


def looked_at(text: str, picture: Image.Image, box: tuple[int, int, int, int]) -> str:
    """Return the word `text`, which stands in `box` of `picture`, with what it is seen to be: "≥60%", "II.", "–"."""
    if text[0] in _BARRED:
        return with_bar(text, picture.crop(box))
    if text != "-" and not _LIKE_LABEL.fullmatch(text):
        return text
    word = picture.crop(box)
    inked = word.point([255 if value <= _INK else 0 for value in range(256)]).getbbox()
    if text == "-":
        return "–" if inked and inked[2] - inked[0] >= _DASH * word.height else "-"
    found = roman("", word.crop(inked)) if inked else ""
    return f"{found}{text[-1]}" if found else text


def with_bar(text: str, picture: Image.Image) -> str:
    """Return `text`, its first > or < as ≥ or ≤ if `picture`, the place of the word, shows a bar below it.

    The sign is what stands left of the first gap; its bar is a level line nearly as wide near its foot.
    """
    if text[:1] not in _BARRED or not picture.width or not picture.height:
        return text
    width, height = picture.size
    ink = _ink(picture)
    columns = bytes(any(ink[at::width]) for at in range(width))
    sign = re.match(rb"\x00*(\x01+)", columns)
    if sign is None:
        return text
    rows = [ink[at * width + sign.start(1) : at * width + sign.end(1)] for at in range(height)]
    inked = [at for at, row in enumerate(rows) if any(row)]
    foot = inked[-1] - _FOOT * (inked[-1] - inked[0])
    is_barred = any(sum(rows[at]) >= _BAR * (sign.end(1) - sign.start(1)) for at in inked if at >= foot)
    return _BARRED[text[0]] + text[1:] if is_barred else text


def roman(text: str, picture: Image.Image) -> str:
    """Return the numeral that `picture`, cut out to its ink, shows.

    Args:
        text: what was read with `ALPHABET`; it is returned where it is no Roman numeral, and may be empty.
        picture: black on white.
    """
    if text == "1":
        return "1" if _has_flag(picture) else "I"
    found = _ROMAN.fullmatch(text)
    if not found:
        return text
    strokes = [_strokes(picture, share) for share in _HEIGHTS]
    slack = _UPRIGHT * picture.height
    before = _common(strokes, slack)
    if not found[1]:
        is_all = all(len(level) == before for level in strokes)
        return "I" * before if is_all and 0 < before <= _MOST else text
    after = _common([level[::-1] for level in strokes], slack)
    return "I" * before + found[1] + "I" * after if max(before, after) <= _MOST else text


def _has_flag(picture: Image.Image) -> bool:
    """Tell whether the one stroke of the picture reaches out to the left at its head, as a 1 does and no I."""
    strokes = _strokes(picture, 0.5)
    if len(strokes) != 1:
        return True
    head = picture.crop((0, 0, picture.width, max(1, int(picture.height * _HEAD))))
    box = head.point([255 if value <= _INK else 0 for value in range(256)]).getbbox()
    return box is not None and strokes[0] - box[0] > _ONE_SIDED * (box[2] - strokes[0])


def _strokes(picture: Image.Image, share: float) -> list[float]:
    """Return the middles of the strokes that a level line through the picture meets, from left to right."""
    row = int(picture.height * share)
    line = _ink(picture.crop((0, row, picture.width, row + 1)))
    return [(found.start() + found.end()) / 2 for found in re.finditer(rb"\x01+", line)]


def _ink(picture: Image.Image) -> bytes:
    """Return 1 for each pixel with ink and 0 for others, row by row."""
    return picture.point([value <= _INK for value in range(256)]).tobytes()


def _common(levels: list[list[float]], slack: float) -> int:
    """Return how many strokes, from the first one on, stand at the same place at every level."""
    apart = (max(places) - min(places) > slack for places in zip(*levels, strict=False))
    count = min(len(level) for level in levels)
    return next((at for at, is_apart in enumerate(apart) if is_apart), count)
