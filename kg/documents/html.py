"""The reader of web pages (HTML, XHTML, what Word saves as a web page).

The tree is libxml2's, made without any access outside the bytes. What a browser shows is read: block elements as lines,
tables with their spans by the algorithm of the HTML standard (§4.9.12), numbers of ordered lists. Scripts, styles and
what is hidden are no text; menus and other furniture of a site are left out with a note.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from lxml import etree

from kg.documents.assembly import GridCell, Note, Paragraph, Piece, assemble
from kg.documents.nesting import Nested, resolve_table
from kg.documents.package import is_deep
from kg.errors import DocumentTooLarge, UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import PurePath

    from kg.documents.model import Document

MEDIA_TYPE: Final = "text/html"
MAX_CELLS: Final = 200_000
MAX_COLUMNS: Final = 1_000
MAX_SPAN: Final = 200
_INLINE: Final = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr",
})  # fmt: skip
_BOLD: Final = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
_SILENT: Final = frozenset(
    {
        "script",
        "style",
        "head",
        "template",
        "noscript",
        "svg",
        "math",
        "object",
        "embed",
        "iframe",
        "audio",
        "video",
        "canvas",
    }
)
_FURNITURE: Final = frozenset({"nav", "aside", "footer", "button", "select", "textarea", "dialog", "menu"})
_HIDDEN: Final = re.compile(r"(display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHARSET: Final = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)


def read_html(path: PurePath, data: bytes) -> Document:
    """Return the document that `data`, the content of the web page `path`, holds.

    Raises:
        UnreadableDocument: it is empty, not valid in the encoding that it declares (UTF-8 when it declares none), or
            nests too deeply.
        DocumentTooLarge: its tables hold more than `MAX_CELLS` cells, or one has more than `MAX_COLUMNS` columns.
    """
    root = _tree(path, _decode(path, data))
    if is_deep(root):
        raise UnreadableDocument(f"{path} nests its elements too deeply to be a document.", hint="Save it as text.")
    walker = _Walker(path)
    walker.walk(root)
    walker.flush()
    return assemble(path, data, MEDIA_TYPE, walker.pieces)


def _decode(path: PurePath, data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    bom = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    name = bom or (declared[1].decode("ascii") if declared else "utf-8")
    for encoding in ("utf-8", name) if bom is None else (name,):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise UnreadableDocument(f"{path} is not valid {name.upper()}.", hint="Save the page again as UTF-8.")


def _tree(path: PurePath, text: str) -> ET.Element:
    parser = etree.HTMLParser(target=_Target(), encoding="utf-8", no_network=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, AssertionError) as error:
        raise UnreadableDocument(
            f"{path} holds no web page: {error}.", hint="Give a file with a plan's text."
        ) from None
    if not isinstance(root, ET.Element):
        raise UnreadableDocument(f"{path} holds no text.", hint="Give a file with a plan's text.")
    return root


class _Target(ET.TreeBuilder):
    """Builds the tree from lxml's events, below a root of its own: broken pages have several elements at the top.

    The attributes of lxml are a mapping of its own.
    """

    def __init__(self) -> None:
        """Open the root."""
        super().__init__()
        self._open = 0
        super().start("body", {})

    def start(self, tag: str, attrs: Mapping[str, str], /) -> ET.Element:
        """Open an element."""
        self._open += 1
        return super().start(tag, dict(attrs))

    def end(self, tag: str, /) -> ET.Element | None:  # type: ignore[override]
        """Close an element; an end without a beginning closes none."""
        if not self._open:
            return None
        self._open -= 1
        return super().end(tag)

    def close(self) -> ET.Element:
        """Close the root."""
        super().end("body")
        return super().close()


@dataclass(slots=True)
class _Walker:
    """Collects the pieces of a page: text gathers until a block element begins or ends."""

    path: PurePath
    pieces: list[Piece] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _has_bold: bool = False
    _has_plain: bool = False
    _bold: int = 0
    _kept: int = 0  # open elements that keep white space (`pre`)
    _cells: int = 0

    def walk(self, element: ET.Element) -> None:
        """Read an element with all in it; its tail is the caller's."""
        name = str(element.tag)
        if name in _SILENT:
            return
        if name in _FURNITURE or _is_hidden(element):
            self._leave_out(element, "furniture of the site" if name in _FURNITURE else "hidden on the page")
        elif name == "br":
            self._text.append("\n")
        elif name == "table":
            self._table(element)
        elif name in _INLINE or ":" in name:
            self._content(element)
        else:
            self.flush()
            self._content(element)
            self.flush()

    def _content(self, element: ET.Element) -> None:
        bold, kept = element.tag in _BOLD, element.tag == "pre"
        self._bold += bold
        self._kept += kept
        self._say(element.text)
        numbers = _list_numbers(element)
        for child in element:
            if child.tag == "li" and numbers is not None:
                self.flush()
                self._say(f"{next(numbers)} ")
                self._content(child)
                self.flush()
            else:
                self.walk(child)
            self._say(child.tail)
        self._bold -= bold
        self._kept -= kept

    def _say(self, text: str | None) -> None:
        if not text:
            return
        self._text.append(text if self._kept else _SPACE.sub(" ", text))
        if not text.isspace():
            self._has_bold |= self._bold > 0
            self._has_plain |= self._bold == 0

    def flush(self) -> None:
        """End the paragraph that gathered so far."""
        text = "".join(self._text)
        if text.strip():
            self.pieces.append(Paragraph(text, emphasis=self._has_bold and not self._has_plain))
        self._text.clear()
        self._has_bold = self._has_plain = False

    def _leave_out(self, element: ET.Element, reason: str) -> None:
        text = " ".join("".join(element.itertext()).split())
        if text:
            self.pieces.append(Note(text, reason))

    def _table(self, table: ET.Element) -> None:
        self.flush()
        for caption in table.iterfind("caption"):
            self._content(caption)
            self.flush()
        cells: list[Nested] = []
        busy: dict[int, int] = {}  # by column: the last row that a cell from above reaches
        rows = tuple(_rows(table))
        for number, row in enumerate(rows, 1):
            self._row(row, number, len(rows), cells, busy)
        self.pieces.extend(resolve_table(cells, None))

    def _row(self, row: ET.Element, number: int, last: int, cells: list[Nested], busy: dict[int, int]) -> None:
        column = 1
        for element in row:
            if element.tag not in {"td", "th"} or _is_hidden(element):
                continue
            while busy.get(column, 0) >= number:
                column += 1
            self._count_cell(column)
            width = max(1, _span(element, "colspan"))
            height = min(_span(element, "rowspan") or last, last - number + 1)
            busy.update(dict.fromkeys(range(column, column + width), number + height - 1))
            cells.append(Nested(GridCell("", number, column, height, width), self._cell(element)))
            column += width

    def _count_cell(self, column: int) -> None:
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise DocumentTooLarge(f"{self.path} has tables of more than {MAX_CELLS} cells.", hint="Split the page.")
        if column > MAX_COLUMNS:
            raise DocumentTooLarge(f"{self.path} has a table of more than {MAX_COLUMNS} columns.", hint="Split it.")

    def _cell(self, element: ET.Element) -> tuple[Piece, ...]:
        """Return what stands in a cell."""
        outer, self.pieces = self.pieces, []
        self._content(element)
        self.flush()
        inner, self.pieces = self.pieces, outer
        return tuple(inner)


