"""Short forms of names by rule: any part of a name in its initials ("Sở Văn hóa, TT&DL", "Phòng Kinh tế - HT").

The registry lists what is customary; this is for the rest. A name is a head ("Sở", "Trung tâm"), parts between
connectives ("Văn hóa", "Thể thao", "Du lịch"), and perhaps a level at its end.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import product
from typing import Final

from kg.resolution.model import Level
from kg.resolution.names import folded_key, split

_CONNECTIVES: Final = re.compile(r"\s*(?:,|[-–&])\s*|\s+và\s+")
_LEVELS: Final = frozenset(level.value for level in Level)
_MOST_PARTS: Final = 5


def short_forms(label: str, heads: Collection[str]) -> Iterator[str]:
    """Give the forms of a name of several parts in which at least one part is shortened to its initials.

    Args:
        label: the name.
        heads: folded names of heads of more than one word ("trungtam"); any other name has a head of one word.

    >>> list(short_forms("Sở Văn hóa và Thể thao", ()))
    ['Sở Văn hóa TT', 'Sở VH Thể thao', 'Sở VH TT']
    """
    words = label.split()
    ends = [n for n in range(len(words), 1, -1) if folded_key(split(" ".join(words[:n]))) in heads]
    cut = ends[0] if ends else 1
    last = len(words) - 1 if folded_key(split(words[-1])) in _LEVELS else len(words)
    parts = [part for part in _CONNECTIVES.split(" ".join(words[cut:last])) if part]
    if "(" in label or not 2 <= len(parts) <= _MOST_PARTS:
        return
    for chosen in product(*((part, _initials(part)) for part in parts)):
        if list(chosen) != parts:
            yield " ".join([*words[:cut], *chosen, *words[last:]])


def _initials(part: str) -> str:
    """Return the first letters of a part of several words; one word stays as it is."""
    words = part.split()
    return "".join(word[0].upper() for word in words) if len(words) > 1 else part
