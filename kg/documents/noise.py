"""What a copy of a document carries that the document does not print (`ontology/lexicon/noise.toml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from kg.resources import read_toml


class Dropped(NamedTuple):
    """Words that are left out, with the reason in English; an empty reason: nobody would miss them."""

    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Noise:
    """Patterns inside a line, and of whole lines, with reasons; `anywhere` finds all of the former."""

    anywhere: re.Pattern[str]
    inline: tuple[tuple[re.Pattern[str], str], ...]
    line: tuple[tuple[re.Pattern[str], str], ...]


@cache
def _noise() -> _Noise:
    data = read_toml("ontology/lexicon/noise.toml")
    found = {
        kind: tuple((re.compile(entry["pattern"], re.IGNORECASE), entry["reason"]) for entry in data[kind])
        for kind in ("inline", "line")
    }
    anywhere = "|".join(f"(?:{pattern.pattern})" for pattern, _ in found["inline"])
    return _Noise(re.compile(anywhere, re.IGNORECASE), found["inline"], found["line"])


def without_noise(text: str) -> tuple[str, list[Dropped]]:
    """Return words without the noise inside them, and what was dropped.

    >>> without_noise("Tỷ lệ[bookmark: _GoBack] hộ")[0]
    'Tỷ lệ hộ'
    """
    dropped: list[Dropped] = []
    if not _noise().anywhere.search(text):
        return text, dropped
    for pattern, reason in _noise().inline:
        dropped.extend(Dropped(found[0], reason) for found in pattern.finditer(text) if reason)
        text = pattern.sub("", text)
    return text, dropped


def why_noise(line: str) -> str | None:
    """Return why a whole line (without markup) is noise, None when it is not.

    >>> why_noise("Trang 3/12")
    'page number'
    """
    return next((reason for pattern, reason in _noise().line if pattern.fullmatch(line)), None)
