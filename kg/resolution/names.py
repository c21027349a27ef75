"""Names as sequences of words, with the keys under which two prints of one name compare equal.

Two keys are kept of every word. The *folded* key forgets case, all marks, i/y at the end of a syllable, old-font
letters; the *toned* key forgets only case, where the tone mark stands (hoá, hóa), and i/y. A name is found by its
folded key; the toned key tells "Cục" from "Cúc" and decides between names that fold alike.

Connectives ("và", "&", dashes, commas) do not count: "Văn hóa & Thông tin", "Văn hoá – Thông tin" and
"Văn hóa và Thông tin" are one name. Spaces do not count either, so "TT&TT", "TT-TT" and "TTTT" are one abbreviation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from kg.curation.tsv import read_table
from kg.vietnamese import strip_marks

_PARTS: Final = re.compile(r"[^\W_]+")
_CONNECTIVES: Final = frozenset({"va"})
_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
_OLD_FONT: Final = str.maketrans({"Ƣ": "Ư", "ƣ": "ư"})
_Y: Final = re.compile(r"^y$|(?<=[bcdghklmnpqrstvx])y$|(?<=qu)y$")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: as printed, and its folded and toned keys."""

    printed: str
    folded: str
    toned: str


Words = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """What an abbreviated word stands for; `first_only`: only as the first word of a name."""

    expansion: Words
    first_only: bool


@lru_cache(maxsize=20_000)
def _word(printed: str) -> Word:
    printed = printed.translate(_OLD_FONT)
    marks = unicodedata.normalize("NFD", printed.lower())
    tones = "".join(c for c in marks if c in _TONES)
    base = "".join(c for c in marks if c not in _TONES)
    return Word(printed, _Y.sub("i", strip_marks(base)), _Y.sub("i", base) + tones)


def split(text: str, abbreviations: Mapping[str, Abbreviation] | None = None) -> Words:
    """Return the words of `text` without connectives; abbreviated words as what they stand for.

    >>> [word.folded for word in split("Phòng Văn hoá & Thông tin")]
    ['phong', 'van', 'hoa', 'thong', 'tin']
    """
    parts = _PARTS.findall(unicodedata.normalize("NFC", text))
    words = [word for word in map(_word, parts) if word.folded not in _CONNECTIVES]
    if not abbreviations:
        return tuple(words)
    expanded: list[Word] = []
    for word in words:
        found = abbreviations.get(word.folded)
        expanded.extend(found.expansion if found and not (found.first_only and expanded) else (word,))
    return tuple(expanded)


def folded_key(words: Sequence[Word]) -> str:
    """Return the key of a name that forgets marks, case, connectives and spaces."""
    return "".join(word.folded for word in words)


def toned_key(words: Sequence[Word]) -> str:
    """Return the key of a name that keeps the marks, and forgets case, connectives, spaces and tone placement."""
    return "".join(word.toned for word in words)


def printed_text(words: Sequence[Word]) -> str:
    """Return words as one line, for messages and labels."""
    return " ".join(word.printed for word in words)


def load_abbreviations(path: Path) -> dict[str, Abbreviation]:
    """Read the table of abbreviated words, by folded abbreviation.

    Raises:
        CurationError: the table lacks a column or a cell.
    """
    return {
        folded_key(split(row.cells["abbreviation"])): Abbreviation(
            split(row.cells["expansion"]), row.cells["position"] == "first"
        )
        for row in read_table(path, ("abbreviation", "expansion", "position"))
    }
