"""Resolving a plan of 30 rows takes at most 50 ms of processor time on loaded registries, whatever its labels are."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.curation.sources import load_sources
from kg.curation.tsv import read_table
from kg.extraction.model import PlanRecord
from kg.resolution.registries import Registries
from kg.resolution.resolve import resolve

# Under coverage every line is traced, which takes about as long again as the work itself.
LIMIT = 0.05 if sys.gettrace() is None else 0.15
ROUNDS = 5
UNSEEN = [row.cells["printed"] for row in read_table(Path(__file__).parent / "data/indicator-labels.tsv", ("printed",))]
NAMES = [row.cells["printed"] for row in read_table(Path(__file__).parent / "data/no-agencies.tsv", ("printed",))]


def unseen(record: PlanRecord) -> Iterator[PlanRecord]:
    """The record again and again, each time with labels and leads that nothing before it had."""
    for number in range(ROUNDS):
        rows = tuple(
            replace(
                row,
                label=f"{UNSEEN[n]} loại {number}",
                roles=replace(row.roles, lead=(f"{NAMES[n]} {number}",)),
            )
            for n, row in enumerate(record.rows)
        )
        yield replace(record, rows=rows)


@pytest.mark.parametrize("known", [True, False])
def test_a_plan_of_30_rows_is_resolved_in_50_ms(
    records: dict[str, PlanRecord], registries: Registries, known: bool
) -> None:
    curation = load_sources()
    record = replace(records["001"], rows=records["001"].rows[:30])
    assert len(record.rows) == 30
    taken = []
    for each in [record] * ROUNDS if known else unseen(record):
        start = time.process_time()
        resolve(each, registries, curation)
        taken.append(time.process_time() - start)
    assert min(taken) <= LIMIT
