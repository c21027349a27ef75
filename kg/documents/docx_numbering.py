"""Automatic numbers of a Word document: what Word prints before a paragraph that only says "level 0 of list 3".

ECMA-376 Part 1, §17.9 (numbering) and §17.3.1.19 (numPr). Appendix tables often number their TT column this way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.documents.package import attribute, local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from xml.etree import ElementTree as ET

_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MAX_LEVEL: Final = 8
_MAX_ROMAN: Final = 3999
_PRIVATE_USE: Final = range(0xE000, 0xF900)
_BULLET: Final = "•"


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = "%1."
    legal: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    """One `w:num`: the abstract list whose counters it shares, its levels, the levels that it starts anew."""

    abstract: str
    levels: Mapping[int, _Level]
    restarts: Mapping[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document, counting as its paragraphs go by.

    Args:
        numbering: root of the part numbering.xml; None when the document has none.
        styles: root of the part styles.xml; None when the document has none.
    """

    def __init__(self, numbering: ET.Element | None, styles: ET.Element | None) -> None:
        self._lists = _lists(numbering) if numbering is not None else {}
        self._by_style = _style_numbers(styles) if styles is not None else {}
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[str] = set()

    def number(self, properties: ET.Element | None) -> str:
        """Return the number that the paragraph with these properties (`w:pPr`) prints, "" when it has none."""
        number_id, level = self._of(properties)
        entry = self._lists.get(number_id)
        if entry is None or level not in entry.levels:
            return ""
        counters = self._counters.setdefault(entry.abstract, {})
        if number_id not in self._started:
            self._started.add(number_id)
            counters.update({at: start - 1 for at, start in entry.restarts.items()})
        counters[level] = counters.get(level, entry.levels[level].start - 1) + 1
        for deeper in [at for at in counters if at > level]:
            del counters[deeper]
        return _print(entry.levels, level, counters)

    def _of(self, properties: ET.Element | None) -> tuple[str, int]:
        """Return list and level of a paragraph: its own, else its style's."""
        own, style = _number_properties(properties)
        inherited = self._by_style.get(style, ("", 0))
        number_id = own[0] if own[0] is not None else inherited[0]
        return number_id, own[1] if own[1] is not None else inherited[1]


def _number_properties(properties: ET.Element | None) -> tuple[tuple[str | None, int | None], str]:
    """Return (list, level) as far as `w:pPr` states them, and the name of its style."""
    number_id: str | None = None
    level: int | None = None
    style = ""
    for child in properties if properties is not None else ():
        name = local(child.tag)
        if name == "pStyle":
            style = attribute(child, "val") or ""
        elif name == "numPr":
            for item in child:
                value = attribute(item, "val") or "0"
                if local(item.tag) == "numId":
                    number_id = value
                elif local(item.tag) == "ilvl":
                    level = min(_integer(value, 0), _MAX_LEVEL)
    return (number_id, level), style


def _style_numbers(styles: ET.Element) -> dict[str, tuple[str, int]]:
    """Return list and level of each paragraph style that has one, its own or its base's."""
    own: dict[str, tuple[str | None, int | None]] = {}
    base: dict[str, str] = {}
    for style in _named(styles, "style"):
        name = attribute(style, "styleId") or ""
        properties = next(_named(style, "pPr"), None)
        own[name] = _number_properties(properties)[0]
        base.update((name, attribute(based, "val") or "") for based in _named(style, "basedOn"))
    found = {}
    for name in own:
        number_id, level = _inherited(name, own, base)
        if number_id is not None:
            found[name] = (number_id, level or 0)
    return found


def _inherited(
    name: str, own: Mapping[str, tuple[str | None, int | None]], base: Mapping[str, str]
) -> tuple[str | None, int | None]:
    seen: set[str] = set()
    number_id: str | None = None
    level: int | None = None
    while name in own and name not in seen and number_id is None:
        seen.add(name)
        number_id = own[name][0]
        level = own[name][1] if level is None else level
        name = base.get(name, "")
    return number_id, level


def _lists(numbering: ET.Element) -> dict[str, _List]:
    abstracts = {
        attribute(abstract, "abstractNumId") or "": dict(_levels(_named(abstract, "lvl")))
        for abstract in _named(numbering, "abstractNum")
    }
    found = {}
    for number in _named(numbering, "num"):
        target = next(_named(number, "abstractNumId"), None)
        abstract = (attribute(target, "val") if target is not None else None) or ""
        overrides = tuple(_named(number, "lvlOverride"))
        levels = {**abstracts.get(abstract, {}), **dict(_overriding(overrides))}
        found[attribute(number, "numId") or ""] = _List(abstract, levels, dict(_restarts(overrides)))
    return found


def _overriding(overrides: Iterable[ET.Element]) -> Iterable[tuple[int, _Level]]:
    for override in overrides:
        yield from _levels(_named(override, "lvl"))


def _restarts(overrides: Iterable[ET.Element]) -> Iterable[tuple[int, int]]:
    for override in overrides:
        for start in _named(override, "startOverride"):
            yield _integer(attribute(override, "ilvl"), 0), _integer(attribute(start, "val"), 1)


def _levels(elements: Iterable[ET.Element]) -> Iterable[tuple[int, _Level]]:
    for element in elements:
        said = {local(child.tag): attribute(child, "val") for child in element}
        yield (
            _integer(attribute(element, "ilvl"), 0),
            _Level(
                start=_integer(said.get("start"), 1),
                form=said.get("numFmt") or "decimal",
                text=said.get("lvlText") or "",
                legal="isLgl" in said and said["isLgl"] not in {"0", "false"},
            ),
        )


def _print(levels: Mapping[int, _Level], level: int, counters: Mapping[int, int]) -> str:
    pattern = levels[level]
    if pattern.form == "none":
        return ""
    if pattern.form == "bullet":
        return "".join(_BULLET if ord(c) in _PRIVATE_USE else c for c in pattern.text).strip()
    text = pattern.text
    for at in range(level + 1):
        shown = levels.get(at, _Level())
        count = counters.get(at, shown.start)
        text = text.replace(f"%{at + 1}", _numeral(count, "decimal" if pattern.legal else shown.form))
    return text.strip()


def _numeral(count: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"} and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 4)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"} and 0 < count <= _MAX_ROMAN:
        roman = _roman(count)
        return roman.upper() if form == "upperRoman" else roman
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    found = ""
    for value, letters in _ROMAN:
        found += letters * (count // value)
        count %= value
    return found


def _named(parent: ET.Element, name: str) -> Iterator[ET.Element]:
    return (child for child in parent if local(child.tag) == name)


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default
