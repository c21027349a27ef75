"""`chitieu validate`."""

# ruff: noqa: PLC0415  # the rooms are imported by the command that needs them: `chitieu questions` must not wait for pyshacl

from __future__ import annotations

import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.commands.options import DataDir, Lang, Language, MappingsDir, Output, SnapshotName, settings_of
from kg.commands.writing import width, write


class ReportFormat(StrEnum):
    """How a validation report is printed."""

    TABLE = "table"
    JSON = "json"
    TURTLE = "turtle"
    HTML = "html"
    JUNIT = "junit"
    SARIF = "sarif"


class FailOn(StrEnum):
    """The least severity that makes `validate` end with 1."""

    VIOLATION = "violation"
    WARNING = "warning"
    NEVER = "never"


def validate(  # noqa: PLR0913, PLR0917  # one parameter an option
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Documents not in the graph. Default: the snapshot."),
    ] = None,
    format_: Annotated[ReportFormat, typer.Option("--format", help="How to print the report.")] = ReportFormat.TABLE,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="Severity that ends with exit code 1.")
    ] = FailOn.VIOLATION,
    waivers: Annotated[
        Path | None, typer.Option("--waivers", help="Accepted findings. Default: waivers.toml beside what is checked.")
    ] = None,
    lang: Lang = Language.VI,
    mappings: MappingsDir = None,
    data: DataDir = None,
    snapshot: SnapshotName = None,
    output: Output = None,
) -> None:
    """Check what plans say: the published snapshot, or files that are not in it yet (against it)."""
    from kg.pipeline import report_on
    from kg.validation.model import Severity
    from kg.validation.render import render
    from kg.validation.render.table import as_table
    from kg.validation.waivers import waive, waivers_for

    accepted = waivers_for(waivers, files or ())
    found = report_on(files or (), settings_of(data, mappings), snapshot)
    report = waive(found, accepted, datetime.now(tz=UTC).date())
    terminal = format_ is ReportFormat.TABLE and output is None and sys.stdout.isatty()
    text = (
        as_table(report, lang.value, width=width(), color=True)
        if terminal
        else render(report, format_.value, lang.value)
    )
    write(text.encode(), output)
    if fail_on is not FailOn.NEVER and report.reaches(Severity(fail_on.value)):
        raise typer.Exit(1)
