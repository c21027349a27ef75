"""Running text of a plan: the numeric targets that its clauses state, and the documents that it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from kg.documents.model import Position
from kg.extraction.citations import find_citations, without_citations
from kg.extraction.lines import PrintedLine, extent
from kg.extraction.looks import End, end_of
from kg.extraction.model import BodyTarget, Citation
from kg.extraction.targets import label_targets, measure_start
from kg.extraction.words import CAPITAL, alternation, join_lines, lexicon, light, spaced

_CLAUSE_END: Final = re.compile(rf";|:(?=\s)|\.(?=\s+{CAPITAL})")
_BULLET: Final = re.compile(r"^\s*(?:[-–—•+*]|\d+[.)]|[a-zđ][.)])\s+")
_YEAR: Final = re.compile(r"năm\s+(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    position: Position


def read_body(lines: Sequence[PrintedLine]) -> tuple[tuple[BodyTarget, ...], tuple[Citation, ...]]:
    """Return the targets and the citations of the running text, in order of print."""
    paragraphs = list(_paragraphs(lines))
    targets = tuple(target for paragraph in paragraphs for target in _targets(paragraph))
    citations = tuple(c for p in paragraphs for c in find_citations(p.text, "body", p.position))
    return targets, citations


def _paragraphs(lines: Sequence[PrintedLine]) -> Iterator[_Paragraph]:
    """Give the paragraphs: a line that begins small, or after an unfinished one, goes on with the one before."""
    pending: list[PrintedLine] = []
    for line in lines:
        goes_on = line.text[:1].islower() or (
            bool(pending) and end_of(pending[-1].text) is End.OPEN and not _is_item(line)
        )
        if pending and not goes_on:
            yield _paragraph(pending)
            pending = []
        pending.append(line)
    if pending:
        yield _paragraph(pending)


def _is_item(line: PrintedLine) -> bool:
    return bool(_BULLET.match(line.text))


def _paragraph(lines: Sequence[PrintedLine]) -> _Paragraph:
    return _Paragraph(join_lines([line.text for line in lines]), extent([line.position for line in lines]))


def _targets(paragraph: _Paragraph) -> Iterator[BodyTarget]:
    text = paragraph.text
    start = 0
    for end in [*(found.start() for found in _CLAUSE_END.finditer(text)), len(text)]:
        clause = text[start:end]
        yield from _clause_targets(clause, text[:end], paragraph.position)
        start = end + 1


@cache
def _change() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternation(lexicon('targets')['words']['relative'])}\s*(?:\(?\w+\)?\s*)?$")


def _clause_targets(clause: str, so_far: str, position: Position) -> Iterator[BodyTarget]:
    """Give the shares that a clause states, each with the words from its measure ("tỷ lệ …") to its number."""
    begin = 0
    for target in label_targets(without_citations(clause)):
        printed = target.raw or ""
        at = max(clause.find(printed, begin), begin)
        if target.unit != "%" or _change().search(light(clause[:at])):
            continue
        end = at + len(printed)
        measure = measure_start(clause[begin:at])
        phrase = spaced(_BULLET.sub("", clause[begin + (measure or 0) : end])).lstrip("-–,. ")
        years = _YEAR.findall(light(so_far))
        year = int(years[-1]) if years else None
        yield BodyTarget(phrase, replace(target, raw=phrase, year=year), position)
        begin = end
