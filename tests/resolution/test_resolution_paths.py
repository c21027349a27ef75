"""Paths of assignments: unique, and moved only by a change at their own place."""

from __future__ import annotations

from dataclasses import replace

from kg.documents.model import Position
from kg.extraction.model import PlanRecord, Roles, Row, RowKind
from kg.resolution.paths import assignment_paths

EMPTY = Row(
    table=None, section=None, section_title=None, ordinal=None, parent_ordinal=None, is_parent=False,
    row_kind=RowKind.INDICATOR, label="x", label_raw=None, target_raw=(), targets=(), roles=Roles(),
    alternative_roles=None, agency_remarks=(), label_thresholds=(), deadline=None, deliverable=None, note=None,
    citations=(), flags=(), location=Position(), cells=(),
)  # fmt: skip


def row(table: str | None, section: str | None, ordinal: str | None, parent: str | None = None) -> Row:
    return replace(EMPTY, table=table, section=section, ordinal=ordinal, parent_ordinal=parent)


def test_paths_are_table_section_and_ordinals_in_ascii() -> None:
    rows = [row(None, "I", "1"), row("III", "VIII", "56."), row("III", "VIII", "a)", "56."), row(None, None, "Đ.1")]
    assert assignment_paths(rows) == ("_/I/1", "III/VIII/56", "III/VIII/56/a", "_/_/d-1")


def test_repeated_and_missing_ordinals_are_counted_among_siblings() -> None:
    rows = [row(None, "I", "1"), row(None, "I", "1"), row(None, "I", None), row(None, "I", "•"), row(None, "II", "1")]
    assert assignment_paths(rows) == ("_/I/1", "_/I/1_2", "_/I/_1", "_/I/_2", "_/II/1")


def test_sub_rows_stand_below_the_parent_that_comes_before_them() -> None:
    rows = [row("I", None, "9."), row("I", None, None, "9."), row("I", None, "9."), row("I", None, None, "9.")]
    assert assignment_paths(rows) == ("I/_/9", "I/_/9/_1", "I/_/9_2", "I/_/9_2/_1")


def test_a_sub_row_without_its_parent_keeps_the_parents_ordinal() -> None:
    assert assignment_paths([row("I", "A", "2)", "7.")]) == ("I/A/7/2",)


def test_paths_of_the_corpus_are_unique(records: dict[str, PlanRecord]) -> None:
    for name, record in records.items():
        assert len(set(assignment_paths(record.rows))) == len(record.rows), name


def test_a_row_added_elsewhere_moves_no_path(records: dict[str, PlanRecord]) -> None:
    for record in records.values():
        before = assignment_paths(record.rows)
        for place in (0, len(record.rows) // 2, len(record.rows)):
            rows = list(record.rows)
            rows.insert(place, row("ZZ", "Z", "99."))
            after = list(assignment_paths(rows))
            del after[place]
            assert tuple(after) == before
