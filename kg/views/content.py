"""Compute the views from a store and write them: what `views.sqlite` holds.

The file is made for reading pages of rows by facets. `row_<view>` holds each row as JSON in the view's own order. Of
each facet column `numbers` holds one code a row (of a `multiple` column the rows and codes of its pairs), of each
sortable column the rows in its order: a few hundred kilobytes a view, which a reader loads once and counts in memory.
Codes of things are those of the table `thing`, other values have theirs in `value`. The words of the rows stand in
`search_<view>`.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.errors import ResourceError
from kg.output.bilingual import Text
from kg.store.query import execute
from kg.views.catalogue import definition, views
from kg.views.collation import sort_key
from kg.views.folding import words_of
from kg.views.model import EN, Column, Type, View
from kg.views.packing import pack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pyoxigraph import Store

    from kg.store.query import Term

FILE: Final = "views.sqlite"

_SCHEMA: Final = """
CREATE TABLE view (name TEXT PRIMARY KEY, rows INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, vi TEXT NOT NULL, en TEXT NOT NULL);
CREATE TABLE value (
  view TEXT NOT NULL, column_name TEXT NOT NULL, code INTEGER NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (view, column_name, code)
) WITHOUT ROWID;
CREATE TABLE numbers (
  view TEXT NOT NULL, name TEXT NOT NULL, filled INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (view, name)
) WITHOUT ROWID;
"""
_ROWS: Final = """
CREATE TABLE "row_{view}" (n INTEGER PRIMARY KEY, key TEXT NOT NULL, cells TEXT NOT NULL);
"""
_KEYS: Final = """
CREATE INDEX "key_{view}" ON "row_{view}" (key);
"""
_WORDS: Final = """
CREATE VIRTUAL TABLE "search_{view}" USING fts5 (
  words, content = '', detail = none, columnsize = 0, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3'
);
"""

_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Cell: TypeAlias = str | int | tuple[str, str] | None
"""A cell before it is written: things are IRIs, decimals canonical texts, words pairs of vi and en."""


@dataclass(frozen=True, slots=True)
class Table:
    """A computed view.

    Attributes:
        rows: in the view's own order, a cell for each column that is not `multiple`, in the order of the columns.
        related: of each `multiple` column pairs of a row's place (from 0) and an IRI, sorted.
    """

    view: View
    rows: tuple[tuple[Cell, ...], ...]
    related: Mapping[str, tuple[tuple[int, str], ...]]


@dataclass(frozen=True, slots=True)
class ViewContent:
    """All that goes into the file: the tables, and the names of the things in them by IRI."""

    tables: tuple[Table, ...]
    things: Mapping[str, Text]

    def digest(self) -> str:
        """Return a hex SHA-256 of the content, which no version of SQLite has a part in."""
        found = hashlib.sha256()
        for table in self.tables:
            found.update(repr((table.view, table.rows, sorted(table.related.items()))).encode())
        found.update(repr(sorted(self.things.items())).encode())
        return found.hexdigest()

    def write(self, path: Path) -> None:
        """Write the database at `path`, where no file may stand yet.

        Raises:
            OSError, sqlite3.Error: the system refuses to write.
        """
        codes = {iri: number for number, iri in enumerate(sorted(self.things), start=1)}
        with closing(sqlite3.connect(path)) as connection:
            # Nobody reads the file before it is whole, and the publisher makes it last: no journal is needed.
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096;")
            connection.executescript(_SCHEMA)
            with connection:
                named = ((code, iri, self.things[iri].vi, self.things[iri].en) for iri, code in codes.items())
                connection.executemany("INSERT INTO thing VALUES (?, ?, ?, ?)", named)
                for table in self.tables:
                    _write(connection, table, codes, self.things)


def compute(store: Store) -> ViewContent:
    """Return every view of what a store holds, over the union of its graphs.

    Raises:
        ResourceError: a definition's query gives other columns than the definition has.
    """
    labels = _labels(store)
    tables = tuple(_compute(store, view, labels) for view in views().values())
    used = {iri for table in tables for iri in _iris(table)}
    return ViewContent(tables, {iri: labels.get(iri) or _unnamed(iri) for iri in used})


def _labels(store: Store) -> dict[str, Text]:
    """Return the names of everything that has one, of several in a language the first."""
    found: dict[str, dict[str, str]] = {}
    for thing, label in execute(store, definition("labels.rq")).rows():
        if isinstance(thing, NamedNode) and isinstance(label, Literal):
            names = found.setdefault(thing.value, {})
            language = label.language or ""
            names[language] = min(label.value, names.get(language, label.value))
    return {iri: Text(_vietnamese(names), names.get("en", "")) for iri, names in found.items()}


def _vietnamese(names: Mapping[str, str]) -> str:
    return names.get("vi") or names.get("") or names[min(names)]


def _unnamed(iri: str) -> Text:
    return Text(iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2], "")


def _compute(store: Store, view: View, labels: Mapping[str, Text]) -> Table:
    columns = view.single
    results = execute(store, view.select)
    readers = [_reader(view, column, results.variables) for column in columns]
    rows = [tuple([read(row) for read in readers]) for row in results.rows()]
    orders = [column.name for column in columns]
    key = orders.index(view.key)
    rows.sort(key=lambda row: repr(row[key]))
    for name in reversed(view.sort):
        rows = _sorted(rows, columns, name, labels)
    places_of = defaultdict[Cell, list[int]](list)
    for n, row in enumerate(rows):
        places_of[row[key]].append(n)
    related = {name: tuple(_pairs(store, view, name, places_of)) for name in view.related}
    return Table(view, tuple(rows), related)


def _reader(view: View, column: Column, variables: Sequence[str]) -> Callable[[Sequence[Term | None]], Cell]:
    """Return what reads the cell of a column out of a row of the query's answer.

    Raises:
        ResourceError: the query gives no such column.
    """
    names = [column.name, column.name + EN] if column.type is Type.WORDS else [column.name]
    try:
        place, *further = [variables.index(name) for name in names]
    except ValueError:
        raise ResourceError(f"kg/views/definitions/{view.name}.rq gives no ?{column.name}.") from None
    if further:
        return lambda row: _pair(_text(row[place]), _text(row[further[0]]))
    plain = _PLAIN.get(column.type)
    if plain is None:
        return lambda row: _text(row[place])
    return lambda row: None if (text := _text(row[place])) is None else plain(text)


def _text(term: Term | None) -> str | None:
    return getattr(term, "value", None)


def _pair(vi: str | None, en: str | None) -> Cell:
    return (vi or "", en or "") if vi or en else None


def _truth(text: str) -> bool:
    return text in ("true", "1")


def _canonical(text: str) -> str:
    """Return a decimal without needless zeros and exponent."""
    try:
        return f"{Decimal(text).normalize():f}"
    except InvalidOperation:
        return text


_PLAIN: Final[Mapping[Type, Callable[[str], Cell]]] = {
    Type.INTEGER: int,
    Type.YEAR: int,
    Type.BOOLEAN: _truth,
    Type.DECIMAL: _canonical,
}
"""What makes a cell of a term's text; of the other types it is the text."""


