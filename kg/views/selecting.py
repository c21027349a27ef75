"""Work out what a selection leaves of a view: on a byte a row, in memory; only the rows of the page are read.

Of 60,000 rows with ten facets that takes some tens of milliseconds, whatever the filters are; counting by SQL took
longer by an order of magnitude (`docs/decisions/0070-views.md`).
"""

from __future__ import annotations

import base64
import json
import re
from bisect import bisect_left, bisect_right
from decimal import Decimal
from functools import reduce
from heapq import nsmallest
from itertools import compress
from operator import and_
from typing import TYPE_CHECKING, Any, Final, Protocol

from kg.errors import BadSelection
from kg.output.bilingual import Text
from kg.views.catalogue import nothing
from kg.views.facets import FacetColumn, full, to_mask
from kg.views.filters import candidates, check_filters, short
from kg.views.folding import MOST_WORDS, words_of
from kg.views.model import NOTHING, Column, Facet, FacetValue, Row, Selection, Slice, Thing, Type, Value, View

if TYPE_CHECKING:
    import sqlite3
    from array import array
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

_LARGEST_PAGE: Final = 1_000_000
_AT_ONCE: Final = 500  # values bound in one SQL statement
_CURSOR: Final = re.compile(r"([0-9]{1,9})(?:\.([A-Za-z0-9_-]*))?", re.ASCII)
_TEXT: Final = ""  # stands for the text among the names of filters


class Kept(Protocol):
    """Gives the arrays, codes and things of a file, which are read once."""

    @property
    def things(self) -> Mapping[int, Thing]:
        """The things that are known, by their codes."""
        ...

    def keep(self, things: Mapping[int, Thing]) -> None:
        """Keep things for the next who asks."""
        ...

    def numbers(self, connection: sqlite3.Connection, view: str, name: str) -> tuple[int, array[int]]:
        """Return an array, and how many of its rows have something."""
        ...

    def facet(self, connection: sqlite3.Connection, view: str, column: Column, size: int) -> FacetColumn:
        """Return a facet."""
        ...

    def codes(self, connection: sqlite3.Connection, view: str, column: str) -> dict[str, int]:
        """Return the codes of a column's values that are no things."""
        ...


