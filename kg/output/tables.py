"""The one shape that every writer takes: a table of plain values, and how RDF terms become such values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import UsageError
from kg.vocabulary import PREFIXES, expand

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple


class Iri(str):
    """The IRI of a thing; people are shown its CURIE."""

    __slots__ = ()

    @property
    def curie(self) -> str:
        """The IRI with the longest of our prefixes that fits, else as it is."""
        fitting = [(namespace, prefix) for prefix, namespace in PREFIXES.items() if self.startswith(namespace)]
        if not fitting:
            return str(self)
        namespace, prefix = max(fitting, key=lambda pair: len(pair[0]))
        return f"{prefix}:{self.removeprefix(namespace)}"


Cell: TypeAlias = str | int | float | Decimal | bool | None

_INTEGERS: Final = frozenset(map(expand, ("xsd:integer", "xsd:int", "xsd:long", "xsd:nonNegativeInteger")))
_FLOATS: Final = frozenset(map(expand, ("xsd:double", "xsd:float")))
_DECIMAL: Final = expand("xsd:decimal")
_BOOLEAN: Final = expand("xsd:boolean")
_LABEL: Final = "Label"


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: its stable name, for programs.
        title: what people call it.
        words: what people are shown for a coded value ("possible" → "có thể"); other values are shown as they are.
        handle: it holds IRIs to go on with, and others say what they are; left out where room is scarce.
    """

    name: str
    title: str
    words: Mapping[str, str] = field(default_factory=dict)
    handle: bool = False


@dataclass(frozen=True, slots=True)
class TableData:
    """A table.

    Attributes:
        columns: in the order of print.
        rows: one tuple a row, a cell for each column; None = nothing there.
        title: what the table answers; empty if nobody says.
        notes: sentences that belong to it.
        truncated: there are more rows than these.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    notes: tuple[str, ...] = ()
    truncated: bool = False

    def for_reading(self) -> TableData:
        """Return the table for people: coded values as words; no IRI whose label stands in a column `<name>Label`."""
        labelled = {c.name.removesuffix(_LABEL) for c in self.columns if c.name.endswith(_LABEL)}
        kept = self.only([column.name for column in self.columns if column.name not in labelled])
        rows = tuple(tuple(map(_worded, kept.columns, row)) for row in kept.rows)
        return replace(kept, rows=rows, columns=tuple(replace(column, words={}) for column in kept.columns))

    def for_little_room(self) -> TableData:
        """Return the table for people without handles and without columns in which there is nothing."""
        shown = self.for_reading()
        filled = [any(row[index] not in (None, "") for row in shown.rows) for index in range(len(shown.columns))]
        needed = [
            column.name
            for column, something in zip(shown.columns, filled, strict=True)
            if not column.handle and (something or not shown.rows)
        ]
        return shown.only(needed or [column.name for column in shown.columns])

    def only(self, names: Sequence[str]) -> TableData:
        """Return the table with these columns alone, in this order.

        Raises:
            UsageError: it has no column of such a name.
        """
        known = [column.name for column in self.columns]
        for name in names:
            if name not in known:
                raise UsageError(f"There is no column {name!r}.", hint=f"There are: {', '.join(known)}.")
        kept = [known.index(name) for name in names]
        return replace(
            self,
            columns=tuple(self.columns[index] for index in kept),
            rows=tuple(tuple(row[index] for index in kept) for row in self.rows),
        )


def _worded(column: Column, value: Cell) -> Cell:
    code = str(value).lower() if isinstance(value, bool) else value
    return column.words.get(code, value) if isinstance(code, str) else value


def from_terms(
    columns: Iterable[Column],
    rows: Iterable[Iterable[Term | None]],
    *,
    title: str = "",
    notes: tuple[str, ...] = (),
    truncated: bool = False,
) -> TableData:
    """Return a table of RDF terms as one of plain values: IRIs as `Iri`, numbers and booleans as such, else text."""
    cells = tuple(tuple(map(cell, row)) for row in rows)
    return TableData(tuple(columns), cells, title=title, notes=notes, truncated=truncated)


def cell(term: Term | None) -> Cell:
    """Return the plain value of a term. A literal that is not of its datatype, or no finite number, stays text.

    >>> cell(Literal("12.50", datatype=NamedNode(_DECIMAL)))
    Decimal('12.50')
    """
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return Iri(term.value)
    if isinstance(term, Literal):
        return _value(term.value, term.datatype.value)
    return str(term)


def _value(text: str, datatype: str) -> Cell:
    try:
        if datatype in _INTEGERS:
            return int(text)
        if datatype == _DECIMAL:
            return Decimal(text)
        if datatype in _FLOATS:
            number = float(text)
            return number if isfinite(number) else text
    except (ValueError, InvalidOperation):
        return text
    if datatype == _BOOLEAN and text in ("true", "1", "false", "0"):
        return text in ("true", "1")
    return text
