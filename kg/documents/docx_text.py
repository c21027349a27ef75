"""The words of one Word paragraph: what its runs print (ECMA-376 Part 1, §17.3.3), and what they hide."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.documents.assembly import Note
from kg.documents.package import attribute, local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree import ElementTree as ET

_OFF: Final = frozenset({"0", "false", "off", "none"})
_LITERAL: Final = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_INLINE: Final = frozenset(
    {
        "r",
        "hyperlink",
        "ins",
        "moveTo",
        "smartTag",
        "fldSimple",
        "sdt",
        "sdtContent",
        "customXml",
        "dir",
        "bdo",
        "ruby",
        "rubyBase",
    }
)
_BLOCK_WRAPPERS: Final = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo"})
_DELETED: Final = frozenset({"del", "moveFrom"})
_DRAWN: Final = frozenset({"drawing", "pict", "object", "AlternateContent"})
_NOTES: Final = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
# The characters of the fonts Symbol and Wingdings that plans print, by their code in the private use area.
_SYMBOLS: Final = dict(
    zip(
        (0x2D, 0xA3, 0xA5, 0xA7, 0xAE, 0xB1, 0xB3, 0xB4, 0xB7, 0xB8, 0xB9, 0xBB, 0xDE, 0xFC),
        "−≤∞•→±≥×•÷≠≈⇒✓",
        strict=True,
    )
)


@dataclass(slots=True)
class Progress:
    """What reading a document goes along with.

    Attributes:
        page: the page reached, from 1; None in a file that holds no layout.
        calls: the notes called so far, as (kind, id).
        left_out: what was not read, with reasons.
    """

    page: int | None = None
    calls: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[Note] = field(default_factory=list)

    def leave_out(self, text: str, reason: str) -> None:
        """Note words that are not read."""
        if text.strip():
            self.left_out.append(Note(text, reason, self.page))


@dataclass(slots=True)
class Words:
    """What a paragraph prints, piece by piece, the text boxes anchored in it, and which kinds of run it has."""

    parts: list[str] = field(default_factory=list)
    boxes: list[ET.Element] = field(default_factory=list)
    has_bold: bool = False
    has_plain: bool = False

    @property
    def text(self) -> str:
        """All of its words."""
        return "".join(self.parts)

    @property
    def is_bold(self) -> bool:
        """Whether all of it is bold."""
        return self.has_bold and not self.has_plain


def read_words(paragraph: ET.Element, progress: Progress) -> Words:
    """Return the words of a `w:p`; notes, pages and hidden text go to `progress`."""
    words = Words()
    _inline(paragraph, words, progress)
    return words


def _inline(parent: ET.Element, words: Words, progress: Progress) -> None:
    for element in parent:
        name = local(element.tag)
        if name == "r":
            _run(element, words, progress)
        elif name in _INLINE:
            _inline(element, words, progress)
        elif name in _DELETED:
            progress.leave_out(all_text(element), "deleted in a tracked change")
        elif name in {"oMath", "oMathPara"}:
            words.parts.append(all_text(element))
        elif name in _DRAWN:
            words.boxes.extend(text_boxes(element))


def _run(run: ET.Element, words: Words, progress: Progress) -> None:
    properties = child(run, "rPr")
    if switched_on(properties, "vanish"):
        progress.leave_out(all_text(run), "formatted as hidden text")
        return
    bold = switched_on(properties, "b")
    for element in run:
        printed = _printed(element, progress)
        if printed:
            words.parts.append(printed)
            words.has_bold |= bold
            words.has_plain |= not bold and not printed.isspace()
        if local(element.tag) in _DRAWN:
            words.boxes.extend(text_boxes(element))
        elif local(element.tag) == "ruby":
            _inline(element, words, progress)


def _printed(element: ET.Element, progress: Progress) -> str:
    """Return what one item of a run prints."""
    name = local(element.tag)
    if name == "t":
        return element.text or ""
    if name == "br":
        return "\n" if attribute(element, "type") in {None, "textWrapping"} else " "
    if name == "sym":
        return _symbol(attribute(element, "char") or "")
    if name == "lastRenderedPageBreak" and progress.page is not None:
        progress.page += 1
    elif name in _NOTES:
        progress.calls.append((_NOTES[name], attribute(element, "id") or ""))
    return _LITERAL.get(name, "")


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    known = _SYMBOLS.get(number & 0xFF) if number < 0x100 or 0xF000 <= number < 0xF100 else None
    return known or (chr(number) if 0x20 <= number < 0xD800 else "")


def text_boxes(element: ET.Element) -> Iterator[ET.Element]:
    """Give the contents of the text boxes drawn in `element`; of two renderings of one box only the first."""
    for inner in element:
        if local(inner.tag) == "txbxContent":
            yield inner
        elif local(element.tag) != "AlternateContent":
            yield from text_boxes(inner)
    if local(element.tag) == "AlternateContent":
        for rendering in element:
            found = list(text_boxes(rendering))
            if found:
                yield from found
                return


def unwrapped(elements: Iterable[ET.Element]) -> Iterator[ET.Element]:
    """Give block elements, those inside content controls and tracked insertions included."""
    for element in elements:
        if local(element.tag) in _BLOCK_WRAPPERS:
            yield from unwrapped(element)
        else:
            yield element


def child(element: ET.Element, *path: str) -> ET.Element | None:
    """Return the element at a path of local names under `element`, None when there is none."""
    found: ET.Element | None = element
    for name in path:
        found = next((inner for inner in found if local(inner.tag) == name), None) if found is not None else None
    return found


def value_of(element: ET.Element | None, default: str = "") -> str:
    """Return the `w:val` of `element`, `default` when it has none or is None."""
    return (attribute(element, "val") if element is not None else None) or default


def switched_on(properties: ET.Element | None, name: str) -> bool:
    """Tell whether a toggle property stands in `properties` and is not switched off."""
    toggle = child(properties, name) if properties is not None else None
    return toggle is not None and value_of(toggle, "1").lower() not in _OFF


def all_text(element: ET.Element) -> str:
    """Return all words under `element`, deleted ones included; a space between paragraphs."""
    parts = []
    for inner in element.iter():
        name = local(inner.tag)
        if name in {"t", "delText"}:
            parts.append(inner.text or "")
        elif name in {"p", "tab", "br"}:
            parts.append(" ")
    return " ".join("".join(parts).split())
