"""How much of a plan comes back from one rendering: rows, cells, leads, and what is wrong without a flag."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from kg.extraction.model import PlanRecord, Row
from kg.vietnamese import fold
from tests.renderings.plans import ROLES, TEXTS, Plan

CELLS: Final = ("section", "ordinal", "parent_ordinal", "label", "targets", *ROLES, *TEXTS)
_LIKE: Final = 0.75  # labels as much alike are those of one row
Fields = dict[str, Any]


@dataclass
class Score:
    """Counts over one or several plans.

    `rows` are right when table, section, ordinal and label are; `cells` are all fields of all rows that print
    something, on either side. `silent` are the wrong cells of rows that carry no flag.
    """

    rows: int = 0
    all_rows: int = 0
    cells: int = 0
    all_cells: int = 0
    leads: int = 0
    all_leads: int = 0
    silent: int = 0
    beyond: int = 0
    wrong: list[tuple[str, str, Any, Any]] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Add the counts of another plan."""
        for name in ("rows", "all_rows", "cells", "all_cells", "leads", "all_leads", "silent", "beyond"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.wrong.extend(other.wrong)

    @property
    def shares(self) -> tuple[float, float, float]:
        """Shares of rows, cells and leads that are right."""
        return self.rows / self.all_rows, self.cells / self.all_cells, self.leads / self.all_leads


def score(plan: Plan, record: PlanRecord | None) -> Score:
    """Return how much of `plan` stands in `record`; None = it was refused."""
    total = Score(all_rows=len(plan.expected))
    found = [(_fields(row, plan), bool(row.flags)) for row in (record.rows if record else ())]
    pairs = dict(_pairs([row["label"] for row in plan.expected], [row["label"] for row, _ in found]))
    total.beyond = len(found) - len(pairs)
    for index, expected in enumerate(plan.expected):
        row, flagged = found[pairs[index]] if index in pairs else ({}, False)
        _compare(total, f"{plan.name}/{expected['ordinal']}", expected, row, flagged=flagged)
    return total


def _compare(total: Score, where: str, expected: Fields, row: Fields, *, flagged: bool) -> None:
    same = {name: bool(row) and _plain(expected[name]) == _plain(row[name]) for name in (*CELLS, "table")}
    total.rows += all(same[name] for name in ("table", "section", "ordinal", "label"))
    for name in CELLS:
        printed = _is_printed(expected[name]) or (row and _is_printed(row[name]))
        if not printed:
            continue
        total.all_cells += 1
        total.cells += same[name]
        total.silent += not same[name] and bool(row) and not flagged
        if name == "lead":
            total.all_leads += 1
            total.leads += same[name]
        if not same[name]:
            mark = "" if flagged or not row else " without a flag"
            total.wrong.append((where, f"{name}{mark}", expected[name], row.get(name, "(no row)")))


def _is_printed(value: object) -> bool:
    return bool(value) and value != [("none", None, None, None, None)]


def _plain(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


def _fields(row: Row, plan: Plan) -> Fields:
    years = any(year for fields in plan.expected for *_, year in fields["targets"])
    return {
        "table": row.table,
        "section": row.section,
        "ordinal": row.ordinal,
        "parent_ordinal": row.parent_ordinal,
        "label": row.label,
        "targets": [
            (
                t.comparator.value,
                t.value,
                t.value_max if plan.name[0] != "0" else None,
                t.unit,
                t.year if years else None,
            )
            for t in row.targets
        ],
        **{role: list(getattr(row.roles, role)) for role in ROLES},
        **{name: getattr(row, name) for name in TEXTS},
    }


def _pairs(expected: Sequence[str], found: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Give which found row is which expected one: in order, by labels that are alike."""
    left, right = ([fold(label) for label in labels] for labels in (expected, found))
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(range(i1, i2), range(j1, j2), strict=True)
            continue
        at = j1
        for i in range(i1, i2):
            best = max(range(at, j2), key=lambda j: _likeness(left[i], right[j]), default=None)
            if best is not None and _likeness(left[i], right[best]) >= _LIKE:
                yield i, best
                at = best + 1


def _likeness(left: str, right: str) -> float:
    return difflib.SequenceMatcher(None, left, right, autojunk=False).ratio()