def _sorted(
    rows: Sequence[tuple[Cell, ...]], columns: Sequence[Column], name: str, labels: Mapping[str, Text]
) -> list[tuple[Cell, ...]]:
    """Return rows in the order of a column, equal ones as they were, those with nothing there last."""
    place = [column.name for column in columns].index(name.removeprefix("-"))
    ranks = _ranks(columns[place], [row[place] for row in rows], labels)
    filled = [row for row in rows if row[place] is not None]
    filled.sort(key=lambda row: ranks[row[place]], reverse=name.startswith("-"))
    return filled + [row for row in rows if row[place] is None]


def _ranks(column: Column, cells: Iterable[Cell], labels: Mapping[str, Text]) -> Mapping[Cell, int]:
    """Return of each value its place in the order of a column; values that are alike in it have the same."""
    keys = {cell: _order(column, cell, labels) for cell in set(cells) if cell is not None}
    places = {key: n for n, key in enumerate(sorted(set(keys.values())))}
    return {cell: places[key] for cell, key in keys.items()}


def _order(column: Column, value: Cell, labels: Mapping[str, Text]) -> Any:  # noqa: ANN401  # whatever a column is compared by
    if column.type is Type.DECIMAL:
        return Decimal(str(value))
    if column.type in (Type.INTEGER, Type.YEAR, Type.BOOLEAN):
        return value
    if column.type is Type.CODE:
        return list(column.choices).index(str(value)) if value in column.choices else len(column.choices)
    if column.type is Type.THING:
        iri = str(value)
        return sort_key((labels.get(iri) or _unnamed(iri)).vi), iri
    return sort_key(value[0] if isinstance(value, tuple) else str(value))


def _pairs(store: Store, view: View, name: str, places: Mapping[Cell, Sequence[int]]) -> Iterator[tuple[int, str]]:
    results = execute(store, view.related[name])
    key, value = results.variables.index(view.key), results.variables.index(name)
    pairs = {(getattr(row[key], "value", ""), getattr(row[value], "value", "")) for row in results.rows()}
    yield from sorted((n, iri) for thing, iri in pairs if thing in places and iri for n in places[thing])


