"""The reader of text: plain, tab-separated, Markdown, with or without HTML-like tags inside."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import Final

from kg.documents.encodings import legacy_decoder, tidy
from kg.documents.markup import is_emphasised, plain
from kg.documents.model import Document, Line, Position, Skipped
from kg.errors import UnreadableDocument
from kg.resources import read_toml

_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_MARKDOWN: Final = re.compile(r"^\s*(#{1,6}\s|\*\*|\|.*\|\s*$)", re.MULTILINE)
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class _Noise:
    """What is dropped (`ontology/lexicon/noise.toml`): patterns inside a line, and of whole lines, with reasons."""

    inline: tuple[tuple[re.Pattern[str], str], ...]
    line: tuple[tuple[re.Pattern[str], str], ...]


@cache
def _noise() -> _Noise:
    data = read_toml("ontology/lexicon/noise.toml")
    kinds = ("inline", "line")
    found = {
        kind: tuple((re.compile(entry["pattern"], re.IGNORECASE), entry["reason"]) for entry in data[kind])
        for kind in kinds
    }
    return _Noise(found["inline"], found["line"])


def read_text(path: PurePath, data: bytes) -> Document:
    """Return the document that `data`, the content of the text file `path`, holds.

    Raises:
        UnreadableDocument: it is empty, or not valid in its encoding; the message gives byte and line.
    """
    decoded = _decode(path, data)
    text = tidy(decoded, legacy_decoder(decoded))
    if not text.strip():
        raise UnreadableDocument(f"{path} is empty: there is no text in it.", hint="Give a file with a plan's text.")
    raw_lines = _LINE_END.split(text)
    lines: list[Line] = []
    skipped: list[Skipped] = []
    page = 1 if "\f" in text else None
    for number, raw in enumerate(raw_lines, 1):
        if page is not None:
            page += raw.count("\f")
        kept, dropped = _clean(raw)
        position = Position(page=page, lines=(number, number))
        skipped.extend(Skipped(words, reason, position) for words, reason in dropped if reason)
        if kept.strip():
            lines.append(_line(number, raw, kept, page))
    return Document(
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/markdown" if _MARKDOWN.search(text) else "text/plain",
        text="\n".join(raw_lines),
        blocks=tuple(lines),
        skipped=tuple(skipped),
    )


def _decode(path: PurePath, data: bytes) -> str:
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableDocument(
            f"{path} is not valid {error.encoding.upper()}: byte {error.start} (line {line}, value "
            f"0x{data[error.start]:02x}) cannot be read.",
            hint="Save the file again as UTF-8.",
        ) from None


def _clean(raw: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the line without noise, and what was dropped with its reason."""
    dropped: list[tuple[str, str]] = []
    for pattern, reason in _noise().inline:
        dropped.extend((found[0], reason) for found in pattern.finditer(raw))
        raw = pattern.sub("", raw)
    words = plain(raw)
    for pattern, reason in _noise().line:
        if pattern.fullmatch(words):
            return "", [*dropped, (words, reason)]
    return raw, dropped


def _line(number: int, raw: str, kept: str, page: int | None) -> Line:
    body = kept.replace("\f", "")
    indent = len(body) - len(body.lstrip())
    cells = tuple(plain(cell) for cell in _split(body))
    return Line(number, raw.replace("\f", ""), cells, is_emphasised(body), indent, page)


def _split(line: str) -> Iterator[str]:
    """Give the cells that tabs or pipes separate; a tab that only indents separates nothing."""
    if "\t" in line.strip(" \t") or (line.startswith("\t") and line.endswith("\t")):
        return iter(line.split("\t"))
    if "|" in line:
        return iter(line.strip().removeprefix("|").removesuffix("|").split("|"))
    return iter((line,))
