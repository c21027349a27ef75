"""Find the printed heads of assignment tables: on one line with tabs, one head a line, or one line as in PDF text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.extraction.columns import Column, is_head, may_begin_head, read_heads, readings, spans
from kg.extraction.lines import PrintedLine
from kg.extraction.ordinals import form_of
from kg.extraction.pivot import pivot_columns
from kg.extraction.words import is_upper

MAX_HEAD_WORDS: Final = 12
MAX_HEADER_WORDS: Final = 60
MAX_HEADER_LINES: Final = 20
MAX_LINE: Final = 240
MAX_TITLE_LINES: Final = 4
LEAST_STREAM_HEADS: Final = 3
_LOWER_START: Final = 2.0  # a head that begins with a small letter is rather the end of the one before
_OVER_LINES: Final = 1.5  # a head that runs over two lines
_CAPITAL_INSIDE: Final = 1.2  # a capital inside a head printed in small letters rather begins the next one
_UNKNOWN: Final = 6.0  # a line among the heads that no lexicon knows
_BRACKETED: Final = re.compile(r"\(\d{1,2}\)")  # begins the index row "(1) (2) (3)"
_INDEX: Final = re.compile(r"\(?(\d{1,2}|[A-Z])\)?(\s*=.*)?")


@dataclass(frozen=True, slots=True)
class TableHead:
    """The head of a table: lines `start` to `end` (exclusive) of the printed lines, and its columns in order."""

    start: int
    end: int
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(column.name for column in self.columns)


def find_head(lines: Sequence[PrintedLine], start: int, known: TableHead | None = None) -> TableHead | None:
    """Return the head of an assignment table that begins at line `start`, with its index row; None if there is none.

    `known` is the head of the table above: where its very words stand again, they are the head and nothing more is.
    """
    line = lines[start]
    if known is not None:
        repeated = _repeated(lines, start, known)
        if repeated is not None:
            return repeated
    head = _split_head(lines, start) if line.is_split else _stream_head(lines, start)
    head = replace(head, columns=_in_order(head.columns)) if head and not line.is_split else head
    return replace(head, end=_after_index(lines, head)) if head else None


def _repeated(lines: Sequence[PrintedLine], start: int, known: TableHead) -> TableHead | None:
    words = [word for column in known.columns for word in column.head.split()]
    found: list[str] = []
    for end in range(start, min(start + MAX_HEADER_LINES, len(lines))):
        found.extend(lines[end].text.split())
        if found != words[: len(found)]:
            return None
        if len(found) == len(words):
            head = TableHead(start, end + 1, known.columns)
            return TableHead(start, _after_index(lines, head), known.columns)
    return None


def _split_head(lines: Sequence[PrintedLine], start: int) -> TableHead | None:
    cells = _trimmed(lines[start].cells)
    known = sum(bool(readings(cell)) for cell in cells)
    if not known:
        return _head_of(start, pivot_columns(cells, lines[:start]))
    if start + 1 < len(lines) and lines[start + 1].is_split:
        below = _spanned(cells, _trimmed(lines[start + 1].cells))
        columns = read_heads(below) if below else None
        if columns:
            return TableHead(start, start + 2, columns)
    columns = read_heads(cells)
    if columns is None or 2 * known < len(cells):
        columns = pivot_columns(cells, lines[:start])
    return _head_of(start, columns)


def _head_of(start: int, columns: tuple[Column, ...] | None) -> TableHead | None:
    return TableHead(start, start + 1, columns) if columns else None


def _trimmed(cells: Sequence[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _spanned(above: Sequence[str], below: Sequence[str]) -> list[str] | None:
    """Return the heads of a two-line head: what stands below replaces the spanning head above it."""
    if not all(not cell or readings(cell) for cell in below) or not any(below):
        return None
    width = max(len(above), len(below))
    padded_above, padded_below = ([*cells, *[""] * (width - len(cells))] for cells in (above, below))
    if padded_below[0] and padded_above[0]:
        return None
    return [low or high for high, low in zip(padded_above, padded_below, strict=True)]


def _stream_head(lines: Sequence[PrintedLine], start: int) -> TableHead | None:
    """Return the head that stands one head a line, or several heads a line without separators, from line `start` on."""
    if len(lines[start].text) > MAX_LINE or not _opens_with_head(lines, start) or _is_title(lines, start):
        return None
    words: list[str] = []
    line_ends: dict[int, int] = {0: start}
    for index in range(start, min(start + MAX_HEADER_LINES, len(lines))):
        line = lines[index]
        if _BRACKETED.fullmatch(line.text) or line.position.page != lines[start].position.page:
            break
        words.extend(line.text.split())
        if line.is_split or len(words) > MAX_HEADER_WORDS:
            break
        line_ends[len(words)] = index + 1
    found = None
    for end, heads in _segmentations(words, line_ends):
        if len(heads) < LEAST_STREAM_HEADS:
            continue
        columns = read_heads(heads)
        if columns:
            found = TableHead(start, line_ends[end], columns)
    return found


def _is_title(lines: Sequence[PrintedLine], start: int) -> bool:
    """Tell whether a line is of a title in capitals ("CÁC CHỈ TIÊU NĂM 2024") right above a head that begins "TT".

    What reads like a column of agencies is of a title only if the head below has a column of leads without it.
    """
    names_agencies = False
    for at in range(start, min(start + MAX_TITLE_LINES, len(lines) - 1)):
        line = lines[at]
        if line.is_split or not is_upper(line.text) or _begins_with_ordinal(line):
            return False
        names_agencies |= any(column.is_agency for _, column in readings(line.text))
        if _begins_with_ordinal(lines[at + 1]):
            heads = " ".join(below.text for below in lines[at + 1 : at + 1 + LEAST_STREAM_HEADS])
            head = None if is_upper(heads) else _stream_head(lines, at + 1)
            return head is not None and (not names_agencies or "lead" in head.names)
    return False


def _begins_with_ordinal(line: PrintedLine) -> bool:
    words = line.text.split()[:2]
    return any(column.name == "ordinal" for end in (1, 2) for _, column in readings(" ".join(words[:end])))


def _in_order(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns of a head that lines give one after the other, without heads that only span others.

    "Mục tiêu" above "Năm 2025" and "Năm 2030" is no column, nor is "Phân công" above those of the agencies. Where text
    is taken from a page, the head of the last columns may come first: what stands before the ordinal then follows.
    """
    dated = [column for column in columns if column.year is not None]
    above = [i for i, column in enumerate(columns) if column.name == "target" and column.year is None]
    if len(dated) > 1 and above:  # the second line of the head comes after all of the first
        others = [column for column in columns if column.name != "target"]
        at = sum(column.name != "target" for column in columns[: above[0]])
        columns = (*others[:at], *dated, *others[at:])
    kept = [column for column in columns if not (column.name == "other" and spans(column.head))]
    at = next((i for i, column in enumerate(kept) if column.name == "ordinal"), 0)
    misplaced = all(column.name in ("note", "other") for column in kept[:at])
    return tuple([*kept[at:], *kept[:at]] if misplaced else kept)


