"""The plan itself, as printed: kind, number, date, issuer, place, title, appendix, year of the targets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from kg.extraction.citations import issuer_after, plain_number
from kg.extraction.dates import DATE, iso_date
from kg.extraction.front import Front
from kg.extraction.lines import PrintedLine, extent
from kg.extraction.model import Header, Locality, Row
from kg.extraction.regions import Region, heading_pattern
from kg.extraction.words import CAPITAL, alternation, is_upper, lexicon, light, spaced, whole_words

_NUMBER: Final = re.compile(
    r"(?P<number>\d*[a-z]?\s*/+\s*(?:\d{4}\s*/\s*)?[A-ZĐ][\w&Đđ]*(?:\s?[-–]\s?[A-ZĐ][\w&Đđ]*)*)"
)
_NAME_WORD: Final = rf"{CAPITAL}[\w'’]*"
_NAME: Final = re.compile(rf"\s+(?P<name>{_NAME_WORD}(?:[ '’]+{_NAME_WORD})*)")


@dataclass(frozen=True, slots=True)
class _Identity:
    """What one printed place says of the plan's identity; `superior` is the body that stands above the issuer."""

    kind: str | None = None
    number: str | None = None
    number_raw: str | None = None
    date: str | None = None
    date_raw: str | None = None
    issuer: str | None = None
    superior: str | None = None

    def or_else(self, other: _Identity) -> _Identity:
        """Return this identity with what it lacks taken from another; a number and its raw form stay together."""
        numbered = self if self.number_raw else other
        dated = self if self.date_raw else other
        return _Identity(
            self.kind or other.kind,
            numbered.number,
            numbered.number_raw,
            dated.date,
            dated.date_raw,
            _plainer(self.issuer, other.issuer),
            self.superior or other.superior,
        )


def _plainer(first: str | None, second: str | None) -> str | None:
    """Return the first issuer, or the second where it is the same name not in capitals."""
    same = first is not None and second is not None and light(first) == light(second)
    return second if first is None or same else first


def read_header(front: Front, regions: Sequence[Region], rows: Sequence[Row]) -> Header:
    """Return what the print says of the plan; None where it says nothing."""
    identity = _letterhead(front).or_else(_enclosed(front.enclosed))
    plan_title, appendix_title = _joined(front.title), _joined(front.appendix_title)
    label, rest = _appendix_label(front)
    appendix_title = spaced(f"{rest} {appendix_title or ''}") or None
    title = plan_title or appendix_title
    head = [*front.letterhead, *([front.kind] if front.kind else []), *front.title]
    appendix = [*([front.appendix] if front.appendix else []), *front.appendix_title, *front.enclosed_lines]
    return Header(
        kind=identity.kind,
        number=identity.number,
        number_raw=identity.number_raw,
        date=identity.date,
        date_raw=identity.date_raw,
        issuer=identity.issuer,
        locality=_locality(identity.superior or identity.issuer, title, front, rows),
        title=title,
        appendix_label=label,
        appendix_title=appendix_title if plan_title else None,
        year_of_targets=_year(regions, title, appendix_title),
        status=_status(identity, [*head, *appendix]),
        location=extent([line.position for line in (head or appendix)]),
    )


def _joined(lines: Iterable[PrintedLine]) -> str | None:
    return spaced(" ".join(line.text for line in lines)) or None


def _appendix_label(front: Front) -> tuple[str | None, str]:
    """Return the label of the appendix, and what of its title stands on the same line."""
    text = spaced(front.appendix.text) if front.appendix else ""
    found = heading_pattern("appendix").match(text)
    return (found[0].strip(), text[found.end() :].strip(" .:–—-")) if found else (None, "")


def _letterhead(front: Front) -> _Identity:
    """Read issuer, number and date from the lines above the kind of document."""
    kind = spaced(front.kind.text).capitalize() if front.kind else None
    issuer, superior = _capital_issuer(front.letterhead)
    identity = _Identity(kind=kind, issuer=issuer, superior=superior)
    for line in front.letterhead:
        text = spaced(line.text)
        number = re.search(r"(?i:số)\s*:?\s*" + _NUMBER.pattern, text)
        date = heading_pattern("place_date").search(text)
        printed = re.search(DATE, date["date"]) if date else None
        identity = identity.or_else(
            _Identity(
                number=plain_number(number["number"]) if number else None,
                number_raw=spaced(number["number"]) if number else None,
                date=iso_date(printed) if printed else None,
                date_raw=spaced(printed[0]) if printed else None,
            )
        )
    return identity


def _capital_issuer(lines: Sequence[PrintedLine]) -> tuple[str | None, str | None]:
    """Return the issuer that stands in capitals in a letterhead, over one line or two, and the body above it."""
    heads = tuple(lexicon("headings")["issuer_heads"])
    levels = tuple(level.upper() for level in lexicon("headings")["levels"])
    goes_on = tuple(f" {end}".upper() if end.isalpha() else end for end in lexicon("headings")["issuer_goes_on"])
    found: list[str] = []
    open_ended = False
    for text in _without_national_motto(lines):
        is_rest = (
            bool(found) and is_upper(text) and (open_ended or (text.startswith(levels) and not _has_level(found[-1])))
        )
        if is_rest:
            found[-1] = f"{found[-1]} {text}"
        elif is_upper(text) and text.startswith(heads):
            found.append(text)
        elif found:
            break
        open_ended = text.endswith(goes_on)
    *above, issuer = found[:2] or (None,)
    return issuer, above[0] if above else None


