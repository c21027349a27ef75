"""The geometry of the charts: where marks stand on a strip. Templates draw it, and print every value beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from math import floor, log10
from typing import Final

WIDTH: Final = 300
"""Width of a strip in its own units."""
_MARGIN: Final = 12
_ARROW: Final = 26
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_OPEN: Final = frozenset({">", "<"})
_UP: Final = frozenset({">=", ">"})
_DOWN: Final = frozenset({"<=", "<"})


@dataclass(frozen=True, slots=True)
class Target:
    """A target as far as a chart shows it: comparator as in the graph, value, upper value of a range."""

    comparator: str
    value: Decimal
    most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A target on a strip.

    Attributes:
        x: of the value.
        end: where an arrow or a bar ends; equal to `x` where there is none.
        arrow: "up", "down" or empty.
        hollow: the value itself does not count (> and <).
    """

    x: float
    end: float
    arrow: str = ""
    hollow: bool = False

    @property
    def is_range(self) -> bool:
        """Whether it is a bar from one value to another."""
        return not self.arrow and self.end != self.x


@dataclass(frozen=True, slots=True)
class Tick:
    """A value on the axis, and where."""

    x: float
    value: Decimal


@dataclass(frozen=True, slots=True)
class Scale:
    """The axis that several strips share.

    Attributes:
        least, most: the values at its ends.
        ticks: round values within.
    """

    least: float
    most: float
    ticks: tuple[Tick, ...] = ()

    def x(self, value: Decimal | float) -> float:
        """Return where a value stands."""
        share = (float(value) - self.least) / (self.most - self.least)
        return round(_MARGIN + share * (WIDTH - 2 * _MARGIN), 1)

    def mark(self, target: Target) -> Mark:
        """Return the mark of a target."""
        x = self.x(target.value)
        if target.comparator in _UP:
            return Mark(x, min(x + _ARROW, WIDTH), "up", target.comparator in _OPEN)
        if target.comparator in _DOWN:
            return Mark(x, max(x - _ARROW, 0), "down", target.comparator in _OPEN)
        return Mark(x, x if target.most is None else self.x(target.most))


def scale(targets: Sequence[Target]) -> Scale:
    """Return an axis on which all targets stand, from 0 (or less) to a round number."""
    values = [float(each) for target in targets for each in (target.value, target.most) if each is not None]
    least, most = min([0.0, *values]), max([0.0, *values])
    step = _step((most - least) or 1.0)
    first, last = floor(least / step), -floor(-most / step) or 1
    bare = Scale(first * step, last * step)
    ticks = tuple(Tick(bare.x(n * step), _tidy(n * step)) for n in range(first, last + 1))
    return Scale(bare.least, bare.most, ticks)


def _step(extent: float) -> float:
    """Return a round step that parts an extent into two to five."""
    size: float = 10 ** floor(log10(extent / 4))
    return next(size * step for step in _STEPS if extent <= 5 * size * step)


def _tidy(value: float) -> Decimal:
    return Decimal(format(value, ".10g"))


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: what it counts, where it begins, how long it is."""

    name: str
    count: int
    x: float
    width: float


def bar(counts: Sequence[tuple[str, int]], most: int) -> tuple[Segment, ...]:
    """Return the segments of a stacked bar, where `most` is what fills the strip."""
    unit = WIDTH / max(most, 1)
    starts = accumulate((count for _, count in counts), initial=0)
    return tuple(
        Segment(name, count, round(start * unit, 1), round(count * unit, 1))
        for (name, count), start in zip(counts, starts, strict=False)
        if count
    )
