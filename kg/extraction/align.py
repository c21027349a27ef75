"""Align a stream of lines to the columns of a table by least cost: a Viterbi search over a lattice of pieces.

A line is one piece, or is cut into pieces where an ordinal, a target or the name of a body begins inside it
(`lattice.py`). The states and the order of the columns are in `states.py`, what a piece costs in a column is in
`costs.py`, every weight in `weights.py`. Nothing depends on blank lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from kg.documents.model import Position
from kg.extraction.columns import Column
from kg.extraction.costs import Costs
from kg.extraction.lattice import Fragment, Lattice, PieceEdge, build_lattice
from kg.extraction.looks import End, Look, look, section_parts
from kg.extraction.states import States, states_of
from kg.extraction.weights import BEAM, Weights
from kg.extraction.words import light

_HABIT: Final = 2  # so many times more often elsewhere, and so many times at least


class Move(Enum):
    """What becomes of a piece."""

    NEW_ROW = "new row"
    CELL = "next cell"
    JOIN = "same cell"
    RESUME = "earlier cell"
    LABEL = "section label"
    TITLE = "section title"
    STRAY = "stray"


@dataclass(frozen=True, slots=True)
class Placed:
    """One piece in its place: the column it stands in (None outside the columns) and how it got there."""

    text: str
    position: Position
    move: Move
    column: int | None
    is_cut: bool
    after_page: bool
    end_before: End


@dataclass(slots=True)
class _Reached:
    """The cheapest way to a state: its cost, the way before it, and the last piece's edge and move."""

    cost: float
    before: _Reached | None
    edge: PieceEdge | None
    move: Move | None
    state: int


_Way = tuple[_Reached, Move, int, float]


@dataclass(frozen=True, slots=True)
class _Prices:
    """What a piece costs in each column: as the beginning of a cell, as a further line of it, as either."""

    piece: Look
    begin: tuple[float, ...]
    resume: tuple[float, ...]
    join: tuple[float, ...]
    leave: tuple[float, ...]
    either: tuple[float, ...]


_Priced = tuple[PieceEdge, _Prices]


