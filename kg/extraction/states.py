"""The states of an alignment and the steps between them that do not depend on the text.

A state says in which column of a row the last piece stands and how far the row has come, or that it stands in a
section row. The columns of a row keep their order; empty ones cost what `weights.py` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from kg.extraction.columns import Column
from kg.extraction.weights import NEVER, Weights


class Mode(IntEnum):
    """How far a row has come: only its ordinal, only its label, both, more than that, or going on after a page break.

    While a row holds no more than ordinal and label, its empty cells are not charged: it may head the rows below it.
    """

    ORDINAL = 0
    LABEL = 1
    HEADING = 2
    FULL = 3
    RESUMED = 4


OUTSIDE: Final = 4  # states outside the columns, after those in them
_LONE_SECTION: Final = 3.0  # a section label without a title


@dataclass(frozen=True, slots=True)
class Step:
    """A step to a later cell of the same row: its column, the state it leads to, the empty cells it is charged for."""

    column: int
    state: int
    cost: float


@dataclass(frozen=True, slots=True)
class States:
    """All states of a table as numbers, with what each allows.

    Attributes:
        width: number of columns; state `mode * width + column` stands in a row.
        start, section, title, open_title: the states outside rows; `open_title` awaits its label.
        begin: for each column, the step that begins a row in it.
        later: for each state, the steps to later cells of the row.
        back: for each state, the earlier columns that may go on.
        leave: for each state, the cost of ending the row or section there.
        titles_first: a section's title stands before its label, as the columns of labels and ordinals do.
    """

    width: int
    start: int
    section: int
    title: int
    open_title: int
    begin: tuple[Step, ...]
    later: tuple[tuple[Step, ...], ...]
    back: tuple[tuple[int, ...], ...]
    leave: tuple[float, ...]
    titles_first: bool

    def in_row(self, state: int) -> bool:
        """Tell whether a state stands in a row."""
        return state < self.start

    def column(self, state: int) -> int:
        """Return the column of a state in a row."""
        return state % self.width

    def is_resumed(self, state: int) -> bool:
        """Tell whether the row goes on after a break."""
        return state // self.width == Mode.RESUMED

    def resumed(self, column: int) -> int:
        """Return the state in `column` of a row that goes on after a break."""
        return Mode.RESUMED * self.width + column


def states_of(columns: Sequence[Column], weights: Weights) -> States:
    """Return the states of a table with these columns."""
    return _Builder(columns, weights).build()


class _Builder:
    def __init__(self, columns: Sequence[Column], weights: Weights) -> None:
        names = [column.name for column in columns]
        self.width = len(names)
        self.weights = weights
        self.ordinal = names.index("ordinal") if "ordinal" in names else None
        self.label = names.index("label")
        self.gaps = [0.0]
        for name in names:
            self.gaps.append(self.gaps[-1] + weights.empty[name])

    def build(self) -> States:
        rows = [(mode, column) for mode in Mode for column in range(self.width)]
        titles_first = self.ordinal is not None and self.label < self.ordinal
        start = len(rows)
        outside = (0.0, 0.0 if titles_first else _LONE_SECTION, 0.0, NEVER)
        return States(
            width=self.width,
            start=start,
            section=start + 1,
            title=start + 2,
            open_title=start + 3,
            begin=tuple(self._step(None, -1, column) for column in range(self.width)),
            later=tuple(tuple(self._later(mode, column)) for mode, column in rows),
            back=tuple(tuple(k for k in range(column) if k != self.ordinal) for _, column in rows),
            leave=(*(self._leave(mode, column) for mode, column in rows), *outside),
            titles_first=titles_first,
        )

    def _later(self, mode: Mode, at: int) -> Iterator[Step]:
        for column in range(at + 1, self.width):
            if not (mode is Mode.RESUMED and column == self.ordinal):
                yield self._step(mode, at, column)

    def _step(self, mode: Mode | None, at: int, column: int) -> Step:
        state = self._mode_after(mode, column) * self.width + column
        return Step(column, state, self._charged(mode, at + 1, column))

    def _mode_after(self, mode: Mode | None, column: int) -> Mode:
        """Return how far a row has come with a cell in `column`; None = it begins there."""
        if mode is Mode.RESUMED:
            return mode
        if column == self.ordinal and mode in (None, Mode.LABEL):
            return Mode.ORDINAL if mode is None else Mode.HEADING
        if column == self.label and mode in (None, Mode.ORDINAL):
            return Mode.LABEL if mode is None else Mode.HEADING
        return Mode.FULL

    def _charged(self, mode: Mode | None, first: int, column: int) -> float:
        """Return the cost of the empty cells that a step into `column` makes sure of; `first`: the first one open."""
        bare = mode is not Mode.FULL and column in (self.ordinal, self.label)
        if bare or mode is Mode.RESUMED:
            return 0.0
        if mode is None or mode is Mode.FULL:
            return self.gaps[column] - self.gaps[first]
        return self.gaps[column] - self._held(mode)

    def _held(self, mode: Mode) -> float:
        """Return the cost that a bare row is spared because its ordinal or label is there."""
        ordinal = self.weights.empty["ordinal"] if self.ordinal is not None and mode is not Mode.LABEL else 0.0
        return ordinal + (self.weights.empty["label"] if mode is not Mode.ORDINAL else 0.0)

    def _leave(self, mode: Mode, at: int) -> float:
        if mode is Mode.RESUMED:
            return 0.0
        if mode is Mode.FULL:
            return self.gaps[-1] - self.gaps[at + 1]
        rest = self.gaps[-1] - self._held(mode)
        if mode is Mode.ORDINAL:
            return rest
        unnumbered = self.weights.empty["ordinal"] if mode is Mode.LABEL and self.ordinal is not None else 0.0
        return min(rest, self.weights.parent + unnumbered)
