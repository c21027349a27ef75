"""Legal documents named in running text: type, number and symbol, date, issuer, pinpoint (NĐ 30/2020/NĐ-CP)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from kg.documents.model import Position
from kg.extraction.dates import DATE, iso_date
from kg.extraction.model import Citation
from kg.extraction.words import SMALL, lexicon, light, spaced

_PART: Final = r"[A-ZĐƯÔ][A-ZĐƯÔa-z0-9&]*(?!\w)"
_SYMBOL: Final = rf"{_PART}(?:\s?[-–]\s?{_PART})*"
NUMBER: Final = (
    rf"(?P<number>\d[\d.]*[a-z]?\s*/\s*(?:\d{{4}}\s*/{{1,2}}\s*)?/?\s*{_SYMBOL}"
    rf"|\d+\s*[-–]\s*[A-ZĐa-z]{{1,6}}\s*/\s*{_PART})"
)
_BLANK: Final = rf"(?i:số)\s*:?[\s.…_]*(?P<blank>/\s*{_SYMBOL})"  # a number left open, as it may be before issue
_MAX_ISSUER_WORDS: Final = 16
_MAX_TITLE: Final = 300


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Patterns made of `ontology/lexicon/citations.toml`."""

    numbered: re.Pattern[str]
    short: re.Pattern[str]
    titled: re.Pattern[str]
    issuer: re.Pattern[str]
    issuer_end: re.Pattern[str]
    issuer_before: re.Pattern[str]
    comma_name: re.Pattern[str]
    locator_after: re.Pattern[str]
    locator_before: re.Pattern[str]
    legal_basis: re.Pattern[str]


def _printed(words: list[str]) -> str:
    """Return a group for printed (not folded) text; the longest first."""
    return (
        "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=lambda w: -len(w))) + ")"
    )


@cache
def _lexicon() -> _Lexicon:
    data = lexicon("citations")
    types, issuers = _printed(data["types"]), _printed(data["issuers"])
    place = rf"(?<!\w)(?i:{_printed(data['locators'])})\s+[\w.]+"
    places = rf"{place}(?:,?\s+(?:và\s+)?{place})*"
    return _Lexicon(
        numbered=re.compile(
            rf"(?:(?P<type>(?i:{types}))\s*)?(?:{_BLANK}|(?:\(?\s*(?i:số)\s*:?\s*)?(?<![\w/.,-]){NUMBER})"
            rf"(?:\s*,?\s*(?P<date>{DATE})|\s+năm\s+(?P<year>\d{{4}}))?"
        ),
        short=re.compile(rf"(?P<type>{_printed(data['numbered_types'])})\s+(?:số\s+)?\d{{1,3}}(?![\d/%.,]|\s*/)"),
        titled=re.compile(
            rf"(?:{_printed(data['basis'])})\s+(?P<raw>(?P<type>{_printed(data['titled_types'])})\s(?!số)[^.;()]{{5,{_MAX_TITLE}}}?\scủa\s(?={issuers}\s))"
        ),
        issuer=re.compile(rf"\s*,?\s*của\s+(?P<name>{issuers}(?!\w))"),
        issuer_end=re.compile(
            rf"[.;:()\[\]\"“”\n]|,|(?<!\w){_printed(data['issuer_ends'])}(?!\w)|(?<!\w)và(?=\s+{SMALL})"
        ),
        issuer_before=re.compile(rf"của\s+(?P<name>{issuers}(?!\w)[^,.;()]{{0,60}}?)\s+tại\s+$"),
        comma_name=re.compile(_printed(data["comma_names"])),
        locator_after=re.compile(rf"\s*[,(]\s*(?:tại\s+)?(?P<place>{places})\s*\)?"),
        locator_before=re.compile(rf"(?P<place>{places})(?:\s+của)?,?\s+$"),
        legal_basis=re.compile(rf"\s*[-–+]?\s*{_printed(data['legal_basis'])}\s"),
    )


