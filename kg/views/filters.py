"""What the values of a filter stand for."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.errors import BadSelection
from kg.views.model import Column, Selection, View
from kg.vocabulary import ID, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator


def check_filters(view: View, selection: Selection) -> Iterator[tuple[Column, tuple[str, ...]]]:
    """Yield the columns to filter by, with the values that are wanted.

    Raises:
        BadSelection: one is no column that can be filtered by.
    """
    known = {column.name: column for column in view.facets}
    for name, values in selection.filters.items():
        if name not in known:
            raise BadSelection(
                f"The view {view.name!r} has no filter {name!r}.", hint=f"It has: {', '.join(known) or 'none'}."
            )
        if values:
            yield known[name], values


def short(column: Column, iri: str) -> str:
    """Return how a filter names a thing in short: `candidates` finds it again."""
    for start in (ID + column.under, ID):
        rest = iri.removeprefix(start)
        if rest != iri and ":" not in rest:
            return rest
    return iri


def candidates(column: Column, value: str) -> tuple[str, ...]:
    """Return the IRIs that a filter's value may stand for: an IRI, a CURIE, or the end of an IRI of ours."""
    return _candidates(column.under, value)


@lru_cache(maxsize=16384)  # a kind of agency is thousands of bodies, which each filter of its page names again
def _candidates(under: str, value: str) -> tuple[str, ...]:
    prefix, colon, local = value.partition(":")
    if colon:
        found = [PREFIXES[prefix] + local if prefix in PREFIXES else value]
    else:
        found = [*dict.fromkeys((ID + under + value, ID + value))]
    return tuple(iri for iri in found if _is_iri(iri))


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True
