"""The first door: what a reader gives of one file.

A `Document` is the file as blocks in reading order. Formats that know their tables (docx, xlsx, html) give `Table`
blocks; plain text gives `Line` blocks, whose `cells` are the fragments that the line itself separates (tabs, pipes).
Nothing is interpreted here; every piece keeps its `Position`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

DOUBTFUL: Final = 0.6
"""Words recognised from a picture with less confidence may be other words."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where something stands in its file. Pages, tables, rows, columns and lines count from 1; None = not known.

    `lines` is the first and last physical line, inclusive (text formats). `box` is left, top, right, bottom in points
    from the page's top left corner (page formats).
    """

    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    lines: tuple[int, int] | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as printed: its text (NFC, inner line breaks kept as newlines), position, extent in rows and columns.

    Attributes:
        bold: all of its words are printed bold; False also where the format does not say.
        confidence: how sure the least sure of its words is, from 0 to 1, where they were recognised from a picture.
        doubtful: those of them that are less sure than `DOUBTFUL`.
    """

    text: str
    position: Position
    row_span: int = 1
    column_span: int = 1
    bold: bool = False
    confidence: float | None = None
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line of a text file.

    Attributes:
        number: its number in the file, from 1.
        text: the line as printed, NFC, without its line end.
        cells: what tabs or pipes separate in it, markup and outer white space removed; one item when nothing does.
        emphasis: the printed markup says bold or heading (`<b>`, `**`, `#`).
        indent: number of leading white-space characters (a tab counts as one).
        page: its page from 1, in a file that prints form feeds; else None.
    """

    number: int
    text: str
    cells: tuple[str, ...]
    emphasis: bool = False
    indent: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose grid the format itself gives; rows of cells, a merged cell standing once at its top left."""

    rows: tuple[tuple[Cell, ...], ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was in the file and is left out of the blocks or rows, with the reason in English."""

    text: str
    reason: str
    position: Position


Block = Line | Table


@dataclass(frozen=True, slots=True)
class Document:
    """One file, read.

    Attributes:
        path: where it was read from, as given.
        sha256: hex digest of the file's bytes.
        media_type: what the content is, found by content first.
        text: the whole text as read, NFC, lines joined by newlines: the source that positions point into.
        blocks: lines and tables in reading order.
        skipped: what the reader dropped, with reasons.
    """

    path: PurePath
    sha256: str
    media_type: str
    text: str
    blocks: tuple[Block, ...]
    skipped: tuple[Skipped, ...] = ()