class Aligner:
    """Aligns fragments to the columns of one table."""

    def __init__(self, columns: Sequence[Column], weights: Weights) -> None:
        """Prepare the states and costs for `columns`."""
        self._columns = columns
        self._weights = weights
        self._costs = Costs(columns, weights, frozenset(column.name for column in columns))
        self._states: States = states_of(columns, weights)
        self._habits: dict[str, Counter[str]] = {}
        self._known: dict[tuple[str, bool, float, End], _Prices] = {}

    def align(self, fragments: Sequence[Fragment], *, twice: bool) -> list[Placed]:
        """Return the cheapest reading of all fragments, in order.

        Args:
            fragments: the lines of the table's body.
            twice: read them again with what was learnt: where the same words stood tells where they belong.
        """
        lattice = build_lattice(fragments, self._columns, self._weights.cut)
        found = self._search(lattice)
        if twice and self._surprises(found):
            found = self._search(lattice)
        return found

    def _surprises(self, found: Sequence[Placed]) -> bool:
        """Learn where words stand; tell whether some stand elsewhere. If none do, no other reading becomes cheaper."""
        self._learn(found)
        self._known.clear()
        return any(self._habit(placed.text, placed.column) for placed in found if placed.column is not None)

    def _learn(self, found: Sequence[Placed]) -> None:
        for placed in found:
            if placed.column is not None:
                self._habits.setdefault(light(placed.text), Counter())[self._kind(placed.column)] += 1

    def _kind(self, column: int) -> str:
        return "agency" if self._columns[column].is_agency else self._columns[column].name

    def _habit(self, text: str, column: int) -> float:
        """Return what it costs that the same words stood in other columns before."""
        counts = self._habits.get(light(text))
        if not counts:
            return 0.0
        here = counts[self._kind(column)]
        return self._weights.continue_habit if max(counts.values()) >= _HABIT * here + _HABIT else 0.0

    def _search(self, lattice: Lattice) -> list[Placed]:
        reached: list[dict[int, _Reached]] = [{} for _ in range(lattice.size + 1)]
        reached[0][self._states.start] = _Reached(0.0, None, None, None, self._states.start)
        for node, here in enumerate(reached[:-1]):
            if not here:
                continue
            limit = min(entry.cost for entry in here.values()) + BEAM
            alive = [entry for entry in here.values() if entry.cost <= limit]
            for edge in lattice.edges[node]:
                there = reached[edge.end]
                priced = (edge, self._price(edge))
                for before, move, state, cost in self._ways(alive, priced):
                    old = there.get(state)
                    if old is None or cost < old.cost:
                        there[state] = _Reached(cost, before, edge, move, state)
        ends = reached[lattice.size].values()
        return self._placed(min(ends, key=lambda entry: entry.cost + self._states.leave[entry.state]))

    def _placed(self, last: _Reached) -> list[Placed]:
        found: list[Placed] = []
        entry: _Reached | None = last
        while entry is not None and entry.edge is not None and entry.move is not None:
            edge, move = entry.edge, entry.move
            in_row = self._states.in_row(entry.state) and move is not Move.STRAY
            column = self._states.column(entry.state) if in_row else None
            found.append(Placed(edge.text, edge.position, move, column, edge.is_cut, edge.after_page, edge.end_before))
            entry = entry.before
        return found[::-1]

    def _price(self, edge: PieceEdge) -> _Prices:
        """Return the prices of an edge; the same words at the same kind of place cost the same."""
        key = (edge.text, edge.in_turn, edge.cut_cost, edge.end_before)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._new_prices(edge)
        return known

    def _new_prices(self, edge: PieceEdge) -> _Prices:
        piece, costs = look(edge.text), self._costs
        columns = range(len(self._columns))
        every = edge.cut_cost + (self._weights.hides_ordinal if piece.opens_row and edge.in_turn else 0.0)
        extra = [every + (self._habit(edge.text, k) if self._habits else 0.0) for k in columns]
        begin = tuple(costs.begin(k, piece, in_turn=edge.in_turn) + extra[k] for k in columns)
        go_on = tuple(costs.go_on(k, piece) + extra[k] for k in columns)
        joins = (costs.join(k, piece, end=edge.end_before) for k in columns)
        return _Prices(
            piece=piece,
            begin=begin,
            resume=tuple(costs.resume(k, piece) + extra[k] for k in columns),
            join=tuple(join + more for join, more in zip(joins, go_on, strict=True)),
            leave=tuple(costs.leave(k, edge.end_before) for k in columns),
            either=tuple(min(b, g + self._weights.resumed_start) for b, g in zip(begin, go_on, strict=True)),
        )

    def _leave(self, entry: _Reached, priced: _Priced) -> float:
        """Return the cost of leaving the row or section where it stands, with its last line ending as it does."""
        ending = priced[1].leave[self._states.column(entry.state)] if self._states.in_row(entry.state) else 0.0
        return entry.cost + self._states.leave[entry.state] + ending

    def _ways(self, alive: Sequence[_Reached], priced: _Priced) -> Iterator[_Way]:
        """Give every way to place a piece."""
        edge, prices = priced
        left = min(alive, key=lambda entry: self._leave(entry, priced))
        leave = self._leave(left, priced)
        for step in self._states.begin:
            cost = leave + self._weights.new_row + step.cost + prices.begin[step.column]
            yield left, Move.NEW_ROW, step.state, cost
        if not edge.is_cut:
            yield from self._new_section(left, leave, priced)
        for entry in alive:
            if self._states.in_row(entry.state):
                yield from self._in_row(entry, priced)
            elif not edge.is_cut:
                yield from self._in_section(entry, priced)
            if not edge.is_cut:
                stray = self._weights.stray if prices.piece.number is None else self._weights.stray_number
                yield entry, Move.STRAY, entry.state, entry.cost + stray

    def _in_row(self, entry: _Reached, priced: _Priced) -> Iterator[_Way]:
        """Give the ways to stay in the row: the same cell, a later one, or another one that goes on."""
        (edge, prices), states, state, cost = priced, self._states, entry.state, entry.cost
        at = states.column(state)
        yield entry, Move.JOIN, state, cost + prices.join[at]
        begin = prices.either if states.is_resumed(state) else prices.begin
        ended = cost + prices.leave[at]
        for step in states.later[state]:
            yield entry, Move.CELL, step.state, ended + step.cost + begin[step.column]
            if edge.after_page:
                resumed = cost + self._weights.resume_after_page + prices.resume[step.column]
                yield entry, Move.RESUME, states.resumed(step.column), resumed
        interleaved = entry.edge is not None and entry.edge.is_cut
        if edge.after_page or interleaved:
            resume = self._weights.resume_after_page if edge.after_page else self._weights.resume
            for column in states.back[state]:
                yield entry, Move.RESUME, states.resumed(column), cost + resume + prices.resume[column]

    def _new_section(self, left: _Reached, leave: float, priced: _Priced) -> Iterator[_Way]:
        """Give the ways to open a section row."""
        (edge, prices), states, w = priced, self._states, self._weights
        if prices.piece.is_roman:
            yield left, Move.LABEL, states.section, leave + (w.section_unnumbered if states.titles_first else 0.0)
        if section_parts(edge.text):
            yield left, Move.TITLE, states.title, leave + w.section_title
        elif edge.emphasis:
            yield left, Move.TITLE, states.title, leave + self._title_cost(prices.piece) + w.new_row
        if states.titles_first:
            yield left, Move.TITLE, states.open_title, leave + self._title_cost(prices.piece)

    def _in_section(self, entry: _Reached, priced: _Priced) -> Iterator[_Way]:
        """Give the ways to stay in a section row: its title after its label, its label after its title, more title."""
        (edge, prices), states, w = priced, self._states, self._weights
        title = entry.cost + self._title_cost(prices.piece)
        if entry.state == states.open_title and prices.piece.is_roman:
            yield entry, Move.LABEL, states.section, entry.cost
        if entry.state == states.section and not states.titles_first:
            yield entry, Move.TITLE, states.title, title
        if entry.state in (states.title, states.open_title):
            goes_on = prices.piece.is_lower or edge.end_before is End.OPEN
            yield entry, Move.JOIN, entry.state, title + (w.join_lower if goes_on else w.section_title_joined)

    def _title_cost(self, piece: Look) -> float:
        w = self._weights
        if piece.is_target or piece.is_ordinal or piece.is_roman:
            return w.label_is_target
        return w.section_title + (w.label_is_agency if piece.is_name and not piece.has_clause else 0.0)
