"""Reading data files, and the schemes that they hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

import kg.resources
from kg.errors import ResourceError
from kg.graph.reference import registry_files
from kg.graph.schemes import load_schemes
from kg.graph.terms import name
from kg.graph.turtle import facts_of
from kg.vocabulary import ID


def test_a_broken_file_is_named_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "broken.ttl").write_text("<http://a> <http://b> \n .\n", encoding="utf-8")
    monkeypatch.setattr(kg.resources, "_PACKAGE", tmp_path / "kg")
    with pytest.raises(ResourceError, match=r"ontology/broken\.ttl.*line 2"):
        facts_of("ontology/broken.ttl")


def test_every_registry_goes_into_the_reference_graph() -> None:
    files = registry_files()
    assert "ontology/schemes.ttl" in files
    assert "ontology/chitieu.ttl" not in files
    assert files == sorted(files)


def test_units_by_what_is_printed() -> None:
    schemes = load_schemes()
    assert schemes.unit("%") == schemes.unit("Phần trăm") == name("unit:PERCENT")
    assert schemes.unit("bài/năm") == NamedNode(f"{ID}unit/bai-nam")


def test_headings_count_only_when_they_are_the_label() -> None:
    schemes = load_schemes()
    assert schemes.pillar("KINH TẾ SỐ") == NamedNode(f"{ID}pillar/kinh-te-so")
    assert schemes.pillar("Kinh tế số và xã hội số") is None
    assert schemes.pillar(None) is None
    assert schemes.group("Nhận thức số", frozenset()) is None
