"""Where exactly something is printed."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import SnapshotDamaged
from kg.store.sources import SourceContent, SourceDocument, Sources
from tests.store.conftest import PLAN, ROW, content


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "ở đây?#%.sqlite"  # SQLite takes an address, in which these mean something
    content().write(found)
    return found


def test_cells_of_an_assignment(path: Path) -> None:
    with Sources.open(path) as sources:
        assert sources.cells_of(ROW) == content().rows[0].cells
        assert sources.row_of(ROW) == content().rows[0]
        assert sources.cells_of("nothing") == ()
        assert sources.row_of("nothing") is None


def test_text_of_a_plan(path: Path) -> None:
    with Sources.open(path) as sources:
        assert sources.text_of(PLAN) == "một\nhai\nba"
        assert sources.text_of(PLAN, (2, 3)) == "hai\nba"
        assert sources.text_of(PLAN, (2, 2)) == "hai"
        assert sources.text_of("nothing") is None
        assert sources.documents() == tuple(content().documents)


def test_of_two_files_of_a_plan_the_text_is_the_one_of_its_rows(tmp_path: Path) -> None:
    other = SourceDocument(PLAN, "bản khác.txt", "a" * 64, "text/plain", "khác")
    both = replace(content(), documents=[other, *content().documents])
    both.write(tmp_path / "s.sqlite")
    with Sources.open(tmp_path / "s.sqlite") as sources:
        assert sources.text_of(PLAN, (1, 1)) == "một"
        assert len(sources.documents()) == 2


def test_the_order_of_what_is_given_makes_no_difference(tmp_path: Path) -> None:
    extra = SourceDocument(PLAN, "x", "a" * 64, "text/plain", "x")
    there = SourceContent([*content().documents, extra], content().rows, content().entries)
    back = SourceContent([extra, *content().documents], content().rows, content().entries)
    assert there.digest() == back.digest() != content().digest()
    there.write(tmp_path / "there")
    back.write(tmp_path / "back")
    assert (tmp_path / "there").read_bytes() == (tmp_path / "back").read_bytes()


def test_nobody_writes_into_it(path: Path) -> None:
    with Sources.open(path) as sources, pytest.raises(SnapshotDamaged, match="readonly"):
        sources.select("DELETE FROM cell")


def test_what_is_no_database_is_damage(tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(b"no database" * 1000)
    with Sources.open(tmp_path / "s") as sources, pytest.raises(SnapshotDamaged, match="not a database"):
        sources.documents()
    with pytest.raises(SnapshotDamaged), Sources.open(tmp_path / "missing") as sources:
        sources.documents()


def test_it_is_one_file_without_a_journal(path: Path) -> None:
    assert [found.name for found in path.parent.iterdir()] == [path.name]
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
