"""Split a cell of agencies into bare names, only where the text separates bodies; words round a name become remarks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from kg.extraction.model import AgencyRemark, Flag, FlagCode, Role
from kg.extraction.names import inner_names, is_unfinished, opens_name
from kg.extraction.words import alternation, join_lines, lexicon, light, opening_words, spaced, whole_words

_BULLET: Final = re.compile(r"(?:^|(?<=[;\n]))\s*[-–—•+*●▪]\s+(?=\S)")
_BREAKS: Final = re.compile(r"[,/]|\s(?:và|cùng)\s|\s*[-–—]\s*", re.IGNORECASE)
_DASHES: Final = "-–—"
_BRACKET: Final = re.compile(r"\s*\((?P<remark>[^()]*(?:\([^()]*\)[^()]*)*)\)?\s*$")


@dataclass(frozen=True, slots=True)
class SplitCell:
    """What a cell of agencies holds: names in order, the words wrapped round them, and what is doubtful."""

    names: tuple[str, ...] = ()
    remarks: tuple[AgencyRemark, ...] = ()
    flags: tuple[Flag, ...] = ()


@cache
def _starts(name: str) -> re.Pattern[str]:
    return opening_words(lexicon("agencies")[name])


@cache
def _ends(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternation(lexicon('agencies')[name])}\s*$")


@cache
def _verbs() -> re.Pattern[str]:
    return whole_words(lexicon("agencies")["remark_after"])


@cache
def _signs() -> dict[str, frozenset[str]]:
    return {name: frozenset(light(sign) for sign in lexicon("agencies")[name]) for name in ("ditto", "empty")}


def is_ditto(text: str) -> bool:
    """Tell whether a cell says "as above" ("nt", "như trên")."""
    return light(text).strip() in _signs()["ditto"]


def is_empty(text: str) -> bool:
    """Tell whether a cell prints nothing but a sign for nothing ("-")."""
    return not text.strip() or light(text).strip() in _signs()["empty"]


def split_cell(lines: Sequence[str], role: Role) -> SplitCell:
    """Return the bodies that the lines of one cell name.

    ";", bullets and new list items always separate. A comma, "/", "và" or a lost separator does so only where what
    follows begins a name of its own. One body or several: undecidable → kept as one, `SPLIT_UNCERTAIN`.

    >>> split_cell(["Các Phòng, ban, Doanh nghiệp, UBND các xã"], Role.LEAD).names
    ('Các Phòng, ban', 'Doanh nghiệp', 'UBND các xã')
    """
    return _split_cell(tuple(lines), role)


@lru_cache(maxsize=4096)
def _split_cell(lines: tuple[str, ...], role: Role) -> SplitCell:
    names: list[str] = []
    remarks: list[AgencyRemark] = []
    flags: list[Flag] = []
    for item in _items(lines):
        for piece in _pieces(item, flags):
            name, remark = _unwrap(piece)
            if not name or is_empty(name):
                continue
            names.append(name)
            if remark:
                remarks.append(AgencyRemark(role, name, piece, remark))
            if is_unfinished(name):
                flags.append(Flag(FlagCode.TRUNCATED, f"{role.value}: the name {name!r} is cut off"))
    return SplitCell(tuple(names), tuple(remarks), tuple(dict.fromkeys(flags)))


def _items(lines: Sequence[str]) -> Iterator[str]:
    """Give what bullets and semicolons outside brackets set apart, bullets kept."""
    marked = [f"\n{line}" if is_item else line for line, is_item in zip(lines, _list_items(lines), strict=True)]
    text = join_lines(marked) if "\n" not in "".join(marked) else " ".join(marked)
    start = 0
    for at, char in _outside_brackets(text):
        if char in ";\n":
            yield spaced(text[start:at])
            start = at + 1
    yield spaced(text[start:])


def _list_items(lines: Sequence[str]) -> Iterator[bool]:
    """Tell of each line whether it is an item of a list; a dash goes on with a name ("Văn phòng HĐND | – UBND huyện").

    It opens an item where the cell is a list from its first line on, or the line before has ended.
    """
    is_list = bool(lines) and bool(_BULLET.match(lines[0]))
    before = ""
    for line in lines:
        yield bool(_BULLET.match(line)) and (
            is_list or line[:1] not in _DASHES or before.rstrip().endswith((";", ":", "."))
        )
        before = line


def _outside_brackets(text: str) -> Iterator[tuple[int, str]]:
    depth = 0
    for at, char in enumerate(text):
        depth = max(0, depth + (char == "(") - (char == ")"))
        if depth == 0:
            yield at, char


def _pieces(item: str, flags: list[Flag]) -> Iterator[str]:
    """Give the parts of one item that are names of their own; notes what is doubtful in `flags`."""
    outside = {at for at, _ in _outside_brackets(item)}
    start = 0
    for found in _BREAKS.finditer(item):
        left, right = item[start : found.start()], item[found.end() :]
        if found.start() not in outside or not left.strip() or not _separates(left, right):
            continue
        if found[0].strip()[:1] in _DASHES and found[0].strip():
            if not _starts("branches").match(light(right)):
                flags.append(_doubt(item, f"{spaced(left)!r} and {right!r} may be one merged body or two"))
            continue
        yield from _unseparated(spaced(left), flags)
        start = found.end()
    if item[start:].strip():
        yield from _unseparated(spaced(item[start:]), flags)


def _doubt(item: str, why: str) -> Flag:
    return Flag(FlagCode.SPLIT_UNCERTAIN, f"{item!r}: {why}; kept as one")


def _separates(left: str, right: str) -> bool:
    """Tell whether what stands right of a break begins a body of its own."""
    at = len(right) - len(right.lstrip())
    if not right.strip() or not opens_name(right, at):
        return False
    left_folded, right_folded = light(left), light(right)
    if _ends("group_nouns").search(left_folded) and _starts("group_nouns").match(right_folded):
        return False
    return not (_starts("shared_offices").match(left_folded) and _ends("shared_office_parts").search(left_folded))


def _unseparated(piece: str, flags: list[Flag]) -> Iterator[str]:
    """Give the names in a piece without separators: a second name may follow the first where the print lost one."""
    start = 0
    for at in inner_names(piece.split("(", 1)[0]):
        left = piece[start:at]
        if _starts("groups").match(light(left)) or _starts("containers").match(light(left)):
            flags.append(_doubt(piece, f"{spaced(left)!r} may be part of {piece[at:]!r}, or another body"))
            break
        flags.append(Flag(FlagCode.CELLS_SPLIT, f"no separator is printed between {spaced(left)!r} and {piece[at:]!r}"))
        yield spaced(left)
        start = at
    if ":" in piece:
        flags.append(_doubt(piece, "a list after a colon names its bodies without their kind"))
    yield piece[start:]


def _unwrap(piece: str) -> tuple[str, str | None]:
    """Return the bare name in a piece, and the words wrapped round it."""
    name = _BULLET.sub("", piece).strip(" ,;.")
    before = _starts("remark_before").match(light(name))
    prefix = spaced(name[: before.end()]) if before else ""
    name = name[len(prefix) :].lstrip() if before else name
    bracket = _BRACKET.search(name)
    if bracket and bracket.start() > 0:
        return name[: bracket.start()].strip(), spaced(bracket["remark"])
    suffix_at = None if _starts("verb_names").match(light(name)) else _verb_in(name)
    suffix = name[suffix_at:] if suffix_at else ""
    bare = name[:suffix_at].strip(" ,:-") if suffix_at else name
    if prefix and suffix:
        return bare, f"{prefix} … {suffix}"
    return bare, prefix or suffix or None


def _verb_in(name: str) -> int | None:
    """Return where a task begins that is printed after a name ("Công an huyện | triển khai kích hoạt …")."""
    for found in _verbs().finditer(light(name)):
        if len(name[: found.start()].split()) >= 2 and name[found.start()].islower():
            return found.start()
    return None
