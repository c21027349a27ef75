"""What a view is, what may be asked of it, and what it answers.

A view is a pair of data files in `kg/views/definitions`: `<name>.rq`, the SELECT that defines its rows, and
`<name>.toml`, its words and what its columns are for. Nothing here knows a particular one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeAlias

from kg.output.bilingual import Text

NOTHING: Final = "-"
"""The value by which a selection asks for the rows that have nothing in a column."""
DEFAULT_LIMIT: Final = 50
EN: Final = "En"
"""What the variable with the English words of a WORDS column is called after the column's name."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of the graph as a table shows it: its IRI and its name (English empty where nobody translated it)."""

    iri: str
    label: Text


Value: TypeAlias = str | int | Decimal | bool | Text | Thing | tuple[Thing, ...] | None
"""What stands in a cell; None where nothing does. A column that is `multiple` holds a tuple, perhaps an empty one."""


class Type(StrEnum):
    """What the cells of a column hold."""

    THING = "thing"  # a thing of the graph, shown by its name
    TEXT = "text"  # as printed, in Vietnamese
    WORDS = "words"  # ours, in both languages: the query has a variable `<name>En` too
    CODE = "code"  # one of a few words that programs compare; `Column.choices` says what they mean
    DATE = "date"  # ISO 8601, perhaps without day or month
    YEAR = "year"  # a whole number that nobody groups by thousands
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a view.

    Attributes:
        name: its stable name: the variable of the query, the parameter of a filter, the member in JSON.
        title: what people call it.
        facet: its values are counted and can be filtered by.
        searchable: its words are found by `Selection.text` (of a thing: those of its name).
        sortable: rows can be put in its order.
        multiple: a row has any number of things in it; it is defined by a query of its own, `<view>.<column>.rq`.
        hidden: tables leave it out; filters and programs use it.
        under: how the IRIs of its things usually go on after `https://w3id.org/chitieu/id/` ("agency-kind/"), so that
            filters can be written without it.
        choices: of a CODE, each value with what it is called.
    """

    name: str
    title: Text
    type: Type = Type.TEXT
    facet: bool = False
    searchable: bool = False
    sortable: bool = False
    multiple: bool = False
    hidden: bool = False
    under: str = ""
    choices: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class View:
    """A view.

    Attributes:
        name: its stable name.
        title, comment: what it holds.
        key: the column that names each row once.
        columns: in the order of the table, the key's among them.
        sort: names of the columns that rows are ordered by if nobody says otherwise, each perhaps after a "-".
        select: the SPARQL that defines it, without prologue.
        related: of each `multiple` column, the SPARQL that gives pairs of key and thing, in variables of their names.
    """

    name: str
    title: Text
    comment: Text
    key: str
    columns: tuple[Column, ...]
    sort: tuple[str, ...]
    select: str
    related: Mapping[str, str] = field(default_factory=dict)

    def column(self, name: str) -> Column | None:
        """Return the column of that name, None if there is none."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def single(self) -> tuple[Column, ...]:
        """The columns that the view's own query gives."""
        return tuple(column for column in self.columns if not column.multiple)

    @property
    def facets(self) -> tuple[Column, ...]:
        """The columns that can be filtered by."""
        return tuple(column for column in self.columns if column.facet)

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that a table has."""
        return tuple(column for column in self.columns if not column.hidden)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked of a view.

    Attributes:
        filters: wanted values of facet columns, by name: rows that have one of them in each. A thing is named by its
            IRI, its CURIE, or the end of its IRI after `Column.under`; `NOTHING` asks for rows without any.
        text: words that all stand in the searchable columns, in any spelling; the last one may be unfinished.
        sort: name of a sortable column, after a "-" for the reverse order; empty = the view's own order.
        limit: most rows, at least 1.
        after: `Slice.next` of the page before; empty = from the first row.
        holding: key of a row, which asks for the page that has it (else the first), unless `after` is given.
        facets: names of the columns to count values of; None = of all facets. Counting is most of the work.
        facet_values: most values to return of each facet.
    """

    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    text: str = ""
    sort: str = ""
    limit: int = DEFAULT_LIMIT
    after: str = ""
    holding: str = ""
    facets: tuple[str, ...] | None = None
    facet_values: int = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its key (an IRI, or whatever the key column holds) and the cells by name of column."""

    key: str
    values: Mapping[str, Value]

    def __getitem__(self, name: str) -> Value:
        return self.values[name]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value that rows have in a facet.

    Attributes:
        value: how a filter names it, in short; `NOTHING` for the rows without any.
        iri: the thing's IRI; empty if the value is no thing.
        label: what people call it.
        count: number of rows with it, of those that the *other* filters and the text leave.
        chosen: the selection asks for it.
    """

    value: str
    iri: str
    label: Text
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of a facet column that rows have.

    Attributes:
        values: most frequent first, those that are chosen always among them.
        total: how many different ones there are in all.
    """

    column: Column
    values: tuple[FacetValue, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Slice:
    """A page of a view.

    Attributes:
        total: number of rows that the selection leaves, on all pages.
        start: place of the first of `rows` among them, from 1; 0 if there are none.
        facets: in the order of the columns.
        next: goes into `Selection.after` for the next page; empty on the last one. It stays good in later snapshots.
        snapshot: id of the snapshot that this was read from.
    """

    view: View
    selection: Selection
    rows: tuple[Row, ...]
    total: int
    start: int
    facets: tuple[Facet, ...]
    next: str
    snapshot: str
