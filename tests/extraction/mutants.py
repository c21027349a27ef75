"""Mutants of the five plans: each is printed anew with other columns and heads, then its characters and lines change.

A mutant is made of its plan and a number alone; the number is what a failing test prints. Nothing is shared with the
product.
"""

from __future__ import annotations

import html
import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tests.extraction.variants import LAYOUTS, SYNONYMS, gold, variant

_DASHES: Final = "–—‑−"
_QUOTES: Final = (("“", "”"), ("„", "“"), ("«", "»"), ("'", "'"))
_NUMBER: Final = re.compile(r"(?m)^(\t?)(\d{1,2})(\.?)(?=\s*(?:\t|$))")

Change = Callable[[str, random.Random], str]


@dataclass(frozen=True)
class Mutant:
    """A mutant: its text or page, what was done to it, the rows that it prints, whether the lead is among them."""

    content: str
    changes: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    has_lead: bool


def _dashes(text: str, random_: random.Random) -> str:
    return text.replace("-", random_.choice(_DASHES))


def _quotes(text: str, random_: random.Random) -> str:
    left, right = random_.choice(_QUOTES)
    return re.sub(r'"([^"\n]*)"', rf"{left}\1{right}", text)


def _blank_lines(text: str, random_: random.Random) -> str:
    return "\n".join(line + "\n" * random_.randint(0, 3) for line in text.split("\n"))


def _page_breaks(text: str, _: random.Random) -> str:
    """Put a page break before every row: every line that begins with a number."""
    return _NUMBER.sub(r"\f\1\2\3", text)


def _restarted(text: str, random_: random.Random) -> str:
    """Let the numbers of the rows begin anew every few rows."""
    every, count = random_.randint(4, 9), 0

    def renumbered(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"{found[1]}{(count - 1) % every + 1}{found[3]}"

    return _NUMBER.sub(renumbered, text)


def _unnumbered(text: str, _: random.Random) -> str:
    return _NUMBER.sub(r"\1", text)


def _spaces(text: str, random_: random.Random) -> str:
    return re.sub(r"(?<=\w) (?=\w)", lambda _: random_.choice((" ", " ", "\u00a0", "  ")), text)


CHANGES: Final[dict[str, Change]] = {
    "dashes": _dashes,
    "quotes": _quotes,
    "NFD": lambda text, _: unicodedata.normalize("NFD", text),
    "blank lines": _blank_lines,
    "page break at every row": _page_breaks,
    "numbers begin anew": _restarted,
    "no numbers": _unnumbered,
    "spaces": _spaces,
    "CR LF": lambda text, _: text.replace("\n", "\r\n"),
}


def mutant(plan: str, seed: int) -> Mutant:
    """Return mutant `seed` of a plan: columns swapped, one of them dropped or none, other heads, one or two changes."""
    random_ = random.Random(f"mutant/{plan}/{seed}")  # noqa: S311 (no secret is made of it)
    columns = LAYOUTS[plan][0]
    spare = [column for column in columns if column not in ("label", "lead")]
    dropped = random_.sample(spare, 1) if random_.random() < 0.3 else []
    names = random_.sample(sorted(CHANGES), random_.randint(1, 2))
    if seed % 5 == 0:
        rows = gold(plan)["rows"]
        page = _merged_page(rows, [c for c in columns if c not in dropped], random_)
        return Mutant(page, ("merged cells", *(f"no {c}" for c in dropped)), tuple(rows), has_lead=True)
    made = variant(plan, seed, drop=dropped)
    text = made.text
    for name in names:
        text = CHANGES[name](text, random_)
    return Mutant(text, (*names, *(f"no {column}" for column in dropped)), made.rows, has_lead=True)


def _merged_page(rows: Sequence[dict[str, Any]], columns: Sequence[str], random_: random.Random) -> str:
    """Return a web page whose equal neighbouring cells of one column are merged, its columns in another order."""
    order = random_.sample(list(columns), len(columns))
    parts = ["<!DOCTYPE html><meta charset=utf-8><p>PHỤ LỤC</p>"]
    for table in dict.fromkeys(row["table"] for row in rows):
        own = [row for row in rows if row["table"] == table]
        parts.append(f"<p>{table}. CÁC CHỈ TIÊU</p>" if table else "")
        heads = "".join(f"<th>{html.escape(random_.choice(SYNONYMS[column]))}</th>" for column in order)
        parts.append(f"<table><tr>{heads}</tr>{''.join(_merged_rows(own, order))}</table>")
    return "\n".join(parts)


def _merged_rows(rows: Sequence[dict[str, Any]], order: Sequence[str]) -> list[str]:
    printed = [[_words(row, column) for column in order] for row in rows]
    lines = []
    for at, cells in enumerate(printed):
        line = ""
        for column, words in enumerate(cells):
            mergeable = order[column] in ("lead", "coordinating", "guiding") and words
            if mergeable and at and printed[at - 1][column] == words:
                continue
            down = 1
            while mergeable and at + down < len(printed) and printed[at + down][column] == words:
                down += 1
            spans = f' rowspan="{down}"' if down > 1 else ""
            line += f"<td{spans}>{html.escape(words).replace(chr(10), '<br>')}</td>"
        lines.append(f"<tr>{line}</tr>")
    return lines


def _words(row: dict[str, Any], column: str) -> str:
    key = {"target": "target_raw"}.get(column, f"{column}_raw" if f"{column}_raw" in row else column)
    value = row["label"] if column == "label" else row[key]
    return "\n".join(value) if isinstance(value, list) else value or ""
