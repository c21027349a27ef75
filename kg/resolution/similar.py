"""Near labels for what stays unresolved. They are offered to a person, never linked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rapidfuzz import fuzz, process

_MOST: Final = 3
_AT_LEAST: Final = 80.0


def similar(
    text: str, choices: Mapping[str, str] | Sequence[str], at_least: float = _AT_LEAST
) -> list[tuple[str, float]]:
    """Return the choices nearest to `text`, best first, with a similarity from 0 to 1.

    Args:
        text: a folded text.
        choices: folded texts with their words `in_order`, or a mapping from keys to them; the keys are returned then.
        at_least: similarity in per cent below which nothing is near (indel ratio of the sorted words).
    """
    found = process.extract(in_order(text), choices, scorer=fuzz.ratio, limit=_MOST, score_cutoff=at_least)
    return [(str(key if isinstance(choices, Mapping) else choice), score / 100) for choice, score, key in found]


def in_order(text: str) -> str:
    """Return the words of a text, sorted: the order of print does not count for likeness."""
    return " ".join(sorted(text.split()))
