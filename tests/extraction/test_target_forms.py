"""Every form of a target that plans are known to print is read, or kept as it is printed (`target_forms.toml`)."""

from __future__ import annotations

import tomllib
from pathlib import Path, PurePath

import pytest

from kg.documents.html import read_html
from kg.extraction.extract import extract
from kg.extraction.model import Comparator, Row, Target

FORMS = tomllib.loads(Path(__file__).with_name("target_forms.toml").read_text(encoding="utf-8"))
WITHOUT_NUMBER = (Comparator.QUALITATIVE, Comparator.BOOLEAN, Comparator.MINMAX)


def row_of(heads: list[str], cells: list[str]) -> Row:
    """Return the row of a table with these heads, and these cells under them."""
    lines = [["TT", *heads, "Cơ quan chủ trì"], ["1", *cells, "Sở Nội vụ"]]
    body = "".join("<tr>" + "".join(f"<td>{cell}" for cell in line) for line in lines)
    page = f"<!DOCTYPE html><meta charset=utf-8><table>{body}</table>"
    (row,) = extract(read_html(PurePath("trang.html"), page.replace("\n", "<br>").encode())).rows
    return row


def told(target: Target) -> str:
    parts = (target.comparator.value, target.value, target.value_max, target.unit)
    return " ".join(f"{part}" for part in parts if part is not None)


@pytest.mark.parametrize("printed", FORMS["cell"])
def test_a_cell(printed: str) -> None:
    row = row_of(["Chỉ tiêu", "Mục tiêu"], ["Tên của chỉ tiêu", printed.replace("<", "&lt;")])
    assert [told(target) for target in row.targets] == FORMS["cell"][printed]
    assert "\n".join(row.target_raw) == printed.replace("; ", "\n")
    assert all(target.raw for target in row.targets if target.comparator in WITHOUT_NUMBER)


@pytest.mark.parametrize("printed", FORMS["unit"])
def test_a_cell_beside_its_unit(printed: str) -> None:
    target, unit = printed.replace("<", "&lt;").split(" | ")
    row = row_of(["Chỉ tiêu", "Mục tiêu", "Đơn vị tính"], ["Tên của chỉ tiêu", target, unit])
    assert [told(target) for target in row.targets] == FORMS["unit"][printed]


@pytest.mark.parametrize("printed", FORMS["label"])
def test_a_label(printed: str) -> None:
    row = row_of(["Chỉ tiêu"], [printed])
    assert row.label == printed
    assert [told(target) for target in row.targets if target.value is not None] == FORMS["label"][printed]
