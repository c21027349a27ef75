"""The data files of this room: the words that a notebook shows, and the query that counts what is inside."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from kg.output.bilingual import Language


@cache
def definition(name: str) -> str:
    """Return the text of a data file of this room."""
    return (files("kg.dataset") / name).read_text(encoding="utf-8")


def words(lang: Language) -> Mapping[str, Any]:
    """Return the words in a language: texts by name, and `calls` with examples of calls."""
    found: Mapping[str, Any] = tomllib.loads(definition("words.toml"))[lang]
    return found
