"""Rows of a table whose cells the format does not separate: one cell a line, or PDF text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kg.documents.model import Position, Skipped
from kg.extraction.align import Aligner, Move, Placed
from kg.extraction.columns import Column
from kg.extraction.lattice import Fragment
from kg.extraction.lines import extent
from kg.extraction.looks import End, look, section_parts
from kg.extraction.model import STRAY_UNFIT, Flag, FlagCode
from kg.extraction.ordinals import form_of, ordinal_cut
from kg.extraction.pieces import Item, Piece, RawRow, RawSection
from kg.extraction.regions import Region
from kg.extraction.weights import ONE_LINE_CELLS, WRAPPED
from kg.extraction.words import join_lines

_WRAPPED_SHARE: Final = 0.12  # of the lines begin small where cells run over several lines
_NUMBER_BLOCKS: Final = 0.1  # of the blocks between blank lines are ordinals where each block is a cell
_SMALL_BLOCKS: Final = 0.2  # times as many blocks as lines may begin small there
_NUMBERED_SHARE: Final = 0.03  # of the lines are ordinals, or the rows are taken to have none


def stream_rows(region: Region) -> tuple[list[Item], list[Skipped]]:
    """Return the rows and section rows of a table in print order, and the strays that belong to none."""
    fragments = list(_fragments(region))
    if blocks := _cell_blocks(fragments):
        fragments = blocks
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


def _cell_blocks(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Return the blocks of lines between blank lines where each is a cell, as `pdftotext` writes them; else nothing.

    Where blocks are cells, ordinals stand in blocks of their own, and lines may begin small but blocks do not.
    """
    blocks: list[list[Fragment]] = []
    for fragment in fragments:
        if blocks and not fragment.after_page and _is_next_line(blocks[-1][-1].position, fragment.position):
            blocks[-1].append(fragment)
        else:
            blocks.append([fragment])
    joined = [_block(block) for block in blocks]
    numbers = sum(form_of(block.text) is not None for block in joined)
    lines_small, blocks_small = (sum(f.text[:1].islower() for f in found) for found in (fragments, joined))
    rows = sum(ordinal_cut(block.text) is not None for block in joined)
    are_cells = numbers >= max(_NUMBER_BLOCKS * len(joined), 4 * rows) and len(joined) < len(fragments)
    are_wrapped = lines_small > _WRAPPED_SHARE * len(fragments) and blocks_small <= _SMALL_BLOCKS * lines_small
    return joined if are_cells and are_wrapped else []


def _is_next_line(before: Position, after: Position) -> bool:
    return bool(before.lines and after.lines and after.lines[0] == before.lines[1] + 1)


def _block(fragments: Sequence[Fragment]) -> Fragment:
    """Return the lines of one cell as one fragment; the items of a list stay apart."""
    items: list[list[str]] = []
    for fragment in fragments:
        if items and not look(fragment.text).is_list_item:
            items[-1].append(fragment.text)
        else:
            items.append([fragment.text])
    text = "\n".join(join_lines(item) for item in items)
    return replace(fragments[0], text=text, position=extent([fragment.position for fragment in fragments]))


def _items(placed: Sequence[Placed], columns: Sequence[Column]) -> tuple[list[Item], list[Skipped]]:
    items: list[Item] = []
    strays: list[Skipped] = []
    for step in placed:
        piece = Piece(step.text, step.text, step.position)
        if step.move is Move.STRAY:
            strays.append(Skipped(step.text, STRAY_UNFIT, step.position))
        elif step.column is None:
            _section(items, step, piece)
        else:
            last = items[-1] if items else None
            row = last if isinstance(last, RawRow) and step.move is not Move.NEW_ROW else RawRow()
            if row is not last:
                items.append(row)
            row.flags.extend(_flags(step, step.column, columns))
            for line in step.text.split("\n"):
                row.add(step.column, Piece(line, line, step.position))
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
