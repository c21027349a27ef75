"""What stands before the tables: head of the plan, running text, head of the appendix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from kg.extraction.lines import PrintedLine
from kg.extraction.regions import Region, heading_pattern, is_appendix_line
from kg.extraction.words import is_upper, lexicon, light, spaced

_MAX_TITLE: Final = 250


@dataclass(frozen=True, slots=True)
class Front:
    """The lines before the first table, by what they are.

    Attributes:
        letterhead: issuer, number, place and date, above the kind of document.
        kind: the line that names the kind of document ("KẾ HOẠCH"), None when none is printed.
        title: lines of the plan's title.
        body: running text of the plan.
        appendix: the line that opens the appendix.
        appendix_title: lines of the appendix's title.
        enclosed: "(Kèm theo Kế hoạch số … )", joined.
        enclosed_lines: the lines of it.
    """

    letterhead: tuple[PrintedLine, ...]
    kind: PrintedLine | None
    title: tuple[PrintedLine, ...]
    body: tuple[PrintedLine, ...]
    appendix: PrintedLine | None
    appendix_title: tuple[PrintedLine, ...]
    enclosed: str
    enclosed_lines: tuple[PrintedLine, ...]


def read_front(lines: Sequence[PrintedLine], regions: Sequence[Region]) -> Front:
    """Return the parts before (and the running text between) the tables of a document."""
    start = regions[0].start
    appendix_at = next((i for i in range(start - 1, -1, -1) if is_appendix_line(lines[i])), None)
    enclosed_at = _first(lines[:start], "enclosed", appendix_at or 0)
    enclosed_end = _closing(lines, enclosed_at, start) if enclosed_at is not None else start
    enclosed = lines[enclosed_at:enclosed_end] if enclosed_at is not None else []
    head_at = appendix_at if appendix_at is not None else _title_above(lines, enclosed_at)
    front = lines[: start if head_at is None else head_at]
    title_end = enclosed_at if enclosed_at is not None else start
    appendix_title = [] if head_at is None else lines[head_at + (appendix_at is not None) : title_end]
    kind_at = next((i for i, line in enumerate(front) if _is_kind(line)), None)
    letterhead_end, body_at = _split_head(front, kind_at)
    return Front(
        letterhead=tuple(front[:letterhead_end]),
        kind=front[kind_at] if kind_at is not None else None,
        title=tuple(front[kind_at + 1 : body_at]) if kind_at is not None else (),
        body=(*front[body_at:], *_between(lines, regions, start)),
        appendix=lines[appendix_at] if appendix_at is not None else None,
        appendix_title=tuple(appendix_title),
        enclosed=spaced(" ".join(line.text for line in enclosed)),
        enclosed_lines=tuple(enclosed),
    )


def _first(lines: Sequence[PrintedLine], pattern: str, begin: int) -> int | None:
    return next((i for i in range(begin, len(lines)) if heading_pattern(pattern).match(lines[i].text)), None)


def _closing(lines: Sequence[PrintedLine], start: int, limit: int) -> int:
    """Return the line after the one that closes the bracket opened on line `start`."""
    depth = 0
    for index in range(start, limit):
        depth += lines[index].text.count("(") - lines[index].text.count(")")
        if depth <= 0:
            return index + 1
    return start + 1


def _title_above(lines: Sequence[PrintedLine], enclosed_at: int | None) -> int | None:
    """Return where the title begins that stands in capitals right above "(Kèm theo …)" without an appendix line."""
    if enclosed_at is None:
        return None
    begin = enclosed_at
    while begin > 0 and (is_upper(lines[begin - 1].text) or lines[begin - 1].emphasis):
        begin -= 1
    return begin if not any(_is_kind(line) for line in lines[begin:enclosed_at]) else None


@cache
def _kinds() -> frozenset[str]:
    return frozenset(light(kind) for kind in lexicon("citations")["types"])


def _is_kind(line: PrintedLine) -> bool:
    """Tell whether a line is the kind of the document, alone and in capitals or bold ("KẾ HOẠCH")."""
    return light(spaced(line.text)) in _kinds() and (is_upper(line.text) or line.emphasis)


def _split_head(front: Sequence[PrintedLine], kind_at: int | None) -> tuple[int, int]:
    """Return where the letterhead ends, and where the running text begins."""
    if kind_at is None:
        letterhead = [i for i, line in enumerate(front[:12]) if is_letterhead(line)]
        end = letterhead[-1] + 1 if letterhead else 0
        return end, end
    end = kind_at + 1
    if end < len(front) and not is_upper(front[end].text) and _is_title(front[end]):
        end += 1
        while end < len(front) and front[end].text[:1].islower():
            end += 1
        return kind_at, end
    while end < len(front) and (is_upper(front[end].text) or front[end].emphasis) and not _opens_chapter(front[end]):
        end += 1
    return kind_at, end


def _is_title(line: PrintedLine) -> bool:
    """Tell whether a line in small letters below the kind of document is its title, not its first sentence."""
    text = line.text
    opens_text = text.startswith(tuple(lexicon("citations")["legal_basis"])) or text[:1] in "-–+•"
    return len(text) <= _MAX_TITLE and text[-1] not in ".;:" and not opens_text and not _opens_chapter(line)


def _opens_chapter(line: PrintedLine) -> bool:
    return bool(heading_pattern("table_label").fullmatch(line.text))


def is_letterhead(line: PrintedLine) -> bool:
    """Tell whether a line is of a letterhead: national name, issuer in capitals, number, place and date, "DỰ THẢO"."""
    text = line.text
    if any(heading_pattern(name).match(text) for name in ("national", "number", "place_date", "draft")):
        return True
    return is_upper(text) and text.startswith(tuple(lexicon("headings")["issuer_heads"]))


def _between(lines: Sequence[PrintedLine], regions: Sequence[Region], start: int) -> tuple[PrintedLine, ...]:
    """Return the running text after a table that stands in the plan itself, not in an appendix."""
    if any(region.appendix for region in regions):
        return ()
    last = {id(line) for region in regions for line in (*region.body, *region.dropped)}
    ends = [i for i, line in enumerate(lines) if id(line) in last]
    return tuple(lines[max(ends) + 1 :]) if ends else tuple(lines[start:start])
