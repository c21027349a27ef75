"""Columns of a table: which printed head means which column (`ontology/lexicon/columns.toml`)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from kg.extraction.model import Role, RowKind
from kg.extraction.words import lexicon
from kg.vietnamese import fold

AGENCY_COLUMNS: Final = frozenset(role.value for role in Role)
REPEATABLE: Final = frozenset({"target", "other"})
_PERIOD: Final = (
    r"(?: ?,?(?: ?(?:den|trong|cuoi|cua|ke hoach|thuc hien))*(?: nam| giai doan)? ?"
    r"(?:\d{4}(?: ?- ?\d{4})?|hang nam))?"
)
_EDGES: Final = re.compile(r"^[\s*:.;\"'()\[\]-]+|[\s*:.;\"'\[\]-]+$")
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_WORD: Final = re.compile(r"\w+")
_LONGEST_HEAD: Final = 120
_SHORTEST_BROKEN: Final = 5
_BRACKETS: Final = r"(?: ?\([^)]*\))?"


@dataclass(frozen=True, slots=True)
class Column:
    """One column as read from its head.

    Attributes:
        name: "ordinal", "label", "target", "lead", "coordinating", "guiding", "unit", "deadline", "deliverable",
            "note", "other".
        head: the head as printed.
        kind: what the rows are, as the head of a label column says.
        year: the year that the head of a target column prints.
    """

    name: str
    head: str
    kind: RowKind | None = None
    year: int | None = None

    @property
    def is_agency(self) -> bool:
        """Whether the column holds the agencies of one role."""
        return self.name in AGENCY_COLUMNS


@dataclass(frozen=True, slots=True)
class _Reading:
    name: str
    order: int
    kind: RowKind | None
    pattern: re.Pattern[str]


@lru_cache(maxsize=8192)
def _folded(word: str) -> str:
    return fold(word)


def head_key(head: str) -> str:
    """Return what two prints of the same head have in common: folded words, no punctuation round them."""
    folded = " ".join(_folded(word) for word in head.split())
    return _EDGES.sub("", folded).replace(" ,", ",").replace(" /", "/").replace("/ ", "/")


def _any(words: Sequence[str]) -> str:
    return "(?:" + "|".join(re.escape(head_key(word)) for word in sorted(words, key=len, reverse=True)) + ")"


@cache
def _readings() -> tuple[_Reading, ...]:
    found = []
    for entry in _entries():
        kind = RowKind(entry["kind"]) if "kind" in entry else None
        ways = [_any(entry["heads"])] if "heads" in entry else []
        if "core" in entry:
            ways.append(_composed(entry))
        pattern = re.compile(f"(?:{'|'.join(ways)}){_BRACKETS}{_PERIOD}{_BRACKETS}")
        found.append(_Reading(entry["name"], entry.get("order", 1), kind, pattern))
    return tuple(found)


def _entries() -> list[dict[str, Any]]:
    """Return the entries of the lexicon, those of agency roles with the words that all of them share."""
    data = lexicon("columns")
    agency = data["agency"]
    shared = {"before": agency["before"], "after": agency["after"]}
    return [*data["column"], *({**shared, **role} for role in agency["role"])]


def _composed(entry: dict[str, Any]) -> str:
    """Return the pattern of the heads that an entry builds: before, core, and what may follow it."""
    before = rf"(?:{_any(entry['before'])} ?)*" if "before" in entry else ""
    rest = _any([*entry["core"], *entry.get("also", ()), *entry.get("after", ())])
    often = "+" if entry.get("needs_after") else "*"
    return rf"{before}{_any(entry['core'])}(?:(?:,| va|/| -| &)? ?{rest}){often}"


@lru_cache(maxsize=8192)
def _fitting(key: str) -> tuple[_Reading, ...]:
    if _first_word(key) not in _first_words():
        return ()
    return tuple(reading for reading in _readings() if reading.pattern.fullmatch(key))


def _first_word(key: str) -> str:
    found = _WORD.search(key)
    return found[0] if found else ""


@lru_cache(maxsize=8192)
def is_head(words: str) -> bool:
    """Tell whether these words are the head of a column by themselves."""
    key = head_key(words)
    return 0 < len(key) <= _LONGEST_HEAD and bool(_fitting(key))


@cache
def _first_words() -> frozenset[str]:
    heads = [word for entry in _entries() for part in ("heads", "before", "core") for word in entry.get(part, ())]
    return frozenset(_first_word(head_key(head)) for head in heads)


@lru_cache(maxsize=8192)
def may_begin_head(word: str) -> bool:
    """Tell whether some head of a column begins with this word."""
    return _first_word(head_key(word)) in _first_words()


def year_in(head: str) -> int | None:
    """Return the year that a head prints."""
    found = _YEAR.search(head)
    return int(found[1]) if found else None


def spans(head: str) -> bool:
    """Tell whether a head says nothing but that others stand below it ("Phân công")."""
    return bool(re.fullmatch(_any(lexicon("columns")["spanning"]["heads"]), head_key(head)))


@lru_cache(maxsize=8192)
def readings(head: str) -> tuple[tuple[int, Column], ...]:
    """Return what a printed head may mean, with the order of preference (lower = earlier); empty = no known head.

    >>> [column.name for _, column in readings("Cơ quan chủ trì thực hiện")]
    ['lead']
    """
    key = head_key(head) if len(head) <= 2 * _LONGEST_HEAD else ""
    if not key or len(key) > _LONGEST_HEAD:
        return ()
    if len(key.replace(" ", "")) <= _SHORTEST_BROKEN and not _fitting(key):  # "ST T", broken in a narrow column
        key = key.replace(" ", "")
    year = _YEAR.search(key)
    return tuple((r.order, _column(r, head, int(year[1]) if year else None)) for r in _fitting(key))


def _column(reading: _Reading, head: str, year: int | None) -> Column:
    """Return the column of a reading; what a year brought ("Kết quả năm 2023") is neither target nor deliverable."""
    name = "other" if reading.name == "deliverable" and year else reading.name
    return Column(name, head, reading.kind, year if name == "target" else None)


def read_heads(heads: Sequence[str]) -> tuple[Column, ...] | None:
    """Return the columns of a table with these printed heads, None when they are no head of an assignment table.

    A head of several meanings takes the one that leaves every column distinct (only targets and unknown columns may
    stand more than once). An assignment table has a label column and at least one column of agencies.
    """
    choices = [readings(head) or ((4, Column("other", head)),) for head in heads]
    best: tuple[int, tuple[Column, ...]] | None = None
    for choice in itertools.islice(itertools.product(*choices), 512):
        columns = tuple(column for _, column in choice)
        cost = sum(order for order, _ in choice)
        if _is_table(columns) and (best is None or cost < best[0]):
            best = (cost, columns)
    return best[1] if best else None


def _is_table(columns: Sequence[Column]) -> bool:
    once = [column.name for column in columns if column.name not in REPEATABLE]
    return len(once) == len(set(once)) and "label" in once and any(column.is_agency for column in columns)
