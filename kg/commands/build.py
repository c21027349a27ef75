"""`chitieu build`."""

# ruff: noqa: PLC0415  # the rooms are imported by the command that needs them: `chitieu questions` must not wait for pyshacl

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.commands.options import DataDir, MappingsDir, settings_of

if TYPE_CHECKING:
    from kg.pipeline import BuildResult, Progress


def build(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Documents and folders. Default: the sample corpus."),
    ] = None,
    mappings: MappingsDir = None,
    data: DataDir = None,
    cache: Annotated[bool, typer.Option(help="Take what an earlier build read of files that are the same.")] = True,
) -> None:
    """Read documents, make the graph, validate it, publish it. A bad document never stops the others (exit 2 then)."""
    from kg.pipeline import build as build_snapshot
    from kg.resources import resource

    settings = settings_of(data, mappings)
    with _shown_progress() as progress:
        result = build_snapshot(
            paths or [resource("corpus")],
            data_dir=settings.data_dir,
            settings=settings,
            progress=progress,
            use_cache=cache,
        )
    _tell_outcomes(result)
    typer.echo(str(result.snapshot.path))
    if result.refused:
        raise typer.Exit(2)


@contextmanager
def _shown_progress() -> Iterator[Progress]:
    """Give what a build tells its progress to: a bar on a terminal, nothing elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    with Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task("", total=None)

        def show(stage: str, done: int, total: int) -> None:
            bar.update(task, description=stage, completed=done, total=total)

        yield show


def _tell_outcomes(result: BuildResult) -> None:
    """Say on standard error what became of each document, and what the report counts."""
    from kg.validation.model import Severity

    for outcome in result.outcomes:
        if outcome.error is not None:
            typer.echo(f"{outcome.status.value}: {outcome.error}", err=True)
            continue
        typer.echo(
            f"{outcome.status.value}: {outcome.path.name}: {outcome.rows} rows ({outcome.flagged} flagged)", err=True
        )
        for difference in outcome.differences:
            typer.echo(
                f"  {difference.row or 'plan'} {difference.field}: {difference.published!r} / {difference.other!r}",
                err=True,
            )
    counts = ", ".join(f"{result.report.number(severity)} {severity.value}" for severity in Severity)
    typer.echo(f"findings: {counts}. `chitieu validate` shows them.", err=True)
