"""Rows that a rule compares over all plans, sorted into classes: of each class the least rows stand for the others."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from kg.validation.engine import Part

Key = tuple[str, str]
"""What a rule compares: the code of the rule, and the item."""

_STANDING: Final = 2  # least rows of so many plans stand for a class: the rules compare rows of two plans


class Classes:
    """The parts of all plans: by key, group and class the least row of each plan."""

    def __init__(self, ends: Iterable[str]) -> None:
        """Start empty; `ends` are the codes of the rules for which only the first and the last class count."""
        self._ends = frozenset(ends)
        self._groups: dict[Key, dict[str, dict[Decimal | str, dict[str, str]]]] = {}
        self._keys: dict[str, set[Key]] = defaultdict(set)

    def add(self, parts: Iterable[Part]) -> None:
        """Take in parts of plans."""
        for part in parts:
            groups = self._groups.setdefault((part.rule, part.item), {})
            rows = groups.setdefault(part.group, {}).setdefault(part.sorted_by, {})
            rows[part.plan] = min(part.row, rows.get(part.plan, part.row))
            self._keys[part.plan].add((part.rule, part.item))

    def drop(self, plan: str) -> None:
        """Forget the parts of `plan`."""
        for key in self._keys.pop(plan, ()):
            for classes in self._groups[key].values():
                for rows in classes.values():
                    rows.pop(plan, None)

    def keys(self, plan: str) -> set[Key]:
        """Return the keys that `plan` has a part in."""
        return set(self._keys.get(plan, ()))

    def standing(self, keys: Iterable[Key]) -> Iterator[str]:
        """Yield the rows that stand for all rows of `keys`."""
        for key in keys:
            for classes in self._groups.get(key, {}).values():
                taken = sorted(sorted_by for sorted_by, rows in classes.items() if rows)
                for sorted_by in {*taken[:1], *taken[-1:]} if key[0] in self._ends else taken:
                    yield from heapq.nsmallest(_STANDING, classes[sorted_by].values())


class Sharing:
    """Which plans have a thing, for the populations that count what plans share."""

    def __init__(self) -> None:
        """Start empty."""
        self._plans: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._things: dict[str, set[tuple[str, str]]] = defaultdict(set)

    def add(self, population: str, members: Iterable[tuple[str, str]]) -> None:
        """Note of a population (its IRI) the plans and the things that they have."""
        for plan, thing in members:
            self._plans[population, thing].add(plan)
            self._things[plan].add((population, thing))

    def drop(self, plan: str) -> None:
        """Forget what `plan` has."""
        for thing in self._things.pop(plan, ()):
            self._plans[thing].discard(plan)

    def counts(self) -> dict[str, int]:
        """Return how many things two or more plans have, by population."""
        return dict(Counter(population for (population, _), plans in self._plans.items() if len(plans) > 1))