class Reading:
    """Reads one view, of `size` rows, by one connection, for one request."""

    def __init__(self, kept: Kept, connection: sqlite3.Connection, view: View) -> None:
        self._kept = kept
        self._connection = connection
        self._view = view
        found = connection.execute("SELECT rows FROM view WHERE name = ?", (view.name,)).fetchone()
        self.size: int = found[0] if found else 0

    def row(self, key: str) -> Row | None:
        """Return the first row with that key."""
        n = self._place(key)
        return None if n is None else next(iter(self._rows([n])))

    def select(self, selection: Selection, snapshot: str) -> Slice:
        """Return a page; see `kg.views.reader.Views.select`."""
        _check(self._view, selection)
        masks = self._masks(selection)
        hits = self._ordered(_joint(masks.values(), self.size).to_bytes(self.size, "little"), selection.sort)
        start = self._start(hits, selection)
        page = hits[start : start + selection.limit]
        rows = tuple(self._rows(page))
        more = rows and start + len(page) < len(hits)
        return Slice(
            view=self._view,
            selection=selection,
            rows=rows,
            total=len(hits),
            start=start + 1 if rows else 0,
            facets=tuple(self._facets(selection, masks)),
            next=_cursor(start + len(page), rows[-1].key) if more else "",
            snapshot=snapshot,
        )

    def _masks(self, selection: Selection) -> dict[str, int]:
        """Return for each filter, and the text, which rows it leaves: a number of a byte a row, 1 or 0."""
        masks = {
            column.name: self._facet_column(column).mask(self._wanted(column, values))
            for column, values in check_filters(self._view, selection)
        }
        words = words_of(selection.text)[:MOST_WORDS]
        if words:
            masks[_TEXT] = self._text_mask(words)
        return masks

    def _text_mask(self, words: Sequence[str]) -> int:
        if not any(column.searchable for column in self._view.columns):
            return 0
        table = f"search_{self._view.name}"
        match = " AND ".join(f'"{word}"' for word in words) + " *"
        mask = bytearray(self.size)
        for (n,) in self._connection.execute(f'SELECT rowid FROM "{table}" WHERE "{table}" MATCH ?', (match,)):  # noqa: S608
            mask[n] = 1
        return to_mask(mask)

    def _wanted(self, column: Column, values: Collection[str]) -> set[int]:
        """Return the codes of a filter's values, 0 for nothing."""
        nothing = {0} if NOTHING in values else set()
        if column.type is not Type.THING:
            codes = self._kept.codes(self._connection, self._view.name, column.name)
            return nothing | {codes[value] for value in values if value in codes}
        iris = [iri for value in values if value != NOTHING for iri in candidates(column, value)]
        return nothing | {code for (code,) in self._in_parts("SELECT id FROM thing WHERE iri IN ({})", iris)}

    def _ordered(self, mask: bytes, sort: str) -> Sequence[int]:
        """Return the rows that a mask leaves, in the wanted order."""
        if not sort:
            return list(compress(range(self.size), mask))
        filled, order = self._kept.numbers(self._connection, self._view.name, f"order:{sort.removeprefix('-')}")
        if sort.startswith("-"):
            order = order[:filled][::-1] + order[filled:]
        return list(compress(order, map(mask.__getitem__, order)))

    def _start(self, hits: Sequence[int], selection: Selection) -> int:
        """Return how many rows go before the page: those up to the last one of the page before, or whole pages."""
        if selection.after:
            start, key = _read_cursor(selection.after)
            found = self._found(hits, key)
            return min(start, len(hits)) if found is None else found + 1
        found = self._found(hits, selection.holding) if selection.holding else None
        return 0 if found is None else found - found % selection.limit

    def _found(self, hits: Sequence[int], key: str) -> int | None:
        """Return where among the hits the row with a key stands."""
        n = self._place(key)
        return hits.index(n) if n is not None and n in hits else None

    def _place(self, key: str) -> int | None:
        query = f'SELECT n FROM "row_{self._view.name}" WHERE key = ? ORDER BY n LIMIT 1'  # noqa: S608  # a name of ours
        found = self._connection.execute(query, (key,)).fetchone() if self.size else None
        return found[0] if found else None

    def _facets(self, selection: Selection, masks: dict[str, int]) -> Iterator[Facet]:
        for column in self._view.facets:
            if selection.facets is None or column.name in selection.facets:
                others = [mask for name, mask in masks.items() if name != column.name]
                counts = self._facet_column(column).counts(_joint(others, self.size))
                yield self._facet(column, counts, selection)

    def _facet(self, column: Column, counts: Mapping[int, int], selection: Selection) -> Facet:
        values = selection.filters.get(column.name, ())
        chosen = self._wanted(column, values)
        found = [code for code, count in counts.items() if count]
        ranked = nsmallest(selection.facet_values, found, key=lambda code: (code == 0, -counts[code], code))
        listed = [*ranked]
        listed += sorted(chosen - set(listed))
        return Facet(column, tuple(self._facet_values(column, listed, counts, chosen)), len(found))

    def _facet_values(
        self, column: Column, codes: Sequence[int], counts: Mapping[int, int], chosen: Collection[int]
    ) -> Iterator[FacetValue]:
        named = self._things(codes) if column.type is Type.THING else {}
        known = self._kept.codes(self._connection, self._view.name, column.name)
        texts = {code: text for text, code in known.items()}
        for code in codes:
            thing = named.get(code)
            if code == 0:
                value, iri, label = NOTHING, "", nothing()
            elif thing:
                value, iri, label = short(column, thing.iri), thing.iri, thing.label
            else:
                value, iri, label = texts[code], "", column.choices.get(texts[code], Text(texts[code], ""))
            yield FacetValue(value, iri, label, counts.get(code, 0), code in chosen)

    def _rows(self, places: Sequence[int]) -> Iterator[Row]:
        """Yield the rows at these places, in this order."""
        query = f'SELECT n, key, cells FROM "row_{self._view.name}" WHERE n IN ({{}})'  # noqa: S608  # a name of ours
        read = {n: (key, json.loads(cells)) for n, key, cells in self._in_parts(query, places)}
        columns = self._view.single
        kinds = [place for place, column in enumerate(columns) if column.type is Type.THING]
        related = {name: dict(zip(places, self._related(name, places), strict=True)) for name in self._view.related}
        used = {code for _, cells in read.values() for place in kinds if (code := cells[place])}
        used.update(*(codes for each in related.values() for codes in each.values()))
        things = self._things(used)
        names = [column.name for column in columns]
        makers = [(place, make) for place, column in enumerate(columns) if (make := _maker(column, things))]
        in_order = dict.fromkeys(column.name for column in self._view.columns)
        for n in places:
            key, cells = read[n]
            for place, make in makers:
                cells[place] = None if cells[place] is None else make(cells[place])
            several = {name: tuple([things[code] for code in each[n]]) for name, each in related.items()}
            yield Row(key, {**in_order, **dict(zip(names, cells, strict=True)), **several})

    def _related(self, name: str, places: Sequence[int]) -> Iterator[Sequence[int]]:
        """Yield the codes in a `multiple` column of each row."""
        rows, codes = self._numbers(f"rows:{name}"), self._numbers(f"facet:{name}")
        for n in places:
            yield codes[bisect_left(rows, n) : bisect_right(rows, n)]

    def _things(self, codes: Collection[int]) -> dict[int, Thing]:
        found = {code: thing for code in codes if (thing := self._kept.things.get(code))}
        query = "SELECT id, iri, vi, en FROM thing WHERE id IN ({})"
        missing = sorted(code for code in codes if code and code not in found)
        read = {code: Thing(iri, Text(vi, en)) for code, iri, vi, en in self._in_parts(query, missing)}
        self._kept.keep(read)
        return found | read

    def _facet_column(self, column: Column) -> FacetColumn:
        return self._kept.facet(self._connection, self._view.name, column, self.size)

    def _numbers(self, name: str) -> array[int]:
        return self._kept.numbers(self._connection, self._view.name, name)[1]

    def _in_parts(self, query: str, values: Sequence[str] | Sequence[int]) -> Iterator[tuple[Any, ...]]:
        for start in range(0, len(values), _AT_ONCE):
            part = values[start : start + _AT_ONCE]
            yield from self._connection.execute(query.format(", ".join("?" * len(part))), part)


