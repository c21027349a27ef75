"""Stable paths of assignments below their plan: table, section, then ordinals from the parent down.

A missing table or section is `_`. Ordinals stand as printed, in ASCII ("9." → `9`, "7a" → `7a`). Where siblings share
an ordinal, the second is `3_2`; where a row has none, it is the n-th of the siblings without one, `_n`. So a path
changes only when something changes at its own place, not when a row is added elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.extraction.model import Row
from kg.vietnamese import slug


def assignment_paths(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return one path a row, in the order of the rows; no two are equal.

    >>> assignment_paths([])
    ()
    """
    siblings: Counter[tuple[str, str]] = Counter()
    parents: dict[tuple[str, str], str] = {}
    paths = []
    for row in rows:
        section = f"{_part(row.table)}/{_part(row.section)}"
        ordinal = slug(row.ordinal or "")
        if row.parent_ordinal is None:
            base = section
        else:
            parent = slug(row.parent_ordinal)
            base = parents.get((section, parent), f"{section}/{parent or '_'}")
        path = f"{base}/{_among_siblings(base, ordinal, siblings)}"
        if row.parent_ordinal is None:
            parents[section, ordinal] = path
        paths.append(path)
    return tuple(paths)


def _part(label: str | None) -> str:
    return slug(label or "").upper() or "_"


def _among_siblings(base: str, ordinal: str, siblings: Counter[tuple[str, str]]) -> str:
    siblings[base, ordinal] += 1
    count = siblings[base, ordinal]
    if not ordinal:
        return f"_{count}"
    return ordinal if count == 1 else f"{ordinal}_{count}"