def find_citations(text: str, where: str, position: Position) -> tuple[Citation, ...]:
    """Return the legal documents that `text` names, in order of print.

    Args:
        text: white space normalised.
        where: "label", "target", "note", "deliverable" or "body".
        position: where the text stands.
    """
    based_on = where == "body" and bool(_lexicon().legal_basis.match(text))
    hits = sorted([*_numbered(text), *_short(text), *_titled(text)], key=lambda hit: hit.start)
    found: list[Citation] = []
    end = 0
    for hit in hits:
        if hit.start >= end:
            found.append(
                Citation(
                    type=hit.type,
                    number=hit.number,
                    date=hit.date,
                    issuer_raw=hit.issuer,
                    raw=spaced(text[hit.start : hit.end]),
                    where=where,
                    locator=_locator(text, hit),
                    based_on=based_on,
                    position=position,
                )
            )
            end = hit.end
    return tuple(found)


def without_citations(text: str) -> str:
    """Return `text` with its citations blanked out, of the same length: their numbers are no targets."""
    for hit in [*_numbered(text), *_short(text)]:
        text = text[: hit.start] + " " * (hit.end - hit.start) + text[hit.end :]
    return text


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    type: str | None
    number: str | None
    date: str | None
    issuer: str | None


def plain_number(printed: str) -> str | None:
    """Return number and symbol without white space, one kind of dash and single strokes; None when the number is blank.

    >>> plain_number("1033/QĐ- BTTTT"), plain_number("24/2026//NQ-CP"), plain_number(" /KH-UBND")
    ('1033/QĐ-BTTTT', '24/2026/NQ-CP', None)
    """
    bare = re.sub(r"/+", "/", re.sub(r"\s+", "", printed).replace("–", "-"))
    return None if bare.startswith("/") else bare


def _numbered(text: str) -> Iterator[_Hit]:
    if "/" not in text:
        return
    for found in _lexicon().numbered.finditer(text):
        printed_type = spaced(found["type"]) if found["type"] else None
        number = "blank" if found["blank"] else "number"
        if printed_type is None and "số" not in light(text[found.start() : found.start(number)]):
            continue
        issuer, end = issuer_after(text, found.end())
        if issuer is None:
            before = _lexicon().issuer_before.search(text[: found.start()])
            issuer = spaced(before["name"]) if before else None
        date = iso_date(found) if found["date"] else found["year"]
        yield _Hit(found.start(), end, printed_type, plain_number(found[number]), date, issuer)


def _short(text: str) -> Iterator[_Hit]:
    for found in _lexicon().short.finditer(text):
        yield _Hit(found.start(), found.end(), found["type"], None, None, None)


def _titled(text: str) -> Iterator[_Hit]:
    """Give acts named by title alone: introduced by a word such as "Theo", closed by their issuer."""
    for found in _lexicon().titled.finditer(text):
        if re.search(NUMBER, found["raw"]):
            continue
        issuer, end = issuer_after(text, found.end("raw") - len("của "))
        yield _Hit(found.start("raw"), end, found["type"], None, None, issuer)


def issuer_after(text: str, at: int) -> tuple[str | None, int]:
    """Return the issuer that "của …" names at offset `at`, and where the citation ends."""
    lex = _lexicon()
    found = lex.issuer.match(text, at) or lex.issuer.match(text, at - 1)
    if not found:
        return None, at
    end = len(text)
    for stop in lex.issuer_end.finditer(text, found.end("name")):
        if stop[0] == "," and _inside_name(text, stop.start()):
            continue
        end = stop.start()
        break
    words = text[found.start("name") : end].split()
    if len(words) > _MAX_ISSUER_WORDS:
        return None, at
    name = text[found.start("name") : end].rstrip(" ,-/")
    return spaced(name), found.start("name") + len(name)


def _inside_name(text: str, comma: int) -> bool:
    return any(name.start() < comma < name.end() for name in _lexicon().comma_name.finditer(text))


def _locator(text: str, hit: _Hit) -> str | None:
    """Return the pinpoint printed right after a citation, in brackets, or right before it."""
    after = _lexicon().locator_after.match(text, hit.end)
    before = None if after else _lexicon().locator_before.search(text[: hit.start])
    found = after or before
    return spaced(found["place"]) if found else None