def _check(view: View, selection: Selection) -> None:
    name = selection.sort.removeprefix("-")
    sortable = [column.name for column in view.columns if column.sortable]
    if name and name not in sortable:
        raise BadSelection(f"The view {view.name!r} cannot be sorted by {name!r}.", hint=f"By: {', '.join(sortable)}.")
    if not 1 <= selection.limit <= _LARGEST_PAGE:
        raise BadSelection(f"limit={selection.limit} is not a number from 1 to {_LARGEST_PAGE}.")


def _maker(column: Column, things: Mapping[int, Thing]) -> Callable[[Any], Value] | None:
    """Return what makes a value of a column out of what JSON holds of it, None where that is the value already."""
    match column.type:
        case Type.THING:
            return things.__getitem__
        case Type.WORDS:
            return lambda words: Text(*words)
        case Type.DECIMAL:
            return Decimal
        case _:
            return None


def _joint(masks: Iterable[int], size: int) -> int:
    """Return the rows that all masks leave."""
    return reduce(and_, masks, full(size))


def _cursor(start: int, key: str) -> str:
    """Return what names a page: how many rows go before it, and the key of the last of them."""
    return f"{start}.{base64.urlsafe_b64encode(key.encode()).decode().rstrip('=')}"


def _read_cursor(text: str) -> tuple[int, str]:
    found = _CURSOR.fullmatch(text)
    if found is None:
        raise BadSelection("That is no page of this list.", hint="Take the address of the next page as it was given.")
    start, key = found.groups(default="")
    try:
        return int(start), base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)).decode()
    except ValueError:  # the number alone says where to go on
        return int(start), ""
