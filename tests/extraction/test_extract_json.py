"""The JSON of `chitieu extract --format json`, the places of rows, and the time that extraction takes."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from pathlib import PurePath

import pytest

from kg.documents.model import Document
from kg.documents.reader import read
from kg.documents.text import read_text
from kg.extraction.extract import extract
from kg.extraction.serialise import to_json
from kg.resources import resource

DOCUMENT = {
    "kind",
    "number",
    "number_raw",
    "date",
    "date_raw",
    "issuer",
    "locality",
    "title",
    "appendix_label",
    "appendix_title",
    "year_of_targets",
    "status",
    "location",
}
ROW = {
    "table",
    "section",
    "section_title",
    "ordinal",
    "parent_ordinal",
    "is_parent",
    "row_kind",
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
    "alternative_roles",
    "agency_remarks",
    "label_thresholds",
    "deadline",
    "deliverable",
    "note",
    "citations",
    "flags",
    "location",
}
TARGET = {"raw", "comparator", "value", "value_max", "unit", "year", "scope"}


@pytest.fixture(scope="module")
def corpus() -> list[Document]:
    """The five plans, read."""
    return [read(path, max_bytes=1_000_000) for path in sorted(resource("corpus").glob("*.txt"))]


def test_field_names_are_fixed(corpus: list[Document]) -> None:
    for document in corpus:
        found = to_json(extract(document))
        assert set(found["document"]) == DOCUMENT
        assert all(set(row) == ROW for row in found["rows"])
        assert all(set(target) == TARGET for row in found["rows"] for target in row["targets"])
        assert set(found["body"]) == {"targets", "citations"}
        assert json.loads(json.dumps(found, ensure_ascii=False)) == found


def test_numbers_are_int_or_float(corpus: list[Document]) -> None:
    values = [t["value"] for d in corpus for row in to_json(extract(d))["rows"] for t in row["targets"]]
    assert {type(value) for value in values} == {int, float, type(None)}
    assert not any(isinstance(value, float) and value.is_integer() for value in values)


def test_extraction_is_pure(corpus: list[Document]) -> None:
    assert [extract(document) for document in corpus] == [extract(document) for document in corpus]


def test_every_flag_has_a_reason_and_every_row_its_place(corpus: list[Document]) -> None:
    for document in corpus:
        record = extract(document)
        lines = record.text.split("\n")
        for row in record.rows:
            assert all(len(flag.reason) > 10 for flag in row.flags)
            assert row.location.lines is not None
            first, last = row.location.lines
            words = row.label.split()
            assert words[0] in " ".join(lines[first - 1 : last])
            assert words[-1].rstrip(")") in " ".join(lines[first - 1 : last])
            for cell in row.cells:
                assert cell.position.lines is not None
                assert first <= cell.position.lines[0] <= cell.position.lines[1] <= last


def test_decimals_are_exact(corpus: list[Document]) -> None:
    values = {t.value for document in corpus for row in extract(document).rows for t in row.targets}
    assert {Decimal("0.25"), Decimal("99.7"), Decimal("0.5")} <= values


def test_extraction_takes_time_in_proportion() -> None:
    """Of a plan of one cell a line, where every line may be of any column: four times the rows, four times as long."""
    small, large = (one_cell_a_line(rows) for rows in (40, 160))
    assert min(_seconds(large) for _ in range(3)) < 3 * 4 * min(_seconds(small) for _ in range(3))


def one_cell_a_line(rows: int) -> Document:
    lines = ["TT", "Chỉ tiêu", "Mục tiêu", "Cơ quan chủ trì", "Cơ quan phối hợp"]
    for number in range(1, rows):
        lines += [f"{number}", f"Tỷ lệ hồ sơ thứ {number} trên mạng", f"{number}%", "Sở Nội vụ", "Công an tỉnh"]
    return read_text(PurePath("plan.txt"), "\n".join(lines).encode())


def _seconds(document: Document) -> float:
    start = time.process_time()
    extract(document)
    return time.process_time() - start
