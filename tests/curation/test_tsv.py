"""Tables written by decisions: sorted, whole, with their comments."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.curation.mappings import load_folder, load_new_indicators
from kg.curation.tsv import read_table, write_row
from kg.errors import CurationError

COLUMNS = ("id", "label")


def test_rows_are_sorted_and_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "x.tsv"
    write_row(path, COLUMNS, {"id": "b", "label": "two"}, ("id",))
    path.write_text("# What this is.\n" + path.read_text("utf-8"), "utf-8")
    write_row(path, COLUMNS, {"id": "a", "label": "one\twith\na break"}, ("id",))
    write_row(path, COLUMNS, {"id": "b", "label": "three"}, ("id",))
    assert path.read_bytes().decode() == "# What this is.\nid\tlabel\na\tone with a break\nb\tthree\n"


def test_a_row_may_take_the_place_of_others(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    for row in ("a", "b"):
        write_row(path, COLUMNS, {"id": row, "label": "same"}, ("id",))
    write_row(path, COLUMNS, {"id": "c", "label": "same"}, ("id",), lambda row: row["label"] == "same")
    assert [row.cells["id"] for row in read_table(path, COLUMNS)] == ["c"]


def test_what_cannot_be_written_is_told_and_stays(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(CurationError, match="cannot be written"):
        write_row(tmp_path / "file" / "x.tsv", COLUMNS, {"id": "a"}, ("id",))
    other = tmp_path / "other.tsv"
    other.write_text("something\nelse\n", "utf-8")
    with pytest.raises(CurationError, match="lacks the column"):
        write_row(other, COLUMNS, {"id": "a"}, ("id",))
    assert other.read_text("utf-8") == "something\nelse\n"


def test_folders_are_read_whole(tmp_path: Path) -> None:
    assert not any(load_folder(tmp_path).values())
    assert load_new_indicators(tmp_path) == ()
    (tmp_path / "new-indicators.tsv").write_text("id\tlabel\treason\nctid:indicator/x\t\tbecause\n", "utf-8")
    with pytest.raises(CurationError, match=r"new-indicators\.tsv, line 2"):
        load_new_indicators(tmp_path)
