"""The reader of text: plain, tab-separated, Markdown, with or without HTML-like tags inside."""

from __future__ import annotations

import codecs
import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Final

from kg.documents.encodings import legacy_decoder, tidy
from kg.documents.markup import is_emphasised, plain
from kg.documents.model import Block, Document, Line, Position, Skipped, Table
from kg.documents.noise import Dropped, why_noise, without_noise
from kg.documents.text_grids import grid_ends, read_grid
from kg.documents.text_layout import TextPage, laid_out_tables
from kg.errors import UnreadableDocument

_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_MARKDOWN: Final = re.compile(r"^\s*(#{1,6}\s|\*\*|\|.*\|\s*$)", re.MULTILINE)
_PAGE_NUMBER: Final = re.compile(r"[-–—]?\s*(\d{1,4})\s*[-–—]?")
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


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
    blocks, skipped = _blocks(raw_lines)
    return Document(
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/markdown" if _MARKDOWN.search(text) else "text/plain",
        text="\n".join(raw_lines),
        blocks=tuple(blocks),
        skipped=tuple(skipped),
    )


def _blocks(raw_lines: Sequence[str]) -> tuple[list[Block], list[Skipped]]:
    """Return lines and tables in reading order, and what is left out."""
    pages = _pages(raw_lines)
    numbers = _page_numbers(raw_lines, pages)
    skipped = [
        Skipped(raw_lines[at].strip(), "page number", Position(page=pages[at], lines=(at + 1, at + 1)))
        for at in numbers
    ]
    raw_lines = ["" if at in numbers else raw for at, raw in enumerate(raw_lines)]
    tables = _tables(raw_lines, pages)
    fenced = _is_fenced(raw_lines)
    blocks: list[Block] = []
    at = 0
    while at < len(raw_lines):
        if at in tables:
            at, table = tables[at]
            blocks.append(table)
            continue
        raw, number, page = raw_lines[at], at + 1, pages[at]
        kept, dropped = _clean(raw)
        position = Position(page=page, lines=(number, number))
        skipped.extend(Skipped(words, reason, position) for words, reason in dropped)
        if kept.strip():
            blocks.append(_line(number, raw, kept, page, fenced=fenced))
        at += 1
    return blocks, skipped


def _pages(raw_lines: Sequence[str]) -> list[int | None]:
    """Return the page of each line; None in a text without form feeds."""
    counted = list(itertools.accumulate(raw.count("\f") for raw in raw_lines))
    return [count + 1 if counted[-1] else None for count in counted]


def _page_numbers(raw_lines: Sequence[str], pages: Sequence[int | None]) -> list[int]:
    """Return which lines, first or last of their page, print a number that runs on with the pages.

    What a text of one page prints there may be anything else.
    """
    found: list[tuple[int, int]] = []  # line, number less page
    for page, lines in itertools.groupby(range(len(raw_lines)), key=pages.__getitem__):
        printed = [at for at in lines if raw_lines[at].strip()]
        for at in {*printed[:1], *printed[-1:]} if page else ():
            number = _PAGE_NUMBER.fullmatch(raw_lines[at].strip())
            found.extend([(at, int(number[1]) - (page or 0))] if number else [])
    counts = Counter(offset for _, offset in found)
    several = len({page for page, raw in zip(pages, raw_lines, strict=True) if raw.strip()}) > 1
    return [at for at, offset in found if counts[offset] > 1 or (offset == 0 and several)]


def _tables(raw_lines: Sequence[str], pages: Sequence[int | None]) -> dict[int, tuple[int, Table]]:
    """Return the tables that rules or aligned columns draw: by their first line, the line after the last, and they."""
    found: dict[int, tuple[int, Table]] = {}
    for start, end in grid_ends(raw_lines).items():
        table = read_grid(raw_lines[start:end], start + 1, len(found) + 1, pages[start])
        if table is not None:
            found[start] = end, table
    if found:
        return found
    return {first: (end, table) for first, end, table in laid_out_tables(_text_pages(raw_lines, pages))}


def _text_pages(raw_lines: Sequence[str], pages: Sequence[int | None]) -> Iterator[TextPage]:
    for page, lines in itertools.groupby(range(len(raw_lines)), key=pages.__getitem__):
        numbers = list(lines)
        yield TextPage([raw_lines[at].replace("\f", "") for at in numbers], page, numbers[0])


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


def _clean(raw: str) -> tuple[str, list[Dropped]]:
    """Return the line without noise, and what was dropped."""
    kept, dropped = without_noise(raw)
    words = plain(kept)
    reason = why_noise(words)
    return (kept, dropped) if reason is None else ("", [*dropped, Dropped(words, reason)])


def _is_fenced(raw_lines: Sequence[str]) -> bool:
    """Tell whether pipes stand round the rows too: then one at the beginning of a line opens no empty cell."""
    piped = [line for line in raw_lines if "|" in line]
    return 2 * sum(line.lstrip().startswith("|") for line in piped) > len(piped)


def _line(number: int, raw: str, kept: str, page: int | None, *, fenced: bool) -> Line:
    body = kept.replace("\f", "")
    indent = len(body) - len(body.lstrip())
    cells = tuple(plain(cell) for cell in _split(body, fenced=fenced))
    return Line(number, raw.replace("\f", ""), cells, is_emphasised(body), indent, page)


def _split(line: str, *, fenced: bool) -> Iterator[str]:
    """Give the cells that tabs or pipes separate; a tab that only indents separates nothing."""
    if "\t" in line.strip(" \t") or (line.startswith("\t") and line.endswith("\t")):
        return iter(line.split("\t"))
    if "|" in line:
        bare = line.strip().removesuffix("|")
        return iter((bare.removeprefix("|") if fenced else bare).split("|"))
    return iter((line,))
