"""What plans that are not published yet are held against: the plans of a snapshot, those of related places by name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

import pyoxigraph as ox

from kg.validation.describe import Describer
from kg.validation.model import Against
from kg.vocabulary import expand

_PLACE, _PART_OF, _FILE = (ox.NamedNode(expand(path)) for path in ("ct:place", "ct:partOf", "ct:sourceFile"))
_SHOWN: Final = 20  # names of a kind; a province has a plan a year and a hundred communes


def held_against(store: ox.Store, plans: Collection[str], snapshot: str | None) -> Against:
    """Return what the rules see beside `plans`.

    Args:
        store: the published plans and `plans`.
        plans: IRIs of those that are judged.
        snapshot: id of what is published; None = nothing is.
    """
    if snapshot is None:
        return Against(None)
    others = {quad.subject for quad in store.quads_for_pattern(None, _FILE, None)} - {
        ox.NamedNode(one) for one in plans
    }
    own = {place for plan in plans for place in _objects(store, ox.NamedNode(plan), _PLACE)}
    above = {whole for place in own for whole in _objects(store, place, _PART_OF)}
    below = {quad.subject for place in own for quad in store.quads_for_pattern(None, _PART_OF, place)}
    describer = Describer(store)

    def named(places: Collection[object]) -> tuple[str, ...]:
        found = {quad.subject for quad in store.quads_for_pattern(None, _PLACE, None) if quad.object in places} & others
        return tuple(sorted(describer.name(one, "vi") for one in found if isinstance(one, ox.NamedNode))[:_SHOWN])

    return Against(snapshot, len(others), named(above), named(own), named(below))


def _objects(store: ox.Store, node: ox.NamedNode, path: ox.NamedNode) -> Iterator[ox.NamedNode]:
    for quad in store.quads_for_pattern(node, path, None):
        if isinstance(quad.object, ox.NamedNode):
            yield quad.object
