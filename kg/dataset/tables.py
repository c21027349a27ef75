"""The rows of a view through SPARQL alone, so that a snapshot and a server answer alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from string import Template
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.dataset.backend import Backend
from kg.dataset.words import definition
from kg.errors import RemoteError
from kg.output.bilingual import LANGUAGES, Language
from kg.output.tables import Cell, Column, Iri, TableData
from kg.views.behind import sparql_of
from kg.views.catalogue import view as view_called
from kg.views.model import EN, Selection, Type, View
from kg.views.model import Column as ViewColumn

_LABEL: Final = "Label"
_AT_ONCE: Final = 500  # things whose names one query asks for


def view_table(backend: Backend, name: str, selection: Selection, lang: Language) -> TableData:
    """Return all rows that a selection leaves of a view, in its order.

    A column of things is two: their IRIs and their names. Of a `multiple` column the IRIs stand with spaces between
    them, the names with "; ".

    Raises:
        UnknownView, BadSelection: there is no such view or filter; QueryError: the backend could not answer.
    """
    view = view_called(name)
    found = backend.sparql(sparql_of(view, selection))
    if not isinstance(found, TableData):
        raise RemoteError(f"{backend.place} answered a table with something else.", hint="Is it a chitieu server?")
    rows = [dict(zip((column.name for column in found.columns), row, strict=True)) for row in found.rows]
    columns = [column for column in view.columns if not column.hidden or column.name == view.key]
    several = {column.name: _related(backend, view, column) for column in columns if column.multiple}
    cells = [[_iris(row, view, column, several, lang) for column in columns] for row in rows]
    names = _names(backend, (iri for row in cells for cell in row if isinstance(cell, list) for iri in cell), lang)
    return TableData(
        tuple(made for column in columns for made in _columns(column, lang)),
        tuple(tuple(part for cell in row for part in _parts(cell, names)) for row in cells),
        title=view.title.in_(lang),
        notes=(view.comment.in_(lang),),
    )


def _iris(
    row: Mapping[str, Cell],
    view: View,
    column: ViewColumn,
    several: Mapping[str, Mapping[str, list[str]]],
    lang: Language,
) -> Cell | list[str]:
    """Return the things of a cell as their IRIs, and any other cell as it is, in `lang` if it is in both."""
    if column.multiple:
        return several[column.name].get(str(row[view.key]), [])
    value = row[column.name]
    if column.type is Type.WORDS and lang == "en":
        return row[column.name + EN] or value
    return ([] if value is None else [str(value)]) if column.type is Type.THING else value


def _related(backend: Backend, view: View, column: ViewColumn) -> Mapping[str, list[str]]:
    """Return the things of a `multiple` column by the row's key."""
    pairs = backend.select(f"SELECT DISTINCT ?{view.key} ?{column.name} WHERE {{\n{view.related[column.name]}\n}}")
    found: dict[str, list[str]] = {}
    for key, thing in pairs:
        if isinstance(key, NamedNode) and isinstance(thing, NamedNode):
            found.setdefault(key.value, []).append(thing.value)
    return {key: sorted(things) for key, things in found.items()}


def _names(backend: Backend, things: Iterable[str], lang: Language) -> Mapping[str, str]:
    """Return the names of things in `lang`, in Vietnamese where they have none."""
    distinct = sorted(set(things))
    names: dict[str, str] = {}
    for language in dict.fromkeys((LANGUAGES[0], lang)):
        for start in range(0, len(distinct), _AT_ONCE):
            names |= _named(backend, distinct[start : start + _AT_ONCE], language)
    return names


def _named(backend: Backend, things: Sequence[str], lang: Language) -> Mapping[str, str]:
    values = " ".join(str(NamedNode(iri)) for iri in things)
    rows = backend.select(Template(definition("names.rq")).substitute(things=values, lang=lang))
    return {
        thing.value: label.value for thing, label in rows if isinstance(thing, NamedNode) and isinstance(label, Literal)
    }


def _columns(column: ViewColumn, lang: Language) -> Sequence[Column]:
    title = column.title.in_(lang)
    if column.type is not Type.THING:
        return [Column(column.name, title, words={code: text.in_(lang) for code, text in column.choices.items()})]
    return [Column(column.name, "IRI", handle=True), Column(column.name + _LABEL, title)]


def _parts(cell: Cell | list[str], names: Mapping[str, str]) -> Sequence[Cell]:
    if not isinstance(cell, list):
        return [cell]
    if not cell:
        return [None, None]
    return [Iri(" ".join(cell)), "; ".join(names.get(iri, iri) for iri in cell)]
