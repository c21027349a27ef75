"""The lattice of `align.py`: lines, and the places inside them where a further cell may begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.documents.model import Position
from kg.extraction.columns import Column
from kg.extraction.looks import End, end_of, target_cut
from kg.extraction.names import inner_names, opens_name
from kg.extraction.ordinals import Form, form_of, number_of, ordinal_cut
from kg.extraction.targets import measure_start, share_spans

_MAX_CUTS: Final = 6
_LONGEST_CUT_LINE: Final = 160
_LOOK_BACK: Final = 60


@dataclass(frozen=True, slots=True)
class Fragment:
    """One cell's worth of print, or a line of it: `after_page` when a repeated head stands right before it."""

    text: str
    position: Position
    after_page: bool = False
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class PieceEdge:
    """A piece between two nodes of the lattice; `is_cut` when it is only a part of its line."""

    end: int
    text: str
    position: Position
    is_cut: bool
    cut_cost: float
    after_page: bool
    end_before: End
    in_turn: bool
    emphasis: bool


@dataclass(frozen=True, slots=True)
class Lattice:
    """Edges by their first node; nodes 0 to `size`."""

    edges: tuple[tuple[PieceEdge, ...], ...]
    size: int


def build_lattice(fragments: Sequence[Fragment], columns: Sequence[Column], cut_cost: float) -> Lattice:
    """Return the lattice of all fragments, cut where the columns allow it."""
    names = {column.name for column in columns}
    edges: list[tuple[PieceEdge, ...]] = []
    in_turn = _ordinals_in_turn(fragments)
    before = ""
    for index, fragment in enumerate(fragments):
        bounds = [0, *sorted(set(_cuts(fragment.text, names)))[:_MAX_CUTS], len(fragment.text)]
        base = len(edges)
        for i, start in enumerate(bounds[:-1]):
            end_before = end_of(before if i == 0 else fragment.text[:start])
            edges.append(
                tuple(
                    PieceEdge(
                        end=base + j,
                        text=fragment.text[start : bounds[j]].strip(),
                        position=fragment.position,
                        is_cut=j - i < len(bounds) - 1,
                        cut_cost=cut_cost if i > 0 else 0.0,
                        after_page=fragment.after_page and i == 0,
                        end_before=end_before,
                        in_turn=in_turn[index] or i + 1 < j,
                        emphasis=fragment.emphasis,
                    )
                    for j in range(i + 1, len(bounds))
                )
            )
        before = fragment.text
    return Lattice(tuple(edges), len(edges))


def _cuts(text: str, names: set[str]) -> Iterator[int]:
    """Give the places inside a line where the cell of another column may begin."""
    if len(text) > _LONGEST_CUT_LINE:
        return
    ordinal = ordinal_cut(text) if "ordinal" in names else None
    if ordinal is not None:
        yield ordinal
    if "target" in names:
        after_target = target_cut(text)
        if after_target is not None:
            yield after_target
        for start, end in share_spans(text):
            name = end + len(text[end:]) - len(text[end:].lstrip())
            if not text[end:].strip() or opens_name(text, name):
                yield from (at for at in (start, name) if 0 < at < len(text))
    yield from inner_names(text)
    measure = measure_start(text)
    if measure and text[measure].isupper() and opens_name(text):
        yield measure


def _ordinals_in_turn(fragments: Sequence[Fragment]) -> list[bool]:
    """Tell of each fragment whether it is a number that follows one printed not far above, or begins anew at 1."""
    seen: dict[int, int] = {}
    found: list[bool] = []
    for index, fragment in enumerate(fragments):
        cut = ordinal_cut(fragment.text)
        number = number_of(fragment.text if cut is None else fragment.text[:cut])
        if number is None:
            found.append(form_of(fragment.text) is Form.DOTTED)
            continue
        before = seen.get(number - 1, -_LOOK_BACK)
        turn = number == 1 or not seen or (index - before < _LOOK_BACK and before > seen.get(number, -1))
        found.append(turn)
        if turn:
            seen[number] = index
    return found
