"""`chitieu diff`."""

# ruff: noqa: PLC0415  # the rooms are imported by the command that needs them: `chitieu questions` must not wait for pyshacl

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from kg.commands.options import DataDir, Lang, Language, Output, SnapshotName, settings_of
from kg.commands.writing import write, write_table


class DiffFormat(StrEnum):
    """How changes are printed."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XLSX = "xlsx"
    MARKDOWN = "markdown"
    HTML = "html"


def diff(
    old: Annotated[str, typer.Argument(help="A snapshot (id or folder), or a plan (number or IRI).")],
    new: Annotated[str, typer.Argument(help="Another one of the same sort.")],
    format_: Annotated[DiffFormat, typer.Option("--format", help="How to print the changes.")] = DiffFormat.TABLE,
    lang: Lang = Language.VI,
    data: DataDir = None,
    snapshot: SnapshotName = None,
    output: Output = None,
) -> None:
    """Say what changed from one snapshot to another, or how two plans of one snapshot differ."""
    from kg.diff.command import changes_between
    from kg.diff.show import changes_page, changes_table

    changes = changes_between(old, new, settings_of(data), snapshot)
    if format_ is DiffFormat.HTML:
        write(changes_page(changes, old, new, lang.value).encode(), output)
    else:
        write_table(changes_table(changes, lang.value), format_.value, output)
