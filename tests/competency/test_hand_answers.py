"""A second look at answers that a person wrote: derived again, another way, where the transcription or a table can."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.curation.tsv import read_table
from kg.resolution.places import COLUMNS
from kg.resources import resource

HERE = Path(__file__).parent
GOLD = HERE.parent / "gold"
PLANS: dict[str, dict[str, Any]] = {path.stem: json.loads(path.read_text("utf-8")) for path in GOLD.glob("00?.json")}
PLACE = "ctid:place/"


def answer(name: str) -> list[tuple[str, ...]]:
    """The committed answer, without its head."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def names(row: dict[str, Any]) -> Iterator[str]:
    for role in ("lead", "coordinating", "guiding"):
        yield from row.get(role) or ()


def unresolved() -> set[tuple[str, ...]]:
    """Names that the transcription gives no level and no type, with the rows that print them."""
    agencies = json.loads((GOLD / "agencies.json").read_text("utf-8"))
    cut = [name for name, facts in agencies.items() if facts["in_rows"] and name.endswith("cấp")]
    rows = [row for plan in PLANS.values() for row in plan["rows"]]
    return {(name, str(sum(name in names(row) for row in rows))) for name in cut}


def corrected() -> set[str]:
    """Names that the transcription notes as misprinted or of the wrong level, by the words that its note quotes."""
    agencies = json.loads((GOLD / "agencies.json").read_text("utf-8"))
    noted = {name: facts.get("note") or "" for name, facts in agencies.items() if facts["in_rows"]}
    wrong = {name: note.lower() for name, note in noted.items() if "lỗi" in note or "sai cấp" in note}
    return {
        name
        for name, note in wrong.items()
        for words in re.findall(r"'([^']+)'", note)
        if name.lower().startswith(words) or name.lower().endswith(words)
    }


def unnamed() -> set[tuple[str, ...]]:
    return {(name,) for name, plan in PLANS.items() if not plan["document"]["locality"]["name"]}


def printed_years() -> set[tuple[str, ...]]:
    years = {name: plan["document"]["year_of_targets"] for name, plan in PLANS.items()}
    return {(name, str(year)) for name, year in years.items() if year}


def information() -> set[tuple[str, ...]]:
    return {("004", str(sum(row["table"] == "I" for row in PLANS["004"]["rows"])))}


def places() -> list[dict[str, str]]:
    return [dict(row.cells) for row in read_table(resource("ontology/places.tsv"), COLUMNS)]


def code_56() -> set[tuple[str, ...]]:
    found = [cells for cells in places() if cells["gso_code"] == "56" and cells["level"] == "tinh"]
    return {(PLACE + cells["slug"], cells["valid_until"]) for cells in found}


def later_places() -> set[tuple[str, ...]]:
    found = [cells for cells in places() if cells["slug"] in ("kon-tum", "quang-ngai")]
    return {(PLACE + cells["slug"], PLACE + cells["replaced_by"]) for cells in found}


@pytest.mark.parametrize(
    ("question", "derived"),
    [
        ("agency-unresolved", unresolved()),
        ("plan-unnamed-place", unnamed()),
        ("plan-information", information()),
        ("time-code", code_56()),
        ("time-place-successor", later_places()),
    ],
)
def test_the_answer_is_the_same_the_other_way(question: str, derived: set[tuple[str, ...]]) -> None:
    assert derived
    assert set(answer(question)) == derived


def test_names_read_as_others_are_those_that_the_transcription_notes() -> None:
    noted = {name.lower() for name in corrected()}
    assert noted
    assert {name.lower() for name, _ in answer("agency-corrected")} == noted


def test_years_are_those_printed_and_the_one_that_a_curator_states() -> None:
    assert set(answer("plan-target-year")) - printed_years() == {("003", "2023")}
    assert printed_years() <= set(answer("plan-target-year"))
