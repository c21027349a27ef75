"""What a piece of text looks like: an ordinal, a target, the name of a body, prose. Computed once a piece."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from typing import Final

from kg.extraction.agencies import is_ditto
from kg.extraction.names import inner_names, opens_name, strip_wrapping
from kg.extraction.ordinals import Form, form_of, number_of, ordinal_cut, roman_of, split_sub_ordinal
from kg.extraction.targets import is_target_cell
from kg.extraction.words import CAPITAL, alternation, lexicon, light, opening_words, whole_words

_LIST_ITEM: Final = re.compile(r"\s*[-–—•+*●▪]\s+\S")
_SECTION: Final = re.compile(rf"\s*(?P<label>[IVXl]+|[A-H])\s*[.):]?\s+(?P<title>{CAPITAL}.*)", re.DOTALL)
_LETTER: Final = re.compile(r"\s*[A-H]\s*[.)]?\s*")  # the label of a section
_FIRST: Final = re.compile(r"\w")
_LONG_NAME: Final = 150
_LONGEST_UNIT: Final = 4  # words


@dataclass(frozen=True, slots=True)
class Look:
    """The features of a piece that the costs of alignment are made of."""

    text: str
    number: int | None
    is_ordinal: bool
    opens_row: bool
    has_sub_ordinal: bool
    is_target: bool
    begins_target: bool
    is_name: bool
    inner_names: int
    contained_names: int
    has_clause: bool
    is_list_item: bool
    is_lower: bool
    is_label_start: bool
    is_deadline: bool
    is_unit: bool
    may_be_unit: bool
    is_roman: bool


@cache
def _open_end() -> re.Pattern[str]:
    return re.compile(rf"(?:[,/(&+-]|(?<!\w){alternation(lexicon('targets')['labels']['open_words'])})$")


@cache
def _label_starts() -> re.Pattern[str]:
    labels = lexicon("targets")["labels"]
    return re.compile(rf"\s*(?:{alternation([*labels['starts'], *labels['measures']])}(?!\w)|\d+(?:[.,]\d+)?\s*%)")


@cache
def _groups() -> re.Pattern[str]:
    return opening_words(lexicon("agencies")["groups"])


@cache
def _clauses() -> re.Pattern[str]:
    return whole_words(lexicon("targets")["labels"]["clause"])


@cache
def _deadline() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in lexicon("targets")["deadline"]["patterns"]))


@cache
def _units() -> re.Pattern[str]:
    return opening_words([unit for unit in lexicon("targets")["units"]["known"] if unit != "%"])


@lru_cache(maxsize=8192)
def look(text: str) -> Look:
    """Return the features of a piece of text."""
    folded = light(text)
    bare = strip_wrapping(text)
    is_target = is_target_cell(text)
    is_name = opens_name(bare) or is_ditto(text)
    first = _FIRST.search(text)
    is_label_start = bool(_label_starts().match(folded)) and not (first and first[0].islower())
    has_sub_ordinal = split_sub_ordinal(text)[0] is not None or form_of(text) in (Form.PAREN, Form.BULLET)
    is_alone = is_target or form_of(text) is not None or is_label_start or has_sub_ordinal or len(text.split()) == 1
    is_lower = first is not None and (first[0].islower() or (first[0].isdigit() and not is_alone))
    inner = inner_names(bare)
    in_group = bool(inner) and bool(_groups().match(light(bare)))
    return Look(
        text=text,
        number=number_of(text),
        is_ordinal=form_of(text) is not None,
        opens_row=ordinal_cut(text) is not None,
        has_sub_ordinal=has_sub_ordinal,
        is_target=is_target,
        begins_target=is_target or _begins_target(text),
        is_name=is_name,
        inner_names=0 if in_group else len(inner),
        contained_names=len(inner) if in_group else 0,
        has_clause=bool(_clauses().search(folded)) or len(text) > _LONG_NAME,
        is_list_item=bool(_LIST_ITEM.match(text)),
        is_lower=is_lower,
        is_label_start=is_label_start,
        is_deadline=len(text) <= 40 and bool(_deadline().fullmatch(folded)),
        is_unit=text.strip() == "%" or (len(text.split()) <= 3 and bool(_units().match(folded))),
        may_be_unit=is_lower and len(text.split()) <= _LONGEST_UNIT and not any(c.isdigit() for c in text),
        is_roman=roman_of(text) is not None or bool(_LETTER.fullmatch(text)),
    )


def _begins_target(text: str) -> bool:
    """Tell whether a target stands at the beginning of a line that goes on with a name ("100% Sở Nội vụ")."""
    cut = target_cut(text)
    return cut is not None and opens_name(text, cut)


def target_cut(text: str) -> int | None:
    """Return where the target that a line begins with ends and the name of a body begins; None if there is no such."""
    found = re.match(r"\s*\S{0,3}\s?\d+(?:[.,]\d+)?\s*%\s+|\s*(?:Có|Không)\s+", text)
    if not found or not opens_name(text, found.end()):
        return None
    return found.end()


class End(IntEnum):
    """How a line ends: like the end of a cell, with ";" (which ends many a label), or in the middle of something."""

    CLOSED = 0
    SEMICOLON = 1
    OPEN = 2


def end_of(text: str) -> End:
    """Tell how a line ends.

    >>> end_of("Sở Thông tin và").name, end_of("Các sở, ban, ngành;").name, end_of("Sở Nội vụ").name
    ('OPEN', 'SEMICOLON', 'CLOSED')
    """
    folded = light(text).rstrip()
    if folded.endswith((";", ":")):
        return End.SEMICOLON
    return End.OPEN if _open_end().search(folded) else End.CLOSED


def section_parts(text: str) -> tuple[str, str] | None:
    """Return label and title of a section row printed on one line ("II. Dữ liệu số"); None if the line is none."""
    found = _SECTION.match(text)
    if not found or len(text) > _LONG_NAME:
        return None
    label = roman_of(found["label"]) or (found["label"] if len(found["label"]) == 1 else None)
    return (label, found["title"].strip()) if label else None
