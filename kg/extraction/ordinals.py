"""The forms of an ordinal: "7", "7.", "7a", "18-28", "1.2", "1)", "a)", "•", "IV"."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import Final

from kg.extraction.words import CAPITAL

_NUMBER: Final = re.compile(r"\(?0*(\d{1,3})[a-zđ]?\s*[.,:]?")
_RANGE: Final = re.compile(r"\d{1,3}\s*[-–]\s*\d{1,3}")
_DOTTED: Final = re.compile(r"\d{1,3}([.,]\d{1,2})+[.)]?")
_PAREN: Final = re.compile(r"\(?\d{1,2}\s*[)/]")
_LETTER: Final = re.compile(r"\(?[a-zđ]\s*[.)]|[a-zđ]")
_BULLET: Final = re.compile(r"[•●▪■◦*+-]|[-–—]")
_SUB_OPENING: Final = re.compile(r"\s*(\d{1,2}\s*\)|[a-zđ]\s*\)|[•●▪◦]|\d{1,3}(?:\.\d{1,2})+[.)]?)\s+(?=\S)")
_ORDINAL_OPENING: Final = re.compile(rf"\s*(\d{{1,3}}[a-zđ]?[.)]?)\s+(?={CAPITAL}|\d+(?:[.,]\d+)?\s*%)")
_ROMAN: Final = re.compile(r"(X{0,3})(IX|IV|V?I{0,3})")
_MISREAD: Final = str.maketrans({"l": "I", "|": "I", "1": "I", "i": "I", "v": "V", "x": "X"})
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10}


class Form(Enum):
    """What an ordinal looks like; sub-rows are numbered in another form than the rows above them."""

    NUMBER = "number"
    DOTTED = "dotted"
    PAREN = "paren"
    LETTER = "letter"
    BULLET = "bullet"


@lru_cache(maxsize=8192)
def form_of(text: str) -> Form | None:
    """Return the form of the ordinal `text`, None when it is no ordinal.

    >>> form_of("25."), form_of("1)"), form_of("•"), form_of("100%")
    (<Form.NUMBER: 'number'>, <Form.PAREN: 'paren'>, <Form.BULLET: 'bullet'>, None)
    """
    text = text.strip()
    for form, patterns in _FORMS:
        if any(pattern.fullmatch(text) for pattern in patterns):
            return form
    return None


_FORMS: Final = (
    (Form.NUMBER, (_NUMBER, _RANGE)),
    (Form.DOTTED, (_DOTTED,)),
    (Form.PAREN, (_PAREN,)),
    (Form.LETTER, (_LETTER,)),
    (Form.BULLET, (_BULLET,)),
)


def number_of(text: str) -> int | None:
    """Return the number that an ordinal of form NUMBER begins with, None for any other text."""
    found = _NUMBER.fullmatch(text.strip()) or re.match(r"(\d{1,3})(?=\s*[-–]\s*\d{1,3}$)", text.strip())
    return int(found[1]) if found else None


def roman_of(text: str) -> str | None:
    """Return the Roman numeral (I to XXXIX) that `text` prints, its misprints corrected; None if it is none.

    >>> roman_of("IV."), roman_of("Ill"), roman_of("11"), roman_of("C")
    ('IV', 'III', None, None)
    """
    bare = text.strip().rstrip(".):").strip()
    if not bare or bare.isdigit() or bare in {"l", "i", "v", "x"}:
        return None
    candidate = bare.translate(_MISREAD)
    found = _ROMAN.fullmatch(candidate)
    return candidate if found and candidate and bare[0] in "IVXl|" else None


def roman_value(numeral: str) -> int:
    """Return the value of a Roman numeral as `roman_of` gives it."""
    values = [_ROMAN_VALUES[c] for c in numeral]
    return sum(-v if any(w > v for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))


def split_sub_ordinal(label: str) -> tuple[str | None, str]:
    """Return the sub-ordinal that a label begins with, and the rest of it.

    >>> split_sub_ordinal("1) Nền tảng họp trực tuyến")
    ('1)', 'Nền tảng họp trực tuyến')
    """
    found = _SUB_OPENING.match(label)
    return (found[1], label[found.end() :]) if found else (None, label)


def ordinal_cut(text: str) -> int | None:
    """Return where the ordinal that a line begins with ends and its next cell begins; None when there is no such.

    >>> ordinal_cut("25  Tỷ lệ dân số"), ordinal_cut("26 Đáp ứng yêu cầu"), ordinal_cut("10 nghiệp vụ")
    (4, 3, None)
    """
    found = _ORDINAL_OPENING.match(text)
    return found.end() if found else None
