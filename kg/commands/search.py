"""`chitieu search`."""

# ruff: noqa: PLC0415  # the rooms are imported by the command that needs them: `chitieu questions` must not wait for pyshacl

from __future__ import annotations

from typing import Annotated

import typer

from kg.commands.options import DataDir, ListFormat, SnapshotName, TableFormat, settings_of, snapshot_of
from kg.commands.writing import write_table


def search(
    text: Annotated[str, typer.Argument(help="Words, with or without diacritics.")],
    limit: Annotated[int, typer.Option("--limit", min=1, help="Most hits.")] = 20,
    format_: ListFormat = TableFormat.TABLE,
    data: DataDir = None,
    snapshot: SnapshotName = None,
) -> None:
    """Find plans, rows, agencies, indicators and legal documents by words or numbers."""
    from kg.search.search import search as find
    from kg.search.tables import hits_table

    hits = find(snapshot_of(settings_of(data), snapshot), text, limit=limit)
    write_table(hits_table(text, hits), format_.value, None)
