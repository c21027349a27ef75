"""Rows of a table whose cells the format separates: tabs, pipes, the grid of a word processor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.documents.model import Skipped
from kg.extraction.columns import Column
from kg.extraction.lines import PrintedLine
from kg.extraction.looks import End, end_of, section_parts
from kg.extraction.model import STRAY_BETWEEN, Flag, FlagCode
from kg.extraction.ordinals import form_of, roman_of
from kg.extraction.pieces import Item, Piece, RawRow, RawSection
from kg.extraction.regions import Region


def grid_rows(region: Region) -> tuple[list[Item], list[Skipped]]:
    """Return the rows and section rows of a table in print order, and the lines that belong to none."""
    reader = _GridReader(region.columns)
    for index, line in enumerate(region.body):
        reader.read(line, after_page=index in region.after_head)
    return [*_settled(reader.items, region.columns)], reader.strays


def _settled(items: Sequence[Item], columns: Sequence[Column]) -> Iterator[Item]:
    """Give the items; a section row with agencies that no row follows is a row by itself."""
    names = [column.name for column in columns]
    for at, item in enumerate(items):
        heads_rows = at + 1 < len(items) and isinstance(items[at + 1], RawRow)
        if isinstance(item, RawSection) and item.cells and not heads_rows and item.label:
            row = RawRow()
            row.add(names.index("ordinal"), item.label)
            row.add(names.index("label"), item.title[0])
            for column, piece in item.cells.items():
                row.add(column, piece)
            yield row
        else:
            yield item


_LETTERS: Final = frozenset("ABCDEFGH")


@dataclass(slots=True)
class _GridReader:
    columns: Sequence[Column]
    items: list[Item] = field(default_factory=list)
    strays: list[Skipped] = field(default_factory=list)
    _table: int | None = None  # the table of the file that the line before stands in

    def read(self, line: PrintedLine, *, after_page: bool) -> None:
        """Read one line: a section row, a row, or the rest of the row before."""
        cells = self._cells(line)
        after_page = after_page or (line.position.table or self._table) != self._table
        self._table = line.position.table or self._table
        section = self._section(cells, line)
        if section is not None:
            self.items.append(section)
        elif (row := self._last_row()) and (self._goes_on(cells) or (after_page and self._is_rest(cells))):
            self._go_on(row, cells, after_page=after_page)
            row.flags.extend(_misread(line))
        elif line.is_split:
            self.items.append(self._new_row(cells, line))
        else:
            self.strays.append(Skipped(line.text, STRAY_BETWEEN, line.position))

    def _cells(self, line: PrintedLine) -> dict[int, Piece]:
        """Return the pieces of the non-empty cells by column; what is beyond the last column goes into it."""
        found: dict[int, Piece] = {}
        start = min(line.indent, len(self.columns) - 1) if not line.is_split and line.raw_cells[0] else 0
        for at, (text, raw) in enumerate(zip(line.cells, line.raw_cells, strict=True), start):
            column = min(at, len(self.columns) - 1)
            place = line.places[at] if line.places else line.position
            if text and column not in found:
                found[column] = Piece(text, raw.strip(), place)
            elif text:
                old = found[column]
                found[column] = Piece(f"{old.text} {text}", f"{old.raw} {raw.strip()}", line.position)
        for column, text in line.from_above:
            if text and column < len(self.columns):
                found.setdefault(column, Piece(text, text, line.position))
        return found

    def _new_row(self, cells: dict[int, Piece], line: PrintedLine) -> RawRow:
        """Return a row of `cells`, the lines of each apart; what cells from above give it is flagged."""
        row = RawRow(flags=_misread(line))
        for column, piece in cells.items():
            _add_lines(row, column, piece)
        for column, text in line.from_above:
            if text and column < len(self.columns) and not line.cells[column]:
                name = self.columns[column].name
                row.flags.append(Flag(FlagCode.INHERITED, f"{name}: {text!r} stands in a cell merged from above"))
        return row

    def _index(self, name: str) -> int | None:
        return next((i for i, column in enumerate(self.columns) if column.name == name), None)

    def _section(self, cells: dict[int, Piece], line: PrintedLine) -> RawSection | None:
        ordinal_at, label_at = self._index("ordinal"), self._index("label")
        texts = {piece.text for piece in cells.values()}
        only_heading = set(cells) <= {ordinal_at, label_at}
        ordinal = cells.get(ordinal_at) if ordinal_at is not None else None
        label = cells.get(label_at) if label_at is not None else None
        if only_heading and ordinal and label and ordinal is not label:
            numbered = roman_of(ordinal.text) or (line.emphasis and form_of(ordinal.text)) or ordinal.text in _LETTERS
            return RawSection(ordinal, [label]) if numbered else None
        agencies = {at: piece for at, piece in cells.items() if self.columns[at].is_agency}
        heads_group = ordinal and (roman_of(ordinal.text) or ordinal.text in _LETTERS)
        if ordinal and label and heads_group and set(cells) == {ordinal_at, label_at, *agencies}:
            return RawSection(ordinal, [label], agencies)
        if len(texts) != 1:
            return None
        whole = next(iter(cells.values()))
        if form_of(whole.text) or roman_of(whole.text):
            return None
        parts = section_parts(whole.text)
        if parts:
            return RawSection(Piece(parts[0], parts[0], whole.position), [Piece(parts[1], parts[1], whole.position)])
        spans = line.emphasis or len(cells) > 1 or (0 in cells and line.is_split and label_at != 0)
        return RawSection(None, [whole]) if spans and not self._continues(cells) else None

    def _last_row(self) -> RawRow | None:
        return self.items[-1] if self.items and isinstance(self.items[-1], RawRow) else None

    def _continues(self, cells: dict[int, Piece]) -> bool:
        row = self._last_row()
        return row is not None and all(
            bool(row.lines(column)) and (piece.text[:1].islower() or end_of(row.lines(column)[-1]) is not End.CLOSED)
            for column, piece in cells.items()
        )

    def _goes_on(self, cells: dict[int, Piece]) -> bool:
        """Tell whether a line carries on the row before: no ordinal, and each cell goes on where its own left off."""
        return self._index("ordinal") not in cells and self._continues(cells)

    def _is_rest(self, cells: dict[int, Piece]) -> bool:
        """Tell whether the first line of a page is the rest of a row: no ordinal, nothing but more of the row's cells.

        One cell at least goes on where it left off, or there is no label in it, or nothing but the label.
        """
        row = self._last_row()
        if row is None or self._index("ordinal") in cells or not all(row.lines(column) for column in cells):
            return False
        goes_on = any(self._goes_on({column: piece}) for column, piece in cells.items())
        label_at = self._index("label")
        return goes_on or label_at not in cells or set(cells) == {label_at}

    def _go_on(self, row: RawRow, cells: dict[int, Piece], *, after_page: bool) -> None:
        for column, piece in cells.items():
            _add_lines(row, column, piece)
            where = " after a page break" if after_page else ""
            name = self.columns[column].name
            row.flags.append(Flag(FlagCode.REJOINED, f"{piece.text!r} stands apart{where}; joined to the {name}"))


def _misread(line: PrintedLine) -> list[Flag]:
    words = ", ".join(repr(word) for word in line.doubtful)
    return [Flag(FlagCode.MISREAD, f"recognised from a picture with little confidence: {words}")] if words else []


def _add_lines(row: RawRow, column: int, piece: Piece) -> None:
    """Put a piece into a cell, each of its lines apart."""
    first, *others = piece.text.split("\n")
    row.add(column, Piece(first, piece.raw, piece.position))
    for other in others:
        row.add(column, Piece(other, "", piece.position))
