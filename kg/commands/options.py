"""Options that several commands share."""

from __future__ import annotations

import dataclasses
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.settings import Settings

if TYPE_CHECKING:
    from kg.store.snapshot import Snapshot


class Language(StrEnum):
    """Language of titles, labels and messages."""

    VI = "vi"
    EN = "en"


class TableFormat(StrEnum):
    """How lists are printed."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XLSX = "xlsx"
    MARKDOWN = "markdown"


DataDir = Annotated[Path | None, typer.Option("--data", help="Folder of the snapshots.", show_default="data")]
SnapshotName = Annotated[
    str | None, typer.Option("--snapshot", help="A snapshot's folder or id.", show_default="the current one")
]
Lang = Annotated[Language, typer.Option("--lang", help="Language of titles, labels and messages.")]
MappingsDir = Annotated[
    Path | None, typer.Option("--mappings", help="Folder of your own mapping files.", show_default="none")
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead of standard output.")]
ListFormat = Annotated[TableFormat, typer.Option("--format", help="How to print the list.")]


def settings_of(data: Path | None = None, mappings: Path | None = None) -> Settings:
    """Return the settings of the environment, with the folders that the command line names."""
    settings = Settings.from_environment()
    if data is not None:
        settings = dataclasses.replace(settings, data_dir=data)
    return settings if mappings is None else dataclasses.replace(settings, mappings=str(mappings))


def snapshot_of(settings: Settings, name: str | None) -> Snapshot:
    """Return the snapshot of that id or folder; None = the current one.

    Raises:
        SnapshotNotFound: there is none; SnapshotDamaged: it cannot be read.
    """
    from kg.store.snapshot import open_current  # noqa: PLC0415  # `chitieu --help` must not wait for the store

    return open_current(settings.data_dir, name)
