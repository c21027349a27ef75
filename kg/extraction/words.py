"""Comparing printed words with the lexicons of `ontology/lexicon/`, without moving a single character.

`light` keeps the length of its text, so that a place found in the folded text is the same place in the print. It keeps
the marks: "Sở" (a department) and "Số" (a number) must not meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, Final

from kg.resources import read_toml

_MARKS: Final = str.maketrans(
    {"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ", "\n": " "}
)
_TONES: Final = {
    late: early
    for lates, earlies in (
        ("oá oà oả oã oạ", "óa òa ỏa õa ọa"),
        ("oé oè oẻ oẽ oẹ", "óe òe ỏe õe ọe"),
        ("uý uỳ uỷ uỹ uỵ", "úy ùy ủy ũy ụy"),
    )
    for late, early in zip(lates.split(), earlies.split(), strict=True)
}
_LATE_TONE: Final = re.compile("|".join(_TONES))
_NUMBER_BREAK: Final = re.compile(r"\S*/\S*[-–]$")
_SYMBOL_BREAK: Final = re.compile(r"\d+/(?:\d{4}/)?[A-ZĐ]+-[A-ZĐ]$")  # "221/VPCP-K", no unit has one letter
_DATE_BREAK: Final = re.compile(r"(?<!\d)\d{1,2}/\d{1,2}/\d{0,3}$")
_YEAR_LENGTH: Final = 4
_LONGEST_SYMBOL: Final = 60  # of a document, or a date: what a line may end within
_LETTERS: Final = [chr(code) for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00))]  # Latin, with Vietnamese
CAPITAL: Final = f"[{''.join(letter for letter in _LETTERS if letter.isupper())}]"  # of a pattern: one capital letter
SMALL: Final = f"[{''.join(letter for letter in _LETTERS if letter.islower())}]"
_UPPER_SHARE: Final = 0.8


@lru_cache(maxsize=16384)
def light(text: str) -> str:
    """Return `text` in lower case, one kind of dash and quote, one place of the tone mark; of the same length.

    >>> light("Phòng Văn hoá – Thông tin")
    'phòng văn hóa - thông tin'
    """
    folded = text.translate(_MARKS).lower()
    if len(folded) != len(text):  # the few letters whose lower case is longer
        folded = "".join(c.lower() if len(c.lower()) == 1 else c for c in text.translate(_MARKS))
    return _LATE_TONE.sub(lambda late: _TONES[late[0]], folded)


def spaced(text: str) -> str:
    """Return `text` with every run of white space as one space, none at the ends."""
    return " ".join(text.split())


def is_upper(text: str) -> bool:
    """Tell whether a line is printed in capitals.

    >>> is_upper("CÁC CHỈ TIÊU ĐÃ ĐẠT ĐIỂM TỐI ĐA NĂM 2022"), is_upper("Hạ tầng số")
    (True, False)
    """
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 2 and sum(c.isupper() for c in letters) >= _UPPER_SHARE * len(letters)


def alternation(words: Iterable[str]) -> str:
    """Return a group that matches any of `words` in folded text, the longest first, white space as any run of it."""
    ordered = sorted({light(spaced(word)) for word in words}, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"


def bounded(words: Iterable[str]) -> str:
    """Return a group that matches any of `words` in folded text; words end as words, signs such as ">=" anywhere."""
    found = list(words)
    spoken = [word for word in found if word[-1:].isalnum()]
    signs = [word for word in found if word and not word[-1:].isalnum()]
    groups = ([alternation(signs)] if signs else []) + ([rf"{alternation(spoken)}(?!\w)"] if spoken else [])
    return "(?:" + "|".join(groups) + ")"


def whole_words(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of `words` in folded text where it is a word or words of its own."""
    return re.compile(rf"(?<!\w){alternation(words)}(?!\w)")


def opening_words(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for `match`: folded text that begins with any of `words` as a word of its own."""
    return re.compile(rf"\s*{alternation(words)}(?!\w)")


def join_lines(parts: Sequence[str]) -> str:
    """Return the lines of one cell as one text: joined by a space, but a broken number, symbol or date without one.

    >>> join_lines(["Kế hoạch số 3921/KH-", "UBND ngày 17/11/2022"])
    'Kế hoạch số 3921/KH-UBND ngày 17/11/2022'
    """
    first, *others = parts or ("",)
    text = first
    for part in others:
        text += part if not text or _is_broken(text, part) else f" {part}"
    return spaced(text)


def _is_broken(before: str, after: str) -> bool:
    """Tell whether a line ends within a document's number or a date."""
    before = before[-_LONGEST_SYMBOL:]
    if _NUMBER_BREAK.search(before):
        return True
    if _SYMBOL_BREAK.search(before):
        return after[:1].isupper()
    date = _DATE_BREAK.search(before)
    missing = _YEAR_LENGTH - len(date[0].rpartition("/")[2]) if date else 0
    return bool(missing) and bool(re.match(rf"\d{{{missing}}}(?!\d)", after))


@cache
def lexicon(name: str) -> dict[str, Any]:
    """Return the lexicon `ontology/lexicon/<name>.toml`."""
    return read_toml(f"ontology/lexicon/{name}.toml")
