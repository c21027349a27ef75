"""Vietnamese text: one normal form, one folding, one slug for the whole project.

NFD does not take the bar off đ, and the same syllable is printed with its tone mark on either vowel (hóa, hoá), so
neither `unicodedata` nor SQLite's `remove_diacritics` is enough (`docs/decisions/0004-folding.md`).
"""

from __future__ import annotations

import re
import unicodedata

_BAR = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ɖ": "d", "Ɖ": "D"})
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"})
_SPACE = re.compile(r"\s+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def normalise(text: str) -> str:
    """Return `text` in NFC with every run of white space as one space and no space at the ends."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def strip_marks(text: str) -> str:
    """Return `text` without tone and vowel marks, đ as d; case and punctuation stay."""
    decomposed = unicodedata.normalize("NFD", text.translate(_BAR))
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def fold(text: str) -> str:
    """Return the key under which two spellings of the same words compare equal.

    Lower case, no marks, đ as d, every dash as "-", typographic quotes as plain ones, white space normalised.

    >>> fold("Phòng Văn hoá – Thông tin") == fold("phòng văn hóa - Thông tin")
    True
    """
    return normalise(strip_marks(text.translate(_DASHES).translate(_QUOTES))).lower()


def slug(text: str) -> str:
    """Return an ASCII slug for IRIs: folded, runs of anything else as one "-".

    >>> slug("Đắk Tô – Kon Tum")
    'dak-to-kon-tum'
    """
    return _NOT_SLUG.sub("-", fold(text)).strip("-")
