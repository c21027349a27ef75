"""Rows before they are read: which printed pieces stand in which column."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.documents.model import Position
from kg.extraction.lines import extent
from kg.extraction.model import Flag


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, or a part of one, that stands in one cell. `raw` keeps the markup."""

    text: str
    raw: str
    position: Position


@dataclass(slots=True)
class RawRow:
    """One row: the pieces of its cells by the index of their column, in the order of print; `flags` of its making."""

    cells: dict[int, list[Piece]] = field(default_factory=dict)
    flags: list[Flag] = field(default_factory=list)

    def add(self, column: int, piece: Piece) -> None:
        """Put a piece into a cell, after what stands there."""
        self.cells.setdefault(column, []).append(piece)

    def lines(self, column: int) -> list[str]:
        """Return the lines of one cell; empty when nothing stands in it."""
        return [piece.text for piece in self.cells.get(column, ())]

    @property
    def position(self) -> Position:
        """The extent of the whole row."""
        places = [piece.position for cell in self.cells.values() for piece in cell]
        return extent(sorted(places, key=lambda place: place.lines or (0, 0)))


@dataclass(slots=True)
class RawSection:
    """A row that heads a section: its label piece if it has one, the pieces of its title, agencies for all its rows."""

    label: Piece | None
    title: list[Piece]
    cells: dict[int, Piece] = field(default_factory=dict)

    @property
    def position(self) -> Position:
        """The extent of the row."""
        return extent([piece.position for piece in [*([self.label] if self.label else []), *self.title]])


Item = RawRow | RawSection