def _rows(table: ET.Element) -> Iterator[ET.Element]:
    """Give the rows of a table as a browser shows them: the foot last."""
    feet: list[ET.Element] = []
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody"}:
            yield from child.iterfind("tr")
        elif child.tag == "tfoot":
            feet.extend(child.iterfind("tr"))
    yield from feet


def _span(cell: ET.Element, name: str) -> int:
    """Return `rowspan` or `colspan` (0 = all the rest), 1 when it is no number."""
    found = re.match(r"\s*(\d{1,5})", cell.get(name, "1"))
    return min(int(found[1]), MAX_SPAN if name == "colspan" else MAX_CELLS) if found else 1


def _is_hidden(element: ET.Element) -> bool:
    return "hidden" in element.attrib or _HIDDEN.search(element.get("style", "")) is not None


def _list_numbers(element: ET.Element) -> Iterator[str] | None:
    """Return the numbers that an ordered list prints before its items, None for any other element."""
    if element.tag != "ol":
        return None
    start = element.get("start", "1")
    return _numbers(int(start) if re.fullmatch(r"\d{1,6}", start) else 1, element.get("type", "1"))


def _numbers(count: int, form: str) -> Iterator[str]:
    while True:
        letter = chr(ord("a") + (count - 1) % 26)
        yield {"a": letter, "A": letter.upper()}.get(form, str(count)) + "."
        count += 1
