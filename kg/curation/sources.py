"""`sources.toml`: where each document is from, and what a curator adds to it because the print does not say it.

One `[[document]]` a file, found again by the SHA-256 of its bytes, wherever it is stored under whatever name; the
format is described in `docs/registries.md`. Nothing here is ever mixed with what is printed: a statement carries its
reason and reaches the graph as the curator's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from kg.errors import CurationError
from kg.resources import resource

FILE_NAME: Final = "sources.toml"
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CURIE: Final = re.compile(r"[a-z]+:\S+")
_REQUIRED: Final = ("file", "sha256", "title", "origin", "licence")
_OPTIONAL: Final = ("id", "id_reason", "statement")


@dataclass(frozen=True, slots=True)
class CuratedStatement:
    """What a curator says of a plan: property (CURIE), value (a CURIE for things, else text), and why."""

    property: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One document of `sources.toml`.

    Attributes:
        file: name of the file when the entry was written; for people, never used to find it.
        sha256: hex digest of its bytes.
        title: what it is, for people.
        origin: where it is from; "not recorded" is an honest answer.
        licence: under what terms it may be passed on.
        slug: the curator's identity for a plan whose print has none, else None.
        slug_reason: why the print has none.
        statements: what the curator adds, each with its reason.
    """

    file: str
    sha256: str
    title: str
    origin: str
    licence: str
    slug: str | None = None
    slug_reason: str | None = None
    statements: tuple[CuratedStatement, ...] = ()


@dataclass(frozen=True, slots=True)
class Curation:
    """The curator's word on documents, by SHA-256."""

    entries: Mapping[str, SourceEntry] = field(default_factory=dict)

    def entry(self, sha256: str) -> SourceEntry | None:
        """Return what is recorded of the file with this digest, or None."""
        return self.entries.get(sha256)

    def joined(self, other: Curation) -> Curation:
        """Return both together; where both know a file, `other` has the last word.

        Raises:
            CurationError: two different files claim one identity.
        """
        return _curation([*{**self.entries, **other.entries}.values()], FILE_NAME)


def load_sources(place: Path | None = None) -> Curation:
    """Read `sources.toml`.

    Args:
        place: the file, or a folder in which it may stand (none there: an empty result); default: the shipped corpus.

    Raises:
        CurationError: the file is not TOML, or an entry is wrong; the message names file, entry and key.
    """
    path = resource(f"corpus/{FILE_NAME}") if place is None else place
    if path.is_dir():
        path /= FILE_NAME
        if not path.exists():
            return Curation()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CurationError(f"{path.name} cannot be read as TOML: {error}.") from error
    tables = content.get("document", [])
    if set(content) - {"document"} or not isinstance(tables, list):
        raise CurationError(f"{path.name}: only [[document]] entries are expected at the top.")
    return _curation([_entry(table, f"{path.name}, document {n}") for n, table in enumerate(tables, 1)], path.name)


def _curation(entries: Iterable[SourceEntry], file: str) -> Curation:
    by_digest: dict[str, SourceEntry] = {}
    by_slug: dict[str, SourceEntry] = {}
    for entry in entries:
        if entry.sha256 in by_digest:
            raise CurationError(f"{file}: {entry.file} and {by_digest[entry.sha256].file} have the same sha256.")
        by_digest[entry.sha256] = entry
        if entry.slug and by_slug.setdefault(entry.slug, entry) is not entry:
            raise CurationError(
                f"{file}: {entry.file} and {by_slug[entry.slug].file} claim the same id {entry.slug!r}."
            )
    return Curation(by_digest)


def _entry(table: object, place: str) -> SourceEntry:
    if not isinstance(table, dict):
        raise CurationError(f"{place}: expected a table.")
    _check_keys(table, _REQUIRED, _OPTIONAL, place)
    texts = {key: _text(table, key, place) for key in table if key != "statement"}
    place = f"{place} ({texts['file']})"
    if not _SHA256.fullmatch(texts["sha256"]):
        raise CurationError(f"{place}, key sha256: expected 64 hexadecimal digits in lower case.")
    if "id" in texts and not _SLUG.fullmatch(texts["id"]):
        raise CurationError(f"{place}, key id: {texts['id']!r} is no slug (a-z, 0-9, single hyphens).")
    if ("id" in texts) != ("id_reason" in texts):
        raise CurationError(f"{place}: id and id_reason belong together; a curator's identity needs its reason.")
    return SourceEntry(
        file=texts["file"],
        sha256=texts["sha256"],
        title=texts["title"],
        origin=texts["origin"],
        licence=texts["licence"],
        slug=texts.get("id"),
        slug_reason=texts.get("id_reason"),
        statements=_statements(table.get("statement", []), place),
    )


def _statements(tables: object, place: str) -> tuple[CuratedStatement, ...]:
    if not isinstance(tables, list):
        raise CurationError(f"{place}, key statement: expected [[document.statement]] entries.")
    return tuple(_statement(table, f"{place}, statement {n}") for n, table in enumerate(tables, 1))


def _statement(table: object, place: str) -> CuratedStatement:
    if not isinstance(table, dict):
        raise CurationError(f"{place}: expected a table.")
    keys = ("property", "value", "reason")
    _check_keys(table, keys, (), place)
    statement = CuratedStatement(*(_text(table, key, place) for key in keys))
    if not _CURIE.fullmatch(statement.property):
        raise CurationError(f"{place}, key property: {statement.property!r} is no CURIE like ct:targetYear.")
    return statement


def _check_keys(table: dict[str, Any], required: tuple[str, ...], optional: tuple[str, ...], place: str) -> None:
    for key in required:
        if key not in table:
            raise CurationError(f"{place}, key {key}: is missing.")
    for key in table:
        if key not in required and key not in optional:
            raise CurationError(f"{place}, key {key}: is not known; expected {', '.join((*required, *optional))}.")


def _text(table: dict[str, Any], key: str, place: str) -> str:
    value = table[key]
    if not isinstance(value, str) or not value.strip():
        raise CurationError(f"{place}, key {key}: expected a text that is not empty.")
    return value
