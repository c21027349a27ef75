"""Rows of a table whose cells the format does not separate: one cell a line, or PDF text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kg.documents.model import Skipped
from kg.extraction.align import Aligner, Move, Placed
from kg.extraction.columns import Column
from kg.extraction.lattice import Fragment
from kg.extraction.looks import End, look, section_parts
from kg.extraction.model import Flag, FlagCode
from kg.extraction.ordinals import form_of, ordinal_cut
from kg.extraction.pieces import Item, Piece, RawRow, RawSection
from kg.extraction.regions import Region
from kg.extraction.weights import ONE_LINE_CELLS, WRAPPED

_WRAPPED_SHARE: Final = 0.12  # of the lines begin small where cells run over several lines
_NUMBERED_SHARE: Final = 0.03  # of the lines are ordinals, or the rows are taken to have none


def stream_rows(region: Region) -> tuple[list[Item], list[Skipped]]:
    """Return the rows and section rows of a table in print order, and the strays that belong to none."""
    fragments = list(_fragments(region))
    if not fragments:
        return [], []
    lower = sum(fragment.text[:1].islower() for fragment in fragments)
    wrapped = lower > _WRAPPED_SHARE * len(fragments)
    weights = WRAPPED if wrapped else ONE_LINE_CELLS
    numbered = sum(form_of(f.text) is not None or ordinal_cut(f.text) is not None for f in fragments)
    if numbered < _NUMBERED_SHARE * len(fragments):
        weights = replace(weights, empty={**weights.empty, "ordinal": 0.0})
    aligner = Aligner(region.columns, weights)
    return _items(aligner.align(fragments, twice=wrapped), region.columns)


def _fragments(region: Region) -> list[Fragment]:
    found: list[Fragment] = []
    for index, line in enumerate(region.body):
        after_page = index in region.after_head
        for cell in line.cells:
            if cell:
                found.append(Fragment(cell, line.position, after_page, line.emphasis))
                after_page = False
    return found


def _items(placed: Sequence[Placed], columns: Sequence[Column]) -> tuple[list[Item], list[Skipped]]:
    items: list[Item] = []
    strays: list[Skipped] = []
    for step in placed:
        piece = Piece(step.text, step.text, step.position)
        if step.move is Move.STRAY:
            strays.append(Skipped(step.text, "stands between rows and fits no column", step.position))
        elif step.column is None:
            _section(items, step, piece)
        else:
            last = items[-1] if items else None
            row = last if isinstance(last, RawRow) and step.move is not Move.NEW_ROW else RawRow()
            if row is not last:
                items.append(row)
            row.flags.extend(_flags(step, step.column, columns))
            row.add(step.column, piece)
    return items, strays


def _flags(step: Placed, index: int, columns: Sequence[Column]) -> list[Flag]:
    """Return the doubts that the making of a cell leaves."""
    name = columns[index].name
    flags: list[Flag] = []
    begins_name = step.move is Move.JOIN and step.end_before is End.CLOSED and look(step.text).is_name
    if begins_name and columns[index].is_agency and sum(column.is_agency for column in columns) > 1:
        flags.append(Flag(FlagCode.ROLE_UNCERTAIN, f"{step.text!r} may stand in the {name} cell or in the next one"))
    if step.is_cut and name != "ordinal":
        flags.append(Flag(FlagCode.CELLS_SPLIT, f"{step.text!r} shares its line with other cells; read as {name}"))
    if step.after_page and step.move in (Move.JOIN, Move.RESUME):
        flags.append(Flag(FlagCode.REJOINED, f"{step.text!r} stands after a page break; joined to the {name}"))
    return flags


def _section(items: list[Item], step: Placed, piece: Piece) -> None:
    """Put a piece of a section row into the last one if it goes on, else into a new one."""
    last = items[-1] if items and isinstance(items[-1], RawSection) else None
    if step.move is Move.LABEL:
        if last is not None and last.label is None:
            last.label = piece
        else:
            items.append(RawSection(piece, []))
        return
    if last is not None and (step.move is Move.JOIN or (last.label is not None and not last.title)):
        last.title.append(piece)
        return
    parts = section_parts(step.text)
    if parts:
        label, title = parts
        items.append(RawSection(Piece(label, label, step.position), [Piece(title, title, step.position)]))
    else:
        items.append(RawSection(None, [piece]))
