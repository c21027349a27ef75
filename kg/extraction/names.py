"""Where names of bodies begin in printed text (`ontology/lexicon/agencies.toml`); what they mean is not asked here."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from kg.extraction.words import alternation, lexicon, light, opening_words

_WORD_START: Final = re.compile(r"(?<!\w)\w")
_SEPARATORS: Final = ",;/-(:+&"
_BULLET: Final = re.compile(r"\s*[-–—•+*●▪]\s+")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Return a pattern for `match` at a word: any entry of a list of the lexicon."""
    return re.compile(alternation(lexicon("agencies")[name]) + r"(?!\w)")


@cache
def _before(name: str) -> re.Pattern[str]:
    """Return a pattern for `search` in the text before a word: it ends with any entry of a list."""
    return re.compile(rf"(?<!\w){alternation(lexicon('agencies')[name])}\s*$")


@cache
def _wrapper() -> re.Pattern[str]:
    return opening_words(lexicon("agencies")["remark_before"])


def opens_name(text: str, at: int = 0) -> bool:
    """Tell whether the name of a body, or of a group of bodies, begins at offset `at` of a printed text.

    >>> opens_name("Sở Nội vụ"), opens_name("Số lượng"), opens_name("Các Phòng, ban, Doanh nghiệp", 12)
    (True, False, False)
    """
    folded = light(text)
    found = _pattern("heads").match(folded, at)
    if not found:
        return False
    word = found[0]
    if text[at].islower() and _pattern("capital_heads").fullmatch(word) and not _capital_follows(text, found.end()):
        return False
    if _pattern("standalone").fullmatch(word):
        return True
    rest = folded[found.end() :]
    if word == "các" and opening_words(lexicon("agencies")["levels"]).match(rest):
        return text[at].isupper()
    return bool(re.match(r"\s+[\w\"]", rest) or (word == "các" and not rest.strip()))


def _capital_follows(text: str, at: int) -> bool:
    return text[at:].lstrip()[:1].isupper()


def strip_wrapping(text: str) -> str:
    """Return a cell's text without the bullet and the words ("Đề nghị") that may stand before a name."""
    bullet = _BULLET.match(text)
    text = text[bullet.end() :] if bullet else text.lstrip()
    wrapped = _wrapper().match(light(text))
    return text[wrapped.end() :].lstrip() if wrapped else text


def inner_names(text: str) -> list[int]:
    """Return the offsets where a further name begins inside a name, with no separator printed before it.

    >>> text = "Các Doanh nghiệp viễn thông UBND cấp xã"
    >>> [text[at:] for at in inner_names(text)]
    ['UBND cấp xã']
    """
    folded = light(text)
    return [
        found.start()
        for found in _WORD_START.finditer(text)
        if found.start() > 0
        and text[found.start()].isupper()
        and _pattern("inner_heads").match(folded, found.start())
        and opens_name(text, found.start())
        and not _belongs_to_name_before(folded[: found.start()])
        and not _ends_in_head(text[: found.start()])
    ]


def _belongs_to_name_before(before: str) -> bool:
    """Tell whether what ends here takes the next word into its own name ("Văn phòng" | UBND, "thuộc" | UBND)."""
    trimmed = before.rstrip()
    if not trimmed or trimmed[-1] in _SEPARATORS or trimmed.endswith((".", '"')):
        return True
    lists = ("linking", "shared_offices", "shared_office_parts", "remark_before")
    return any(_before(name).search(trimmed) for name in lists)


def _ends_in_head(before: str) -> bool:
    """Tell whether a text ends in a head that wants a name after it ("Cục" | Phòng bệnh)."""
    last = before.rstrip().rpartition(" ")[2]
    folded = light(last)
    is_head = last[:1].isupper() and bool(_pattern("heads").fullmatch(folded))
    return is_head and not _pattern("standalone").fullmatch(folded)


def is_unfinished(name: str) -> bool:
    """Tell whether a name is cut off ("UBND cấp")."""
    return bool(_before("unfinished").search(light(name).rstrip()))
