"""What a piece of text looks like: an ordinal, a target, the name of a body, prose. Computed once a piece."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from kg.extraction.names import inner_names, opens_name, strip_wrapping
from kg.extraction.ordinals import Form, form_of, number_of, ordinal_cut, roman_of, split_sub_ordinal
from kg.extraction.targets import is_target_cell
from kg.extraction.words import alternation, lexicon, light, opening_words, whole_words

_LIST_ITEM: Final = re.compile(r"\s*[-–—•+*●▪]\s+\S")
_OPEN_END: Final = re.compile(
    r"(?:[;,/(&+:–—-]|(?<!\w)(?:và|của|các|thuộc|hoặc|trong|về|cho|do|với|theo|từ|đến|tại|là|cấp))\s*$"
)
_SECTION: Final = re.compile(r"\s*(?P<label>[IVXl]+|[A-H])\s*[.):]?\s+(?P<title>[^\W\d_a-zà-ỹđ].*)", re.DOTALL)
_FIRST: Final = re.compile(r"\w")
_LONG_NAME: Final = 150


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
    has_clause: bool
    is_list_item: bool
    is_lower: bool
    is_label_start: bool
    is_deadline: bool
    is_unit: bool
    is_roman: bool


@cache
def _label_starts() -> re.Pattern[str]:
    labels = lexicon("targets")["labels"]
    return re.compile(rf"\s*(?:{alternation([*labels['starts'], *labels['measures']])}(?!\w)|\d+(?:[.,]\d+)?\s*%)")


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
    is_name = opens_name(bare)
    first = _FIRST.search(bare)
    is_lower = first is not None and first[0].islower()
    return Look(
        text=text,
        number=number_of(text),
        is_ordinal=form_of(text) is not None,
        opens_row=ordinal_cut(text) is not None,
        has_sub_ordinal=split_sub_ordinal(text)[0] is not None or form_of(text) in (Form.PAREN, Form.BULLET),
        is_target=is_target,
        begins_target=is_target or _begins_target(text),
        is_name=is_name,
        inner_names=len(inner_names(bare)),
        has_clause=bool(_clauses().search(folded)) or len(text) > _LONG_NAME,
        is_list_item=bool(_LIST_ITEM.match(text)),
        is_lower=is_lower,
        is_label_start=not is_lower and bool(_label_starts().match(folded)),
        is_deadline=len(text) <= 40 and bool(_deadline().fullmatch(folded)),
        is_unit=text.strip() == "%" or (len(text.split()) <= 3 and bool(_units().match(folded))),
        is_roman=roman_of(text) is not None,
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


def is_open_end(text: str) -> bool:
    """Tell whether a line ends in the middle of something, so that the next line goes on with it."""
    return bool(_OPEN_END.search(light(text)))


def section_parts(text: str) -> tuple[str, str] | None:
    """Return label and title of a section row printed on one line ("II. Dữ liệu số"); None if the line is none."""
    found = _SECTION.match(text)
    if not found or len(text) > _LONG_NAME:
        return None
    label = roman_of(found["label"]) or (found["label"] if len(found["label"]) == 1 else None)
    return (label, found["title"].strip()) if label else None
