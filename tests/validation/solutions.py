"""What engines find, in a form in which two of them can be compared."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.validation.catalogue import Rule
from kg.validation.engine import Engine


def solutions_of(engine: Engine, rules: Iterable[Rule]) -> set[tuple[str, ...]]:
    """Return what `engine` finds by `rules`: code, value, and other side and detail where they are IRIs."""
    found = set()
    for solution in engine.run(rules):
        sides = (solution.bindings.get(name) for name in ("other", "detail"))
        named = (side.value if isinstance(side, ox.NamedNode) else "" for side in sides)
        found.add((solution.rule.code, solution.value.value, *named))
    return found
