"""Nothing is wired to the five plans: columns permuted, heads replaced, columns dropped, characters exchanged."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Any

import pytest

from kg.documents.text import read_text
from kg.extraction.extract import extract
from kg.resources import resource
from kg.vietnamese import fold
from tests.extraction.variants import LAYOUTS, PLANS, gold, variant

VARIANTS = {plan: 4 if plan == "004" else 12 for plan in PLANS}  # the fifth has as many rows as all the others
KEPT = 0.95
KEPT_UNDER_MUTATION = 0.97


def _kept(text: str, rows: Sequence[dict[str, Any]], *, leads: bool = True) -> tuple[float, float, int]:
    """Return the shares of rows and of lead cells that the extraction keeps, and how many rows it has beyond them."""
    record = extract(read_text(PurePath("variant.txt"), text.encode()))
    found = defaultdict(list)
    for row in record.rows:
        found[row.table, fold(row.label)].append([fold(name) for name in row.roles.lead])
    kept = kept_leads = 0
    for expected in rows:
        same = found[expected["table"], fold(expected["label"])]
        if same:
            kept += 1
            kept_leads += same.pop(0) == ([fold(name) for name in expected["lead"]] if leads else [])
    return kept / len(rows), kept_leads / len(rows), len(record.rows) - len(rows)


@pytest.mark.parametrize(("plan", "seed"), [(plan, seed) for plan in PLANS for seed in range(VARIANTS[plan])])
def test_permuted_columns_and_other_heads(plan: str, seed: int) -> None:
    made = variant(plan, seed)
    rows, leads, beyond = _kept(made.text, made.rows)
    where = f"plan {plan}, seed {seed}, columns {made.columns}"
    assert rows >= KEPT, where
    assert leads >= KEPT, where
    assert beyond <= 0.05 * len(made.rows), where


@pytest.mark.parametrize(
    ("plan", "column"),
    [(plan, column) for plan in PLANS for column in LAYOUTS[plan][0] if column != "label"],
)
def test_dropped_columns(plan: str, column: str) -> None:
    for seed in range(VARIANTS[plan] // 4):
        made = variant(plan, seed, drop=[column])
        rows, leads, _ = _kept(made.text, made.rows, leads=column != "lead")
        where = f"plan {plan} without {column}, seed {seed}, columns {made.columns}"
        assert rows >= KEPT, where
        assert leads >= KEPT, where


def _blank_lines(text: str) -> str:
    random_ = random.Random(7)  # noqa: S311 (no secret is made of it)
    return "\n".join(line + "\n" * random_.randint(0, 2) for line in text.split("\n"))


MUTATIONS: dict[str, Callable[[str], str]] = {
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "other dashes": lambda text: text.replace("-", "–"),
    "non-breaking spaces": lambda text: text.replace(" ", "\u00a0"),
    "CR LF": lambda text: text.replace("\n", "\r\n"),
    "extra blank lines": _blank_lines,
    "no blank lines": lambda text: "\n".join(line for line in text.split("\n") if line.strip()),
    "form feeds": lambda text: re.sub(r"\n{4,}", "\n\f\n", text),
    "trailing white space lost": lambda text: "\n".join(line.rstrip() for line in text.split("\n")),
    "ordinals missing": lambda text: re.sub(r"(?m)^(\t?)\d+\.? *(\t|$)", r"\1\2", text),
    "heads in capitals": lambda text: re.sub(r"(?m)^\t?(TT|Stt)\b.*$", lambda head: head[0].upper(), text),
    "pipes for tabs": lambda text: re.sub(
        r"(?m)^.*\t.*\t.*$", lambda line: "| " + line[0].replace("\t", " | ") + " |", text
    ),
}


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_mutations_of_the_print(plan: str, mutation: str) -> None:
    transcription = gold(plan)
    text = (resource("corpus") / transcription["file"]).read_text(encoding="utf-8")
    rows, leads, beyond = _kept(MUTATIONS[mutation](text), transcription["rows"])
    assert rows >= KEPT_UNDER_MUTATION
    assert leads >= KEPT_UNDER_MUTATION
    assert beyond <= 2
