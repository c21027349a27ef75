"""The SPARQL behind a page: a view's own query with the filters of a selection, to be run anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.views.model import Selection, View


def sparql_of(view: View, selection: Selection) -> str:
    """Return a complete query whose answer is the rows of `selection`, of all pages, in the same columns."""
    raise NotImplementedError
