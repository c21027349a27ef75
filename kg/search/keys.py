"""The keys under which words are found: one without diacritics, one that keeps them but not the place of the tone mark.

Both are made of letters and digits alone, so that nothing a user types can reach the syntax of FTS5.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from kg.vietnamese import fold

_WORD: Final = re.compile(r"[^\W_]+")
_TONES: Final = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
"""Sắc, huyền, hỏi, ngã, nặng, numbered as the VNI way of typing does."""


def words(text: str) -> list[tuple[str, int]]:
    """Return the runs of letters and digits in `text` (NFC), each with the place where it starts."""
    return [(match[0], match.start()) for match in _WORD.finditer(unicodedata.normalize("NFC", text))]


def folded_key(text: str) -> str:
    """Return the words of `text` without marks and capitals.

    >>> folded_key("Phòng VH&TT")
    'phong vh tt'
    """
    return " ".join(_WORD.findall(fold(text)))


def exact_key(text: str) -> str:
    """Return the words of `text` with their marks, the tone as a digit at the end: hoá and hóa are one.

    >>> exact_key("Văn hoá") == exact_key("văn hóa") == "văn hoa1"
    True
    """
    return " ".join(_toned(word) for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()))


@lru_cache(maxsize=4096)
def _toned(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(_TONES.get(letter, "") for letter in letters)
    return unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _TONES)) + tones
