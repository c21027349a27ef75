"""The SPARQL behind a page: a view's own query with the filters of a selection, to be run anywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from kg.views.filters import candidates, check_filters
from kg.views.folding import MOST_WORDS, condition, folding, words_of
from kg.views.model import EN, NOTHING, Column, Selection, Type, View
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LABEL: Final = "Label"
_NAMED: Final = "Named"
_NAMING: Final = "rdfs:label|skos:prefLabel|ct:label"


def sparql_of(view: View, selection: Selection) -> str:
    """Return a complete query whose answer is the rows of `selection`, of all its pages.

    Its columns are those of the view, each thing with its name in a further one (`?plan ?planLabel`); what stands in
    `multiple` columns is asked for by `View.related`. The order is the selection's as far as SPARQL can say it, which
    knows no Vietnamese alphabet.
    """
    body = [*_rows(view), *_filters(view, selection), *_labels(view), *_text(view, selection)]
    query = "\n".join(
        [f"SELECT {_projection(view)} WHERE {{", *_indented(body), f"}} ORDER BY {_order(view, selection)}"]
    )
    return _prologue(query) + query


def _prologue(query: str) -> str:
    used = [prefix for prefix in PREFIXES if re.search(rf"\b{prefix}:", query)]
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used)


def _projection(view: View) -> str:
    further = {Type.THING: _LABEL, Type.WORDS: EN}
    names = [
        name
        for column in view.single
        for name in (column.name, column.name + further[column.type] if column.type in further else "")
    ]
    return " ".join(f"?{name}" for name in names if name)


def _rows(view: View) -> list[str]:
    return ["{", *_indented(view.select.splitlines()), "}"]


def _filters(view: View, selection: Selection) -> Iterator[str]:
    for column, values in check_filters(view, selection):
        wanted = _terms(column, values)
        if column.multiple:
            yield from _related(view, column, wanted, nothing=NOTHING in values)
        else:
            bound = f"?{column.name}" if column.type is Type.THING else f"STR(?{column.name})"
            tests = [f"!BOUND(?{column.name})"] if NOTHING in values else []
            yield f"FILTER({' || '.join([*tests, f'{bound} IN ({wanted})'])})"


def _terms(column: Column, values: Iterable[str]) -> str:
    given = [value for value in values if value != NOTHING]
    if column.type is Type.THING:
        return ", ".join(str(NamedNode(iri)) for value in given for iri in candidates(column, value))
    return ", ".join(str(Literal(value)) for value in given)


def _related(view: View, column: Column, wanted: str, *, nothing: bool) -> list[str]:
    """Return a pattern for the rows that have a wanted thing in a `multiple` column, or have none there."""
    pairs = ["{", *_indented(view.related[column.name].splitlines()), "}"]
    having = [
        f"SELECT DISTINCT ?{view.key} WHERE {{",
        *_indented([*pairs, f"FILTER(?{column.name} IN ({wanted}))"]),
        "}",
    ]
    if not nothing:
        return ["{", *_indented(having), "}"]
    others = [*pairs, "MINUS {", *_indented(having), "}"]
    return ["MINUS {", *_indented([f"SELECT DISTINCT ?{view.key} WHERE {{", *_indented(others), "}"]), "}"]


def _labels(view: View) -> Iterator[str]:
    for column in view.single:
        if column.type is Type.THING:
            # Where nothing is bound, an OPTIONAL with the variable would take the names of everything.
            yield f"BIND(COALESCE(?{column.name}, rdf:nil) AS ?{column.name}{_NAMED})"
            yield _label(column, "", "vi")


def _label(column: Column, suffix: str, language: str) -> str:
    name = f"?{column.name}{_LABEL}{suffix}"
    return f'OPTIONAL {{ ?{column.name}{_NAMED} {_NAMING} {name} FILTER(LANG({name}) = "{language}") }}'


def _text(view: View, selection: Selection) -> Iterator[str]:
    """Yield what keeps the rows that hold the words of the selection."""
    searched = [column for column in view.single if column.searchable]
    words = words_of(selection.text)[:MOST_WORDS]
    if not words:
        return
    variables: list[str] = []
    for column in searched:
        if column.type is Type.THING:
            yield _label(column, EN, "en")
            variables += [column.name + _LABEL, column.name + _LABEL + EN]
        else:
            variables += [column.name, column.name + EN] if column.type is Type.WORDS else [column.name]
    yield from folding(variables, "words")
    yield f"FILTER({condition(words, 'words')})"


def _order(view: View, selection: Selection) -> str:
    names = [selection.sort] if selection.sort else [*view.sort]
    parts = []
    for name in [*names, view.key]:
        column = view.column(name.removeprefix("-"))
        variable = f"?{name.removeprefix('-')}{_LABEL if column and column.type is Type.THING else ''}"
        parts.append(f"DESC({variable})" if name.startswith("-") else variable)
    return " ".join(parts)


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"  {line}" for line in lines]
