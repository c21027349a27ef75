"""Where the tables of a document stand: their headings, their heads (repeated on every page), their lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from kg.extraction.columns import Column
from kg.extraction.header import TableHead, completed, find_head
from kg.extraction.lines import PrintedLine
from kg.extraction.ordinals import roman_of
from kg.extraction.words import is_upper, lexicon, spaced

_MAX_HEADING_LINES: Final = 4
_LEAST_HEAD: Final = 5  # letters; "TT" may be a cell


@dataclass(frozen=True, slots=True)
class Heading:
    """A table's own label and title, printed on lines `start` to `end` (exclusive)."""

    label: str
    title: str
    start: int
    end: int


@dataclass(slots=True)
class Region:
    """One table: heading, head, and the lines of its body.

    Attributes:
        heading: label and title of its own; None when it has none.
        columns: its columns in order.
        start: first line of its heading or head.
        head_lines: the lines of its heading and head.
        body: the lines between its head and its end, repeated heads left out.
        after_head: indexes into `body` of lines that a repeated head stands before.
        appendix: the last appendix line above it, None outside an appendix.
        dropped: repeated heads.
        goes_on: it is the table above, its head printed anew on a further page.
    """

    heading: Heading | None
    columns: tuple[Column, ...]
    start: int
    head_lines: tuple[PrintedLine, ...] = ()
    body: list[PrintedLine] = field(default_factory=list)
    after_head: set[int] = field(default_factory=set)
    appendix: str | None = None
    dropped: list[PrintedLine] = field(default_factory=list)
    goes_on: bool = False

    @property
    def is_grid(self) -> bool:
        """Whether the format itself separates the cells of the body's lines."""
        return 2 * sum(line.is_split for line in self.body) > len(self.body)


@cache
def heading_pattern(name: str) -> re.Pattern[str]:
    """Return a pattern of `ontology/lexicon/headings.toml` by its name, for `match`."""
    return re.compile(lexicon("headings")[name], re.IGNORECASE)


@cache
def _ends() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in lexicon("headings")["table_ends"]), re.IGNORECASE)


def is_appendix_line(line: PrintedLine) -> bool:
    """Tell whether a line opens an appendix ("PHỤ LỤC 4")."""
    text = line.text
    return not line.is_split and bool(heading_pattern("appendix").match(text)) and (len(text) < 15 or text[1].isupper())


def find_regions(lines: Sequence[PrintedLine]) -> list[Region]:
    """Return the assignment tables among the printed lines, in order; a head repeated on a new page opens none."""
    regions: list[Region] = []
    current: Region | None = None
    known: TableHead | None = None
    ended = False
    appendix: str | None = None
    heads: set[str] = set()
    index = 0
    while index < len(lines):
        line = lines[index]
        if is_appendix_line(line):
            appendix, current = spaced(line.text), None
        head = find_head(lines, index, known)
        if head is not None:
            head = completed(head, known) if known and line.position.page and not line.is_split else head
            known = head
            heads.update(column.head for column in head.columns)
            repeated = current is not None and not _opens_table(current, head, lines)
            if current is None or not repeated:
                goes_on = current is not None and not ended
                current = _new_region(regions, head, lines, appendix)
                current.goes_on = goes_on and current.heading is None
            else:
                current.after_head.add(len(current.body))
                current.dropped.extend(lines[head.start : head.end])
            ended = False
            index = head.end
            continue
        repeated_lines = _head_apart(lines, index, heads) if current and not ended else 0
        if current is not None and repeated_lines:
            current.dropped.extend(lines[index : index + repeated_lines])
            index += repeated_lines
            continue
        if current is not None:
            ended = ended or bool(_ends().match(line.text))
            if not ended:
                current.body.append(line)
        index += 1
    return regions


def _head_apart(lines: Sequence[PrintedLine], start: int, heads: set[str]) -> int:
    """Return over how many lines a head of one column stands by itself among the rows, as in text taken from a page."""
    for count in (1, 2):
        found = lines[start : start + count]
        if any(line.is_split or not line.position.page for line in found):
            return 0
        if len(found) == count and len(found[0].text) >= _LEAST_HEAD and " ".join(f.text for f in found) in heads:
            return count
    return 0


def _opens_table(current: Region, head: TableHead, lines: Sequence[PrintedLine]) -> bool:
    """Tell whether a further head opens a table of its own, rather than repeating the current one on a new page."""
    if head.names != tuple(column.name for column in current.columns):
        return True
    heading = _heading_above(lines, head.start)
    return heading is not None and current.heading is not None


def _new_region(regions: list[Region], head: TableHead, lines: Sequence[PrintedLine], appendix: str | None) -> Region:
    heading = _heading_above(lines, head.start, first=not regions)
    start = heading.start if heading else head.start
    region = Region(heading, head.columns, start, tuple(lines[start : head.end]), appendix=appendix)
    if regions and heading:
        _take_back(regions[-1], lines[heading.start : heading.end])
    regions.append(region)
    return region


def _take_back(region: Region, heading_lines: Sequence[PrintedLine]) -> None:
    """Take the lines of the next table's heading out of the body that they were read into."""
    if region.body[-len(heading_lines) :] == list(heading_lines):
        del region.body[-len(heading_lines) :]


def _heading_above(lines: Sequence[PrintedLine], start: int, *, first: bool = False) -> Heading | None:
    """Return the label and title right above a head ("II. CÁC CHỈ TIÊU …"), over several lines if in capitals."""
    for begin in range(start - 1, max(start - 1 - _MAX_HEADING_LINES, -1), -1):
        line = lines[begin]
        if line.is_split or is_appendix_line(line):
            return None
        found = heading_pattern("table_label").fullmatch(line.text)
        worded = bool(heading_pattern("table_word").match(line.text))
        if found and (worded or is_upper(found["title"]) or (first and begin == start - 1)):
            label = roman_of(found["label"]) or found["label"]
            title = spaced(" ".join([found["title"], *(other.text for other in lines[begin + 1 : start])]))
            return Heading(label, title, begin, start)
        if not is_upper(line.text):
            return None
    return None
