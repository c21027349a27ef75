"""Hits of a search as a table, for every writer of `kg.output`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.output.tables import Column, Iri, TableData
from kg.search.search import Hit

_COLUMNS: Final = (
    Column("kind", "Loại"),
    Column("label", "Tên"),
    Column("field", "Khớp ở"),
    Column("snippet", "Đoạn khớp"),
    Column("exact", "Đúng dấu"),
    Column("iri", "IRI"),
)


def hits_table(text: str, hits: Iterable[Hit]) -> TableData:
    """Return the hits for `text`, best first, one line each."""
    rows = tuple((hit.kind, hit.label, hit.field, hit.snippet, hit.exact, Iri(hit.iri)) for hit in hits)
    return TableData(_COLUMNS, rows, title=text)
