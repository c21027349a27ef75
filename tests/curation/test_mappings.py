"""SSSOM tables: what is read, and what each mistake is told as."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.curation.mappings import COLUMNS, Justification, load_mappings
from kg.curation.tsv import read_table
from kg.errors import CurationError
from kg.resources import resource
from kg.vocabulary import ID

GOOD = {
    "subject_label": "Cục Thuế huyện",
    "subject_source": "ctid:document/x",
    "scope": "",
    "predicate_modifier": "",
    "predicate_id": "skos:exactMatch",
    "object_id": "ctid:agency-kind/chi-cuc-thue",
    "object_label": "Chi cục Thuế",
    "mapping_justification": "semapv:ManualMappingCuration",
    "confidence": "0.9",
    "comment": "A slip of level.",
}


def table(folder: Path, **changes: str) -> Path:
    path = folder / "x.sssom.tsv"
    cells = {**GOOD, **changes}
    path.write_text("# a comment\n" + "\t".join(COLUMNS) + "\n" + "\t".join(cells[c] for c in COLUMNS) + "\n", "utf-8")
    return path


def test_a_mapping_is_read_with_its_reason(tmp_path: Path) -> None:
    (mapping,) = load_mappings(table(tmp_path, predicate_modifier="Not", scope="ctid:document/y"))
    assert mapping.target == ID + "agency-kind/chi-cuc-thue"
    assert (mapping.seen_in, mapping.scope) == (ID + "document/x", ID + "document/y")
    assert mapping.rejected
    assert mapping.justification is Justification.MANUAL
    assert (mapping.confidence, mapping.reason) == (0.9, "A slip of level.")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"subject_label": ""}, "subject_label is empty"),
        ({"comment": ""}, "needs its reason"),
        ({"mapping_justification": "semapv:Guess"}, "mapping_justification is 'semapv:Guess'"),
        ({"confidence": "high"}, "confidence is 'high'"),
        ({"confidence": "1.5"}, "confidence is '1.5'"),
        ({"object_id": "nowhere"}, "object_id is 'nowhere'"),
        ({"scope": "zz:y"}, "scope is 'zz:y'"),
        ({"comment": "one\ttoo many"}, "11 cells, expected 10"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(tmp_path: Path, changes: dict[str, str], told: str) -> None:
    with pytest.raises(CurationError, match=told) as raised:
        load_mappings(table(tmp_path, **changes))
    assert "x.sssom.tsv, line 3" in str(raised.value)


def test_a_table_without_a_column_or_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "y.tsv"
    path.write_text("a\tb\n1\t2\n", "utf-8")
    with pytest.raises(CurationError, match="lacks the column"):
        load_mappings(path)
    assert [row.cells for row in read_table(path, ("a",))] == [{"a": "1", "b": "2"}]
    with pytest.raises(CurationError, match="cannot be read"):
        read_table(tmp_path / "missing.tsv", ("a",))
    (tmp_path / "z.tsv").write_bytes(b"a\n\xff\n")
    with pytest.raises(CurationError, match="cannot be read"):
        read_table(tmp_path / "z.tsv", ("a",))


@pytest.mark.parametrize("name", ["agencies", "indicators"])
def test_shipped_mappings_are_sorted_and_stand_once(name: str) -> None:
    path = resource(f"ontology/mappings/{name}.sssom.tsv")
    keys = [
        (row.cells["object_id"], row.cells["subject_source"], row.cells["subject_label"])
        for row in read_table(path, COLUMNS)
    ]
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys)
    assert all(mapping.reason for mapping in load_mappings(path) if mapping.justification is Justification.MANUAL)
