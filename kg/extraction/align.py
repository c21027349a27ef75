"""Align a stream of lines to the columns of a table by least cost: a Viterbi search over a lattice of pieces.

A line is one piece, or is cut into pieces where an ordinal, a target or the name of a body begins inside it. A state
says in which column of a row the last piece stands; the columns keep their order, cells may be missing. What follows
what, and at which cost, is in `costs.py` and `weights.py`. Nothing depends on blank lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from kg.documents.model import Position
from kg.extraction.columns import Column
from kg.extraction.costs import Costs
from kg.extraction.lattice import Fragment, Lattice, PieceEdge, build_lattice
from kg.extraction.looks import Look, look, section_parts
from kg.extraction.weights import BEAM, NEVER, Weights
from kg.extraction.words import light

_HABIT: Final = 2


class Mode(Enum):
    """How far a row has come: only its ordinal, only its label, both, more than that, or going on after a page break.

    While a row holds no more than ordinal and label, its empty cells are not charged: it may head the rows below it.
    """

    ORDINAL = 0
    LABEL = 1
    HEADING = 2
    FULL = 3
    RESUMED = 4


class Place(Enum):
    """States outside the columns."""

    START = "start"
    SECTION = "section label"
    TITLE = "section title"
    OPEN_TITLE = "section title printed before its label"


State = tuple[int, Mode] | Place


class Move(Enum):
    """What a step does with its piece."""

    NEW_ROW = "new row"
    CELL = "next cell"
    JOIN = "same cell"
    RESUME = "earlier cell"
    LABEL = "section label"
    TITLE = "section title"
    STRAY = "stray"


@dataclass(frozen=True, slots=True)
class Step:
    """One piece in its place: the column it stands in (None outside the columns) and how it got there."""

    piece: str
    position: Position
    move: Move
    column: int | None
    is_cut: bool
    after_page: bool


@dataclass(slots=True)
class _Reached:
    cost: float
    before: _Reached | None
    edge: PieceEdge | None
    move: Move | None
    state: State


@dataclass(slots=True)
class Aligner:
    """Aligns fragments to `columns`."""

    columns: Sequence[Column]
    weights: Weights
    costs: Costs = field(init=False)
    gaps: list[float] = field(init=False)
    _ordinal: int | None = field(init=False)
    _label: int = field(init=False)
    _habits: dict[str, Counter[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.costs = Costs(self.columns, self.weights)
        names = [column.name for column in self.columns]
        self._ordinal = names.index("ordinal") if "ordinal" in names else None
        self._label = names.index("label")
        self.gaps = [0.0]
        for name in names:
            self.gaps.append(self.gaps[-1] + self.weights.empty[name])

    def align(self, fragments: Sequence[Fragment]) -> list[Step]:
        """Return the steps of the cheapest reading of all fragments, in order.

        Wrapped layouts are read twice: where the same words stood before tells where they belong.
        """
        lattice = build_lattice(fragments, self.columns, self.weights.cut)
        steps = list(self._search(lattice))
        if self.weights.join_capital < NEVER / 8:
            self._learn(steps)
            steps = list(self._search(lattice))
        return steps

    def _learn(self, steps: Sequence[Step]) -> None:
        for step in steps:
            if step.column is not None:
                counts = self._habits.setdefault(light(step.piece), Counter())
                counts[self._kind(step.column)] += 1

    def _kind(self, column: int) -> str:
        return "agency" if self.columns[column].is_agency else self.columns[column].name

    def _habit(self, text: str, column: int) -> float:
        """Return what it costs that the same words stood in other columns before."""
        counts = self._habits.get(light(text)) if self._habits else None
        if not counts:
            return 0.0
        here = counts[self._kind(column)]
        return self.weights.continue_habit if max(counts.values()) >= _HABIT * here + _HABIT else 0.0

    def _search(self, lattice: Lattice) -> Iterator[Step]:
        reached: list[dict[State, _Reached]] = [{} for _ in range(lattice.size + 1)]
        reached[0][Place.START] = _Reached(0.0, None, None, None, Place.START)
        for node in range(lattice.size):
            here = reached[node]
            if not here:
                continue
            limit = min(entry.cost for entry in here.values()) + BEAM
            alive = [entry for entry in here.values() if entry.cost <= limit]
            for edge in lattice.edges[node]:
                there = reached[edge.end]
                for entry, move, state, cost in self._moves(alive, edge):
                    old = there.get(state)
                    if old is None or cost < old.cost:
                        there[state] = _Reached(cost, entry, edge, move, state)
        last = min(reached[lattice.size].values(), key=lambda entry: entry.cost + self._leave(entry.state))
        return reversed(list(self._steps(last)))

    def _steps(self, entry: _Reached | None) -> Iterator[Step]:
        while entry is not None and entry.edge is not None and entry.move is not None:
            column = entry.state[0] if isinstance(entry.state, tuple) and entry.move is not Move.STRAY else None
            edge = entry.edge
            yield Step(edge.text, edge.position, entry.move, column, edge.is_cut, edge.after_page)
            entry = entry.before

    def _moves(self, entries: Sequence[_Reached], edge: PieceEdge) -> Iterator[tuple[_Reached, Move, State, float]]:
        piece = look(edge.text)
        width = len(self.columns)
        habits = [self._habit(edge.text, k) for k in range(width)]
        begin = [self.costs.begin(k, piece, in_turn=edge.in_turn) + habits[k] + edge.cut_cost for k in range(width)]
        go_on = [self.costs.go_on(k, piece) + habits[k] + edge.cut_cost for k in range(width)]
        for entry in entries:
            leave = entry.cost + self._leave(entry.state) + self.weights.new_row
            for k in range(width):
                mode = self._mode_after(None, k)
                yield entry, Move.NEW_ROW, (k, mode), leave + self._charged(None, 0, k) + begin[k]
            if isinstance(entry.state, tuple):
                yield from self._in_row(entry, edge, piece, begin, go_on)
            yield from self._sections(entry, edge, piece)
            if not edge.is_cut:
                stray = self.weights.stray_number if piece.number is not None else self.weights.stray
                yield entry, Move.STRAY, entry.state, entry.cost + stray

    def _mode_after(self, mode: Mode | None, column: int) -> Mode:
        """Return how far a row has come with a cell in `column`; None = it begins there."""
        if mode is Mode.RESUMED:
            return mode
        if column == self._ordinal and mode in (None, Mode.LABEL):
            return Mode.ORDINAL if mode is None else Mode.HEADING
        if column == self._label and mode in (None, Mode.ORDINAL):
            return Mode.LABEL if mode is None else Mode.HEADING
        return Mode.FULL

    def _charged(self, mode: Mode | None, first: int, column: int) -> float:
        """Return the cost of the empty cells that a step into `column` makes sure of; `first`: the first one open."""
        if column in (self._ordinal, self._label) and mode is not Mode.FULL:
            return 0.0
        if mode is None or mode is Mode.FULL:
            return self.gaps[column] - self.gaps[first]
        return self.gaps[column] - self._held(mode)

    def _held(self, mode: Mode) -> float:
        """Return the cost that a bare row is spared because its ordinal or label is there."""
        ordinal = self.weights.empty["ordinal"] if self._ordinal is not None and mode is not Mode.LABEL else 0.0
        return ordinal + (self.weights.empty["label"] if mode is not Mode.ORDINAL else 0.0)

    def _in_row(
        self, entry: _Reached, edge: PieceEdge, piece: Look, begin: Sequence[float], go_on: Sequence[float]
    ) -> Iterator[tuple[_Reached, Move, State, float]]:
        """Give the moves that stay in the row: the same cell, a later one, or an earlier one that goes on."""
        assert isinstance(entry.state, tuple)
        at, mode = entry.state
        w = self.weights
        joined = self.costs.join(at, piece, after_open_end=edge.after_open_end)
        yield entry, Move.JOIN, entry.state, entry.cost + joined + go_on[at]
        resume = w.resume_after_page if edge.after_page else w.resume
        for k in range(len(self.columns)):
            if k == at or (k == self._ordinal and (k < at or mode is Mode.RESUMED)):
                continue
            if k > at:
                cost = self._later(at, k, mode, begin, go_on)
                yield entry, Move.CELL, (k, self._mode_after(mode, k)), entry.cost + cost
            if k < at or edge.after_page:
                yield entry, Move.RESUME, (k, Mode.RESUMED), entry.cost + resume + go_on[k]

    def _later(self, at: int, k: int, mode: Mode, begin: Sequence[float], go_on: Sequence[float]) -> float:
        if mode is Mode.RESUMED:
            return min(begin[k], go_on[k] + self.weights.resumed_start)
        return self._charged(mode, at + 1, k) + begin[k]

    def _leave(self, state: State) -> float:
        """Return the cost of ending the row or section where it stands."""
        if not isinstance(state, tuple):
            return {Place.OPEN_TITLE: NEVER, Place.SECTION: 0.0 if self._titles_first() else 3.0}.get(state, 0.0)
        at, mode = state
        if mode is Mode.RESUMED:
            return 0.0
        if mode is Mode.FULL:
            return self.gaps[-1] - self.gaps[at + 1]
        rest = self.gaps[-1] - self._held(mode)
        if mode is Mode.ORDINAL:
            return rest
        unnumbered = self.weights.empty["ordinal"] if mode is Mode.LABEL and self._ordinal is not None else 0.0
        return min(rest, self.weights.parent + unnumbered)

    def _titles_first(self) -> bool:
        """Whether a section's title stands before its label, as the columns of labels and ordinals do."""
        return self._ordinal is not None and self._label < self._ordinal

    def _sections(self, entry: _Reached, edge: PieceEdge, piece: Look) -> Iterator[tuple[_Reached, Move, State, float]]:
        if edge.is_cut:
            return
        state, w = entry.state, self.weights
        title = self._title_cost(piece)
        leave = entry.cost + self._leave(state)
        if piece.is_roman:
            base = entry.cost if state is Place.OPEN_TITLE else leave
            blocked = self._titles_first() and state is not Place.OPEN_TITLE
            yield entry, Move.LABEL, Place.SECTION, base + (w.section_unnumbered if blocked else 0.0)
        if state is Place.SECTION and not self._titles_first():
            yield entry, Move.TITLE, Place.TITLE, entry.cost + title
        if state in (Place.TITLE, Place.OPEN_TITLE):
            joins = piece.is_lower or edge.after_open_end
            yield entry, Move.JOIN, state, entry.cost + (w.join_lower if joins else w.section_title_joined) + title
        if section_parts(edge.text):
            yield entry, Move.TITLE, Place.TITLE, leave + w.section_title
        elif edge.emphasis:
            yield entry, Move.TITLE, Place.TITLE, leave + title + w.new_row
        if self._titles_first():
            yield entry, Move.TITLE, Place.OPEN_TITLE, leave + title

    def _title_cost(self, piece: Look) -> float:
        w = self.weights
        if piece.is_target or piece.is_ordinal or piece.is_roman:
            return w.label_is_target
        return w.section_title + (w.label_is_agency if piece.is_name and not piece.has_clause else 0.0)
