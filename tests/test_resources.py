"""Data files are found by name, and what is wrong with one is told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.resources import parse_turtle, read_toml, resource


def test_a_data_file_is_found_by_its_room() -> None:
    assert resource("ontology/chitieu.ttl").is_file()


@pytest.mark.parametrize("name", ["kg/cli.py", "ontology/no-such.ttl"])
def test_what_is_no_data_file_is_refused(name: str) -> None:
    with pytest.raises(ResourceError, match=name):
        resource(name)


def test_broken_turtle_is_told_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .\n<urn:a> nonsense\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"broken\.ttl, line 2"):
        parse_turtle(path)


def test_a_lexicon_is_read() -> None:
    assert read_toml("ontology/lexicon/columns.toml")
