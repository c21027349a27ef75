"""Print how far the extraction of the corpus agrees with the hand-checked transcription in tests/gold.

    .venv/bin/python scripts/score_extraction.py

One line a field, one column a plan: fields that agree of fields that are printed, after NFC and white space. Ends with
status 1 when anything differs; the differences are listed below the table.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.documents.reader import read
from kg.extraction.extract import extract
from kg.extraction.serialise import to_json
from kg.resources import resource
from kg.settings import Settings
from kg.vietnamese import normalise

GOLD = Path(__file__).parent.parent / "tests" / "gold"
PLANS = ("000", "001", "002", "003", "004")
HEADER = ("kind", "number", "date", "issuer", "locality", "title", "appendix_label", "year_of_targets")
ROW = (
    "table",
    "section",
    "section_title",
    "ordinal",
    "parent_ordinal",
    "is_parent",
    "label",
    "label_raw",
    "target_raw",
    "targets",
    "lead",
    "coordinating",
    "guiding",
    "lead_raw",
    "coordinating_raw",
    "guiding_raw",
    "agency_remarks",
    "label_thresholds",
    "note",
    "citations",
    "lines",
)
UNCERTAIN = frozenset({"role_uncertain", "split_uncertain"})

Json = dict[str, Any]
Difference = tuple[str, str, Any, Any]  # field, where, expected, found


def gold(plan: str) -> Json:
    """Return the transcription of one plan."""
    found: Json = json.loads((GOLD / f"{plan}.json").read_text(encoding="utf-8"))
    return found


def extracted(plan: str) -> Json:
    """Return what the extraction makes of the same file of the corpus."""
    path = resource("corpus") / gold(plan)["file"]
    return to_json(extract(read(path, max_bytes=Settings().max_document_bytes)))


def comparable(value: Any) -> Any:
    """Return a value with its strings in NFC, white space normalised, at any depth."""
    if isinstance(value, str):
        return normalise(value)
    if isinstance(value, list):
        return [comparable(item) for item in value]
    if isinstance(value, dict):
        return {key: comparable(item) for key, item in value.items()}
    return value


def _expected(field: str, row: Json) -> Any:
    """Return a field of a transcribed row in the terms of the extraction."""
    if field == "is_parent":
        return bool(row.get("is_parent"))
    if field == "citations":
        return [_citation(c, c.get("locator_raw")) for c in row["citations"]]
    if field == "agency_remarks":
        return [{k: r[k] for k in ("role", "agency", "printed", "remark")} for r in row.get(field, [])]
    if field == "label_thresholds":
        return row.get(field, [])
    return row.get(field)


def _citation(citation: Json, locator: str | None) -> Json:
    names = ("type", "number", "date", "issuer_raw", "raw", "where")
    return {**{name: citation[name] for name in names}, "locator": locator}


def _found(field: str, row: Json) -> Any:
    """Return the same field of an extracted row."""
    if field == "targets":
        return [{name: target[name] for name in ("comparator", "value", "unit")} for target in row["targets"]]
    if field == "citations":
        return [_citation(c, c["locator"]) for c in row["citations"]]
    return row["location"]["lines"] if field == "lines" else row[field]


def differences(plan: str, found: Json) -> Iterator[tuple[str, Difference | None]]:
    """Give every compared field of a plan, with its difference or None."""
    expected = gold(plan)
    for field in HEADER:
        yield _compare(field, "document", expected["document"].get(field), found["document"][field])
    yield _compare("number of rows", "rows", len(expected["rows"]), len(found["rows"]))
    for row, other in zip(expected["rows"], found["rows"], strict=False):
        for field in ROW:
            yield _compare(field, row["id"], _expected(field, row), _found(field, other))
        yield _compare("flagged where ambiguous", row["id"], True, is_flagged(other) or not row.get("ambiguous"))
    yield from _body(expected, found)


def is_flagged(row: Json) -> bool:
    """Tell whether an extracted row says that its roles or names are uncertain."""
    return any(flag["code"] in UNCERTAIN for flag in row["flags"])


def _body(expected: Json, found: Json) -> Iterator[tuple[str, Difference | None]]:
    names = ("phrase", "value", "comparator", "unit", "year")
    targets = [({n: t[n] for n in names}, t["line"]) for t in expected.get("body_targets", [])]
    others = [({n: t[n] for n in names}, t["location"]["lines"][0]) for t in found["body"]["targets"]]
    yield _compare("body targets", "body", targets, others)
    names = ("type", "number", "date", "issuer_raw", "raw")
    citations = [({n: c[n] for n in names}, c["line"]) for c in expected.get("body_citations", [])]
    others = [({n: c[n] for n in names}, c["location"]["lines"][0]) for c in found["body"]["citations"]]
    yield _compare("body citations", "body", citations, others)


def _compare(field: str, where: str, expected: Any, found: Any) -> tuple[str, Difference | None]:
    expected, found = comparable(expected), comparable(found)
    return field, None if expected == found else (field, where, expected, found)


def main() -> int:
    """Print the table and the differences; return the exit status."""
    table: dict[str, dict[str, list[int]]] = {}
    failed: list[Difference] = []
    for plan in PLANS:
        for field, difference in differences(plan, extracted(plan)):
            count = table.setdefault(field, {}).setdefault(plan, [0, 0])
            count[0] += difference is None
            count[1] += 1
            failed.extend([difference] if difference else [])
    print("field".ljust(26), *(plan.rjust(9) for plan in PLANS))
    for field, counts in table.items():
        print(field.ljust(26), *("/".join(map(str, counts[plan])).rjust(9) for plan in PLANS))
    for field, where, expected, found in failed:
        print(f"{where} {field}:\n  expected {expected!r}\n  found    {found!r}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
