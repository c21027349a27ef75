"""What the pages say, in Vietnamese and English: `api/messages/<family>.toml`, both languages of a message together."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from starlette.requests import Request

from api.negotiation import best
from kg.output.bilingual import LANGUAGES, Language

__all__ = ["LANGUAGES", "Language", "language_of", "messages"]


@cache
def messages(language: Language) -> Mapping[str, str]:
    """Return the words of the pages in a language, by key. Keys are unique over all families.

    Raises:
        ValueError: a key stands in two families.
    """
    found: dict[str, str] = {}
    for family in sorted(files("api").joinpath("messages").iterdir(), key=lambda file: file.name):
        told = {key: text[language] for key, text in tomllib.loads(family.read_text(encoding="utf-8")).items()}
        if twice := found.keys() & told.keys():
            raise ValueError(f"{family.name}: {sorted(twice)} stand in another file of messages too")
        found |= told
    return found


def language_of(request: Request) -> Language:
    """Return the language that the reader wants: the parameter `lang`, else the browser's, else Vietnamese."""
    asked = request.query_params.get("lang", "")
    if asked not in LANGUAGES:
        header = request.headers.get("accept-language", "").replace("-", "/").lower()
        asked = best(",".join(_bare(entry) for entry in header.split(",")), ("vi/", "en/")) or "vi"
    return "en" if asked.startswith("en") else "vi"


def _bare(entry: str) -> str:
    """Return an Accept-Language entry in the form of a media range, so that one reader of qualities serves both."""
    tag, semicolon, quality = entry.partition(";")
    primary = tag.strip().partition("/")[0]
    return f"{'*/*' if primary == '*' else primary + '/'}{semicolon}{quality}"
