"""The order of words in a Vietnamese dictionary: a ă â b c d đ e ê …, then the tones; numbers by their value."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_LETTERS: Final = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", start=1)}
_TONES: Final = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền, hỏi, ngã, sắc, nặng
_PIECE: Final = re.compile(r"(\d+)|([^\W\d_]+)")

SortKey = tuple[tuple[tuple[int, ...], ...], tuple[int, ...], str]


@lru_cache(maxsize=65536)
def sort_key(text: str) -> SortKey:
    """Return what texts are compared by: words by their letters, then by their tones, then the text itself.

    >>> sorted(["đất", "dạ", "da", "an", "ân", "ăn"], key=sort_key)
    ['an', 'ăn', 'ân', 'da', 'dạ', 'đất']
    >>> sorted(["Bảng 10", "Bảng 2"], key=sort_key)
    ['Bảng 2', 'Bảng 10']
    """
    pieces = [_piece(found[0].lower()) for found in _PIECE.finditer(unicodedata.normalize("NFC", text))]
    letters, tones = tuple(piece[0] for piece in pieces), tuple(tone for piece in pieces for tone in piece[1])
    return letters, tones, text


@lru_cache(maxsize=8192)
def _piece(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the weights of a word's letters (a number's: 0 and its value) and its tones."""
    if word.isdecimal():
        return (0, int(word)), ()
    marks = unicodedata.normalize("NFD", word)
    tones = tuple(_TONES[mark] for mark in marks if mark in _TONES)
    bare = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    return tuple(_LETTERS.get(letter, 100 + ord(letter)) for letter in bare), tones
