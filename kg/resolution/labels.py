"""Labels of indicators as keys: what is left of a printed label when its target is taken out.

Plans print the target beside the label or inside it ("80% dân số …", "… đạt trên 20%", "…: 50%"), and next year's plan
prints another number. Percentages with their words of comparison are therefore no part of an indicator's name; other
numbers (15 tuổi, 40 Mbps, mức độ 4) are.
"""

from __future__ import annotations

import re
from typing import Final

from kg.resolution.names import split
from kg.vietnamese import normalise

_TARGET: Final = re.compile(
    r"""(?:[:,]\s*)?(?:\b(?:phấn\ đấu|đạt)\s+)?
    (?:(?:\b(?:trên|dưới|từ|tối\ thiểu|tối\ đa|ít\ nhất|khoảng)|[≥≤><=]{1,2})\s*)?
    \d+(?:[.,]\d+)?\s*%(?:\s*trở\ lên)?""",
    re.IGNORECASE | re.VERBOSE,
)
_ENDS: Final = " .,;:-–"


def bare_label(printed: str) -> str:
    """Return a printed label without targets in per cent, and without punctuation at its ends.

    >>> bare_label("Tỷ lệ doanh nghiệp sử dụng hợp đồng điện tử đạt trên 20%;")
    'Tỷ lệ doanh nghiệp sử dụng hợp đồng điện tử'
    """
    return normalise(_TARGET.sub(" ", normalise(printed))).strip(_ENDS)


def label_key(printed: str) -> str:
    """Return the key under which two prints of one label compare equal: folded words of the bare label."""
    return " ".join(word.folded for word in split(bare_label(printed)))
