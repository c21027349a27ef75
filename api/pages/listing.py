"""A view as a table that sorts, filters, counts and turns pages by links, and as the table of its twins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from markupsafe import Markup

from api.pages.here import Here
from api.pages.marks import Marks
from api.pages.visit import Visit
from api.pages.words import Language
from kg.errors import BadSelection
from kg.output import tables
from kg.output.bilingual import Text
from kg.output.tables import Cell, Iri, TableData
from kg.views.behind import sparql_of
from kg.views.catalogue import view as view_called
from kg.views.model import Column, Facet, FacetValue, Row, Selection, Slice, Thing, Type, Value, View

_ROWS: Final = 50
_MOST_ROWS: Final = 500
_STANDS_FOR: Final = {"ordinal": "row", "message": "finding"}
"""Columns whose words lead to what stands in another column, if that has none of its own in the table."""


@dataclass(frozen=True)
class Listing:
    """A page of a view as a template shows it.

    Attributes:
        page: the rows, counts and facets.
        columns: those that the table has: without those in which no row has anything.
        fixed: names of the filters that the page itself sets.
    """

    here: Here
    page: Slice
    columns: tuple[Column, ...]
    fixed: frozenset[str]

    @cached_property
    def facets(self) -> tuple[Facet, ...]:
        """The facets that tell rows apart, or that the reader has chosen from."""
        found = (facet for facet in self.page.facets if facet.column.name not in self.fixed)
        return tuple(f for f in found if len(f.values) > 1 or any(value.chosen for value in f.values))

    @property
    def chosen(self) -> list[tuple[Facet, FacetValue]]:
        """The values that the reader has chosen."""
        return [(facet, value) for facet in self.facets for value in facet.values if value.chosen]

    @property
    def filtered(self) -> bool:
        """Whether the reader has narrowed the table."""
        return bool(self.chosen or self.page.selection.text)

    def toggled(self, facet: Facet, value: FacetValue) -> str:
        """Return the address with a value chosen, or no more."""
        taken = [each.value for each in facet.values if each.chosen != (each.value == value.value)]
        return self.here.changed({facet.column.name: taken or None, "after": None})

    def cleared(self) -> str:
        """Return the address without any filter."""
        names = {column.name: None for column in self.page.view.facets if column.name not in self.fixed}
        return self.here.changed({**names, "q": None, "after": None})

    def sorted_by(self, column: Column) -> str:
        """Return "ascending" or "descending" if the reader sorts by a column, else empty."""
        return {column.name: "ascending", f"-{column.name}": "descending"}.get(self.page.selection.sort, "")

    def sort(self, column: Column) -> str:
        """Return the address with the rows in the order of a column, in reverse if they are."""
        descending = self.sorted_by(column) == "ascending"
        return self.here.with_(order=f"-{column.name}" if descending else column.name, after=None)

    @property
    def next(self) -> str:
        """The address of the next page, empty on the last."""
        return self.here.with_(after=self.page.next) if self.page.next else ""

    @property
    def first(self) -> str:
        """The address of the first page, empty there."""
        return self.here.with_(after=None, row=None, cell=None) if self.page.start > 1 else ""

    def cells(self, row: Row, marks: Marks) -> Markup:
        """Return the cells of a row."""
        key = self.page.view.key
        return Markup("").join(
            marks.cell(column, row[column.name], leads_to=self._leads_to(column, row), names=column.name == key)
            for column in self.columns
        )

    def _leads_to(self, column: Column, row: Row) -> Thing | None:
        """Return the thing that the words or number in a cell lead to, where the table has no column of its names."""
        value = row.values.get(self._stand_for[column.name]) if column.name in self._stand_for else None
        return value if isinstance(value, Thing) else None

    @cached_property
    def _stand_for(self) -> dict[str, str]:
        shown = {column.name for column in self.columns}
        return {words: named for words, named in _STANDS_FOR.items() if named not in shown}

    @property
    def keys(self) -> tuple[str, ...]:
        """The IRIs of the rows."""
        return tuple(row.key for row in self.page.rows)

    def table(self) -> TableData:
        """The rows as a table for programs."""
        return table_of(self.page.view, self.page.rows, self.here.language, truncated=bool(self.page.next))

    @property
    def sparql(self) -> str:
        """The address of the query behind the table."""
        return self.here.to("/sparql", query=sparql_of(self.page.view, self.page.selection), format="html")


def listing(
    visit: Visit,
    view: str,
    *,
    fixed: Mapping[str, tuple[str, ...]] | None = None,
    without: Sequence[str] = (),
    rows: int = _ROWS,
    holding: str = "",
) -> Listing:
    """Return the table that a visit asks for: the whole of it for a twin, a page of it for a reader.

    Args:
        visit: gives filters (by the names of columns), `q`, `order`, `after` and `limit`.
        view: the view.
        fixed: filters that the page itself sets.
        without: columns to leave out, besides those that `fixed` makes the same in all rows.
        rows: of a page, if the visit does not say.
        holding: key of a row that the page is to have, if the visit does not say which page.
    """
    set_ = fixed or {}
    selection = replace(_selection(visit, view, set_, rows), holding=holding)
    page = visit.desk.select(view, selection)
    single = {name for name, values in set_.items() if len(values) == 1}
    left_out = {*without, *single}
    columns = tuple(c for c in page.view.shown if c.name not in left_out and _says_something(c, page.rows))
    return Listing(visit.here, page, columns, frozenset(set_))


def _says_something(column: Column, rows: Sequence[Row]) -> bool:
    """Whether a column has room in a table for readers: not if it is empty in all its rows."""
    return not rows or any(row[column.name] not in (None, "", ()) for row in rows)


def _selection(visit: Visit, view: str, fixed: Mapping[str, tuple[str, ...]], rows: int) -> Selection:
    given: dict[str, tuple[str, ...]] = dict(fixed)
    for column in view_called(view).facets:
        values = tuple(value for name, value in visit.here.pairs if name == column.name)
        if values and column.name not in fixed:
            given[column.name] = values
    whole = bool(visit.twin)
    return Selection(
        filters=given,
        text=visit.here.value("q"),
        sort=visit.here.value("order"),
        limit=visit.most_rows if whole else _limit(visit, rows),
        after=visit.here.value("after"),
        facets=() if whole else None,
    )


def _limit(visit: Visit, rows: int) -> int:
    text = visit.here.value("limit") or str(rows)
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 0 < int(text) <= _MOST_ROWS):
        raise BadSelection(f"limit={text!r} is not a number from 1 to {_MOST_ROWS}.")
    return int(text)


def table_of(of: View, rows: Sequence[Row], language: Language, *, truncated: bool = False) -> TableData:
    """Return rows of a view as a table for `kg.output`: things as IRI and, in a column beside it, name."""
    columns = [each for column in of.columns for each in _columns(column, language)]
    cells = tuple(
        tuple(cell for column in of.columns for cell in _cells(column, row[column.name], language)) for row in rows
    )
    return TableData(tuple(columns), cells, title=of.title.in_(language), truncated=truncated)


def _columns(column: Column, language: Language) -> list[tables.Column]:
    title = column.title.in_(language)
    words = {value: text.in_(language) for value, text in column.choices.items()}
    own = tables.Column(column.name, title, words=words)
    return [own, tables.Column(f"{column.name}Label", title)] if column.type is Type.THING else [own]


def _cells(column: Column, value: Value, language: Language) -> list[Cell]:
    if column.multiple and isinstance(value, tuple):
        names = "; ".join(thing.label.in_(language) for thing in value)
        return [" ".join(thing.iri for thing in value), names]
    if column.type is Type.THING:
        return [Iri(value.iri), value.label.in_(language)] if isinstance(value, Thing) else [None, None]
    if isinstance(value, Text):
        return [value.in_(language)]
    return [value if not isinstance(value, Thing | tuple) else None]
