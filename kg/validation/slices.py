"""What rules see of one plan: cut out of a store, as a small store of its own.

A rule within a plan reads the plan's own graph and mappings, and describes what they refer to: `_STEPS` steps out, and
along the paths that `shapes/rules` names as read backwards. So it finds in that cut what it finds in the whole store,
however large the rest is. Rules across plans see rows of other plans besides; of those only the properties that these
rules name are copied.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from kg.validation.catalogue import Catalogue
from kg.validation.engine import Term
from kg.vocabulary import FINDINGS_GRAPH, PLAN_GRAPH, expand

_STEPS: Final = 2
_ROW_STEPS: Final = 3  # row, its target or section or plan or lead, the lead's kind
_PLAN: Final = ox.NamedNode(expand("ct:plan"))
_ITEM: Final = ox.NamedNode(expand("ct:item"))
_NAMES: Final = re.compile(r"\b(?:ct|eli|rdfs|skos):\w+")
_FINDINGS: Final = ox.NamedNode(FINDINGS_GRAPH)


class Slices:
    """Cuts slices out of `store`; holds no state, so the store may change between two calls."""

    def __init__(self, store: ox.Store, catalogue: Catalogue) -> None:
        self._store = store
        self._backwards = [ox.NamedNode(iri) for iri in catalogue.backwards]
        across = " ".join(rule.select for rule in catalogue if not rule.scope.within)
        self._named = frozenset(expand(name) for name in _NAMES.findall(across))

    def plan(self, plan: str) -> list[ox.Quad]:
        """Return the quads that a rule within `plan` reads."""
        own = self._own(ox.NamedNode(plan))
        found, seen = list(own), set[Term]()
        for _ in range(_STEPS):
            reached = {quad.object for quad in own if isinstance(quad.object, ox.NamedNode)} - seen
            seen |= reached
            own = [quad for node in reached for quad in self._about(node)]
            found += own
        return found

    def rows(self, rows: Iterable[str]) -> list[ox.Quad]:
        """Return of these rows, and of what they refer to, the quads that rules across plans read."""
        found: list[ox.Quad] = []
        seen: set[ox.NamedNode] = set()
        reached = {ox.NamedNode(row) for row in rows}
        for _ in range(_ROW_STEPS):
            seen |= reached
            quads = [quad for node in reached for quad in self._store.quads_for_pattern(node, None, None)]
            quads = [quad for quad in quads if quad.predicate.value in self._named]
            found += quads
            reached = {quad.object for quad in quads if isinstance(quad.object, ox.NamedNode)} - seen
        return found

    def item(self, row: str) -> str:
        """Return the indicator, task or item of information of `row`, empty if it has none."""
        items = (_iri(quad.object) for quad in self._store.quads_for_pattern(ox.NamedNode(row), _ITEM, None))
        return min(items, default="")

    def items(self, plan: str) -> set[ox.NamedNode]:
        """Return the indicators, tasks and items of information that `plan` has rows of."""
        rows = (quad.subject for quad in self._store.quads_for_pattern(None, _PLAN, ox.NamedNode(plan)))
        items = (quad.object for row in rows for quad in self._store.quads_for_pattern(row, _ITEM, None))
        return {item for item in items if isinstance(item, ox.NamedNode)}

    def sharing(self, items: Iterable[ox.NamedNode]) -> Iterator[str]:
        """Yield the rows of `items`, whatever plan they belong to."""
        for item in items:
            for quad in self._store.quads_for_pattern(None, _ITEM, item):
                yield _iri(quad.subject)

    def rows_of(self, plan: str, items: set[ox.NamedNode]) -> Iterator[str]:
        """Yield the rows of `plan` for one of `items`."""
        for quad in self._store.quads_for_pattern(None, _PLAN, ox.NamedNode(plan)):
            if any(one.object in items for one in self._store.quads_for_pattern(quad.subject, _ITEM, None)):
                yield _iri(quad.subject)

    def holders(self, quads: Collection[ox.Quad]) -> set[str]:
        """Return the plans whose own graph or mappings hold one of `quads`, or are about to."""
        stated = {quad.object for quad in quads if quad.predicate == _PLAN}
        graphs = {quad.graph_name for quad in quads if _in_plan(quad)}
        stated |= {one.object for graph in graphs for one in self._store.quads_for_pattern(None, _PLAN, None, graph)}
        subjects = {quad.subject for quad in quads if not _in_plan(quad)}
        stated |= {one.object for node in subjects for one in self._store.quads_for_pattern(node, _PLAN, None)}
        return {plan.value for plan in stated if isinstance(plan, ox.NamedNode)}

    def seeing(self, nodes: Iterable[ox.NamedNode]) -> set[str]:
        """Return the plans whose slice holds one of `nodes`: those that refer to it, or to what refers to it."""
        reached = {*nodes}
        reached |= {one for node in reached for one in self._ahead(node)}
        plans: set[str] = set()
        for _ in range(_STEPS):
            pointing = [quad for node in reached for quad in self._store.quads_for_pattern(None, None, node)]
            plans |= self.holders([quad for quad in pointing if quad.graph_name != _FINDINGS])
            reached = {
                quad.subject for quad in pointing if not _in_plan(quad) and isinstance(quad.subject, ox.NamedNode)
            }
        return plans

    def _own(self, plan: ox.NamedNode) -> list[ox.Quad]:
        """The plan's graph, and the descriptions of its mappings."""
        belonging = list(self._store.quads_for_pattern(None, _PLAN, plan))
        graphs = {quad.graph_name for quad in belonging if _in_plan(quad)}
        found = [quad for graph in graphs for quad in self._store.quads_for_pattern(None, None, None, graph)]
        elsewhere = {quad.subject for quad in belonging if quad.graph_name not in graphs | {_FINDINGS}}
        return found + [quad for one in elsewhere for quad in self._store.quads_for_pattern(one, None, None)]

    def _about(self, node: ox.NamedNode) -> Iterator[ox.Quad]:
        yield from self._store.quads_for_pattern(node, None, None)
        for path in self._backwards:
            for quad in self._store.quads_for_pattern(None, path, node):
                yield quad
                yield from self._store.quads_for_pattern(quad.subject, None, None)

    def _ahead(self, node: ox.NamedNode) -> Iterator[ox.NamedNode]:
        """What `node` says something about that is read backwards."""
        for path in self._backwards:
            for quad in self._store.quads_for_pattern(node, path, None):
                if isinstance(quad.object, ox.NamedNode):
                    yield quad.object


def shared_nodes(quads: Iterable[ox.Quad], plans: set[str]) -> set[ox.NamedNode]:
    """Return what `quads` describe that others than `plans` may refer to: all that is not named below one of them."""
    subjects = {quad.subject for quad in quads}
    return {node for node in subjects if isinstance(node, ox.NamedNode) and not _below(node, plans)}


def _below(node: Term, plans: set[str]) -> bool:
    """Whether the name of `node` continues that of a plan: `<plan>/assignment/…`."""
    name = _iri(node)
    return any(name.startswith(plan) and name[len(plan) : len(plan) + 1] == "/" for plan in plans)


def _in_plan(quad: ox.Quad) -> bool:
    return isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value.startswith(PLAN_GRAPH)


def _iri(node: Term) -> str:
    """The graph has no blank nodes for rows and plans."""
    return node.value if isinstance(node, ox.NamedNode) else ""
