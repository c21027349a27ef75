"""Records of the library as the JSON that `api/rest/models.py` describes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypeAlias

from api.pages.desk import Desk
from kg.output.bilingual import Text
from kg.output.tables import Cell as TableCell
from kg.store.snapshot import Snapshot
from kg.views.model import Facet, Row, Thing, Value

Json: TypeAlias = dict[str, Any]


def words(text: Text) -> Json:
    """Return words in both languages; None for English that nobody wrote."""
    return {"vi": text.vi, "en": text.en or None}


def thing(desk: Desk, found: Thing) -> Json:
    """Return a thing with its name and its page."""
    return {"iri": found.iri, "label": words(found.label), "page": desk.path(found)}


def row(desk: Desk, found: Row) -> Json:
    """Return a row of a view by the names of its columns."""
    return {name: _value(desk, value) for name, value in found.values.items()}


def facet(found: Facet) -> Json:
    """Return the counts of a facet."""
    values = [
        {"value": each.value, "label": words(each.label), "count": each.count, "chosen": each.chosen}
        for each in found.values
    ]
    return {"name": found.column.name, "title": words(found.column.title), "values": values, "total": found.total}


def cells(snapshot: Snapshot, assignment: str | None) -> list[Json]:
    """Return the printed cells of a row, none for what is no row."""
    if assignment is None:
        return []
    with snapshot.sources() as sources:
        found = sources.cells_of(assignment)
    names = ("role", "text", "page", "table", "row", "column", "first_line", "last_line")
    return [{name: getattr(each, name) for name in names} for each in found]


def plain(cell: TableCell) -> str | int | float | bool | None:
    """Return a cell of an answer's table."""
    return float(cell) if isinstance(cell, Decimal) else cell


def _value(desk: Desk, value: Value) -> Any:  # noqa: ANN401  # JSON
    match value:
        case Thing():
            return thing(desk, value)
        case tuple():
            return [thing(desk, each) for each in value]
        case Text():
            return words(value)
        case Decimal():
            return float(value)
        case _:
            return value