def _without_national_motto(lines: Sequence[PrintedLine]) -> Iterator[str]:
    """Give the lines of the letterhead without the country's name and motto, which stand beside the issuer.

    The name may be wrapped before its last two words.
    """
    nation = lexicon("headings")["nation"].upper()
    wrapped = False
    for line in lines:
        text = spaced(line.text)
        bare = spaced(heading_pattern("national").sub("", text))
        bare = spaced(bare.removesuffix(nation)) if wrapped else bare
        wrapped = bare != text and is_upper(text) and not text.endswith(nation)
        if bare:
            yield bare


def _enclosed(text: str) -> _Identity:
    """Read "(Kèm theo Kế hoạch số … ngày … của …)", whose number and day may be blank."""
    if not text:
        return _Identity()
    kinds = whole_words(lexicon("citations")["types"])
    kind = kinds.search(light(text))
    number, date = _NUMBER.search(text), re.search(DATE, text)
    after = max(found.end() for found in (kind, number, date) if found) if kind or number or date else 0
    issuer, _ = issuer_after(text.rstrip(")") + ")", after)
    return _Identity(
        kind=text[kind.start() : kind.end()].capitalize() if kind else None,
        number=plain_number(number["number"]) if number else None,
        number_raw=spaced(number["number"]) if number else None,
        date=iso_date(date) if date else None,
        date_raw=spaced(date[0]) if date else None,
        issuer=issuer,
    )


@cache
def _levels() -> re.Pattern[str]:
    return whole_words(lexicon("headings")["levels"])


def _has_level(text: str) -> bool:
    return bool(_levels().search(light(text)))


def _locality(issuer: str | None, title: str | None, front: Front, rows: Sequence[Row]) -> Locality:
    """Return the place of the issuing body: printed with it, or elsewhere in the document at the same level."""
    if issuer is None:
        return Locality(_level_of_bodies(rows), None, None)
    found = _levels().search(light(issuer))
    if not found:
        return Locality(None, None, None)
    level = found[0]
    texts = [title or "", *(line.text for line in (*front.letterhead, *front.body))]
    name = _place_name(issuer[found.end() :]) or _place_elsewhere(level, texts)
    if level == "tỉnh":
        return Locality(level, name, name)
    return Locality(level, name, _named_after("tỉnh", issuer))


def _place_name(text: str) -> str | None:
    """Return the place's own name at the beginning of `text`: its capitalised words, in title case."""
    found = _NAME.match(text)
    if not found:
        return None
    words = found["name"].split()
    if is_upper(found["name"]):
        ends = whole_words(lexicon("headings")["place_ends"]).search(light(found["name"]))
        words = found["name"][: ends.start()].title().split() if ends else found["name"].title().split()
    return " ".join(words) or None


def _named_after(level: str, text: str) -> str | None:
    found = re.search(rf"(?<!\w){level}(?!\w)", light(text))
    return _place_name(text[found.end() :]) if found else None


def _place_elsewhere(level: str, texts: Sequence[str]) -> str | None:
    """Return the only place of that level that the title, or else the whole text, names."""
    for scope in (texts[:1], texts):
        names = Counter(
            name
            for text in scope
            for found in re.finditer(rf"(?<!\w){level}(?!\w)", light(text))
            if (name := _place_name(text[found.end() :]))
        )
        if len(names) == 1:
            return next(iter(names))
    return None


def _level_of_bodies(rows: Sequence[Row]) -> str | None:
    """Return the level that the plan's own bodies bear ("UBND huyện", not "UBND cấp xã"), if they agree."""
    data = lexicon("headings")
    bodies, levels_ = alternation(data["own_bodies"]), alternation(data["levels"])
    own = re.compile(rf"(?:{bodies}\s+)+(?P<level>{levels_})")
    levels = Counter(
        found["level"]
        for row in rows
        for name in (*row.roles.lead, *row.roles.coordinating, *row.roles.guiding)
        if (found := own.match(light(name)))
    )
    return levels.most_common(1)[0][0] if levels else None


def _year(regions: Sequence[Region], *titles: str | None) -> int | None:
    """Return the year of the targets: of a target column's head, else the only year that a title prints."""
    years = {column.year for region in regions for column in region.columns if column.year}
    if len(years) == 1:
        return years.pop()
    words = alternation(lexicon("headings")["year_words"])
    for title in titles:
        found = {int(year) for year in re.findall(rf"{words}\s+(20\d\d)(?!\d)", light(title or ""))}
        if len(found) == 1:
            return found.pop()
    return None


def _status(identity: _Identity, lines: Sequence[PrintedLine]) -> str | None:
    """Return "draft" where the print says so, "issued" where it bears a number and a full date, else None."""
    if any(heading_pattern("draft").match(line.text) for line in lines):
        return "draft"
    return "issued" if identity.number and identity.date and len(identity.date) == len("2024-01-31") else None