def completed(head: TableHead, known: TableHead) -> TableHead:
    """Return a head that text taken from a page has torn apart, with the columns of the head above, in their order.

    Columns that the head above has not got come last; a head with other columns than these stays as it is.
    """
    names, above = set(head.names), set(known.names)
    shared = names & above
    is_alike = len(shared) >= LEAST_STREAM_HEADS and {"ordinal", "label"} <= shared and known.names[0] == "ordinal"
    if not is_alike or (head.names[0] == "ordinal" and above <= names):
        return head
    further = tuple(column for column in head.columns if column.name not in {*above, "other"})
    return replace(head, columns=(*known.columns, *further))


def _opens_with_head(lines: Sequence[PrintedLine], start: int) -> bool:
    """Tell whether some first words of a line, and of the next where the head is wrapped, are a head by themselves."""
    first = lines[start].text.split(maxsplit=MAX_HEAD_WORDS)[:MAX_HEAD_WORDS]
    if not may_begin_head(first[0]):
        return False
    words = [*first, *(word for line in lines[start + 1 : start + 2] for word in line.text.split())][:MAX_HEAD_WORDS]
    return any(is_head(" ".join(words[:end])) for end in range(1, len(words) + 1))


def _segmentations(words: Sequence[str], line_ends: dict[int, int]) -> Iterable[tuple[int, tuple[str, ...]]]:
    """Give, for each line end that known heads reach without a gap, the best cut of the words into heads."""
    best: dict[int, tuple[float, tuple[str, ...], bool]] = {0: (0.0, (), True)}
    for begin in range(len(words)):
        if begin not in best:
            continue
        cost, heads, _ = best[begin]
        may_begin = may_begin_head(words[begin])
        for end in range(begin + 1, min(begin + MAX_HEAD_WORDS, len(words)) + 1):
            if not may_begin and end not in line_ends:
                continue
            head = " ".join(words[begin:end])
            known = may_begin and is_head(head)
            if not known and not _may_be_unknown(begin, end, head, line_ends):
                continue
            total = cost + _head_cost(begin, end, head, line_ends) + (0.0 if known else _UNKNOWN)
            if end not in best or total < best[end][0]:
                best[end] = (total, (*heads, head), known)
    return [(end, heads) for end, (_, heads, known) in sorted(best.items()) if end in line_ends and heads and known]


def _may_be_unknown(begin: int, end: int, head: str, line_ends: dict[int, int]) -> bool:
    is_line = begin in line_ends and end in line_ends and not any(begin < at < end for at in line_ends)
    return is_line and begin > 0 and end - begin <= 6 and form_of(head) is None and not any(c.isdigit() for c in head)


def _head_cost(begin: int, end: int, head: str, line_ends: dict[int, int]) -> float:
    cost = 1.0
    if begin and head[0].islower():
        cost += _LOWER_START
    if any(begin < at < end for at in line_ends):
        cost += _OVER_LINES
    if not head.isupper() and any(word[0].isupper() and not word.isupper() for word in head.split()[1:]):
        cost += _CAPITAL_INSIDE
    return cost


def _after_index(lines: Sequence[PrintedLine], head: TableHead) -> int:
    """Return the line after the head's index row "(1) (2) (3)", in whatever layout it is printed."""
    end = head.end
    tokens: list[str] = []
    while end < len(lines) and len(tokens) < len(head.columns):
        text = lines[end].text
        found = text.split() if lines[end].is_split or " " in text else [text]
        if not found or not all(_INDEX.fullmatch(token) for token in found):
            break
        tokens.extend(found)
        end += 1
    numbers = [token.strip("()") for token in tokens]
    bracketed = all(token.startswith("(") for token in tokens)
    is_index = len(numbers) >= 2 and numbers[:2] in (["1", "2"], ["A", "B"], ["A", "1"]) and "3" in [*numbers, "3"]
    in_one_line = end - head.end == 1
    return end if is_index and (bracketed or (in_one_line and len(numbers) == len(head.columns))) else head.end