def _iris(table: Table) -> Iterator[str]:
    things = [n for n, column in enumerate(table.view.single) if column.type is Type.THING]
    yield from (str(row[n]) for row in table.rows for n in things if row[n] is not None)
    yield from (iri for pairs in table.related.values() for _, iri in pairs)


def _write(connection: sqlite3.Connection, table: Table, codes: Mapping[str, int], things: Mapping[str, Text]) -> None:
    view = table.view
    columns = view.single
    connection.execute("INSERT INTO view VALUES (?, ?)", (view.name, len(table.rows)))
    connection.execute(_ROWS.format(view=view.name))
    connection.executemany(f'INSERT INTO "row_{view.name}" VALUES (?, ?, ?)', _records(table, codes))  # noqa: S608  # a name of ours
    connection.execute(_KEYS.format(view=view.name))
    for place, column in enumerate(columns):
        cells = [row[place] for row in table.rows]
        if column.facet:
            _write_facet(connection, view.name, column, cells, codes)
        if column.sortable:
            _write_order(connection, view.name, column, cells, things)
    for name, pairs in table.related.items():
        _write_numbers(connection, view.name, f"rows:{name}", [n for n, _ in pairs])
        _write_numbers(connection, view.name, f"facet:{name}", [codes[iri] for _, iri in pairs])
    _write_words(connection, table, things)


def _records(table: Table, codes: Mapping[str, int]) -> Iterator[tuple[int, str, str]]:
    columns = table.view.single
    key = [column.name for column in columns].index(table.view.key)
    things = [n for n, column in enumerate(columns) if column.type is Type.THING]
    for n, row in enumerate(table.rows):
        cells = [*row]
        for place in things:
            if row[place] is not None:
                cells[place] = codes[str(row[place])]
        yield n, str(row[key]), _JSON(cells)


def _write_facet(
    connection: sqlite3.Connection, view: str, column: Column, cells: Sequence[Cell], codes: Mapping[str, int]
) -> None:
    """Write a code for each row, 0 for nothing."""
    known = codes
    if column.type is not Type.THING:
        values = sorted({facet_text(cell) for cell in cells if cell is not None})
        known = {value: code for code, value in enumerate(values, start=1)}
        listed = ((view, column.name, code, value) for value, code in known.items())
        connection.executemany("INSERT INTO value VALUES (?, ?, ?, ?)", listed)
    numbers = [0 if cell is None else known[facet_text(cell)] for cell in cells]
    _write_numbers(connection, view, f"facet:{column.name}", numbers)


def facet_text(cell: Cell) -> str:
    """Return a value as a filter names it."""
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def _write_order(
    connection: sqlite3.Connection, view: str, column: Column, cells: Sequence[Cell], things: Mapping[str, Text]
) -> None:
    """Write the rows in the order of a column, those with nothing there last, and how many have something."""
    ranks = _ranks(column, cells, things)
    filled = [n for n, cell in enumerate(cells) if cell is not None]
    filled.sort(key=lambda n: ranks[cells[n]])
    empty = [n for n, cell in enumerate(cells) if cell is None]
    _write_numbers(connection, view, f"order:{column.name}", filled + empty, len(filled))


def _write_numbers(
    connection: sqlite3.Connection, view: str, name: str, numbers: Iterable[int], filled: int = 0
) -> None:
    connection.execute("INSERT INTO numbers VALUES (?, ?, ?, ?)", (view, name, filled, pack(numbers)))


def _write_words(connection: sqlite3.Connection, table: Table, things: Mapping[str, Text]) -> None:
    places = [(n, column) for n, column in enumerate(table.view.single) if column.searchable]
    if not places:
        return
    connection.execute(_WORDS.format(view=table.view.name))
    known: dict[tuple[int, Cell], str] = {}

    def words(row: tuple[Cell, ...]) -> Iterator[str]:
        for place, column in places:
            cell = row[place]
            if (place, cell) not in known:
                known[place, cell] = " ".join(_words(column, cell, things))
            yield known[place, cell]

    found = ((n, " ".join(words(row))) for n, row in enumerate(table.rows))
    connection.executemany(f'INSERT INTO "search_{table.view.name}" (rowid, words) VALUES (?, ?)', found)  # noqa: S608  # a name of ours


def _words(column: Column, cell: Cell, things: Mapping[str, Text]) -> Sequence[str]:
    """Return the folded words of a cell; of a thing those of its name in both languages."""
    if cell is None:
        return ()
    if column.type is Type.THING:
        named = things[str(cell)]
        return (*words_of(named.vi), *words_of(named.en))
    return words_of(" ".join(cell) if isinstance(cell, tuple) else str(cell))
