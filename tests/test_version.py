"""The version stands in the code, in the distribution's metadata and in the citation file; all say the same."""

from __future__ import annotations

import tomllib
from pathlib import Path

import kg
from kg.version import VERSION

_ROOT = Path(__file__).parents[1]


def test_every_file_says_the_same_version() -> None:
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = (_ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert project["version"] == VERSION == kg.__version__
    assert f'version: "{VERSION}"' in citation or f"version: {VERSION}" in citation
