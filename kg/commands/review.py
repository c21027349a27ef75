"""`chitieu review`: what is open or doubtful, and decisions on it: `confirm`, `reject`, `new`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.commands.options import DataDir, ListFormat, SnapshotName, TableFormat, settings_of, snapshot_of
from kg.commands.writing import write_table
from kg.errors import UsageError

# Imports inside commands keep `chitieu --help` fast: each command loads the rooms that it uses.
# ruff: noqa: PLC0415

LinkId = Annotated[str, typer.Argument(help="The link's id, or the beginning of it.")]
Thing = Annotated[str, typer.Argument(help="CURIE or IRI of the thing.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it stands beside the link from then on.")]
WriteTo = Annotated[
    Path | None, typer.Option("--mappings", help="Folder of your own mapping files, to write to.", show_default="none")
]
Shipped = Annotated[bool, typer.Option("--shipped", help="Write to the mapping files that ship with chitieu.")]
OnlyHere = Annotated[bool, typer.Option("--here", help="The decision holds for this plan only.")]

review = typer.Typer()


@review.callback(invoke_without_command=True)
def _list(
    context: typer.Context,
    format_: ListFormat = TableFormat.TABLE,
    data: DataDir = None,
    snapshot: SnapshotName = None,
) -> None:
    """List links that are open or doubtful, by how much hangs on each; or decide on one (confirm, reject, new)."""
    from kg.review.links import doubtful_links, links_table

    context.obj = lambda: snapshot_of(settings_of(data), snapshot).load_store()
    if context.invoked_subcommand is None:
        write_table(links_table(doubtful_links(context.obj())), format_.value, None)


@review.command()
def confirm(
    context: typer.Context,
    link: LinkId,
    thing: Thing,
    reason: Reason,
    mappings: WriteTo = None,
    shipped: Shipped = False,
    here: OnlyHere = False,
) -> None:
    """Write down that a link's name means a thing."""
    from kg.review.decisions import confirm as write_down
    from kg.review.links import find_link

    folder = _folder(mappings, shipped)
    typer.echo(str(write_down(find_link(context.obj(), link), thing, reason, folder, only_here=here)))


@review.command()
def reject(
    context: typer.Context,
    link: LinkId,
    thing: Thing,
    reason: Reason,
    mappings: WriteTo = None,
    shipped: Shipped = False,
    here: OnlyHere = False,
) -> None:
    """Write down that a link's name does not mean a thing."""
    from kg.review.decisions import reject as write_down
    from kg.review.links import find_link

    folder = _folder(mappings, shipped)
    typer.echo(str(write_down(find_link(context.obj(), link), thing, reason, folder, only_here=here)))


@review.command()
def new(
    context: typer.Context,
    link: LinkId,
    reason: Reason,
    label: Annotated[str, typer.Option("--label", help="Its Vietnamese label.", show_default="the print")] = "",
    mappings: WriteTo = None,
    shipped: Shipped = False,
) -> None:
    """Add an indicator that the registry lacks, and write down that the link's name means it."""
    from kg.review.decisions import new_indicator
    from kg.review.links import find_link

    iri, path = new_indicator(find_link(context.obj(), link), label, reason, _folder(mappings, shipped))
    typer.echo(f"{iri}\n{path}")


def _folder(mappings: Path | None, shipped: bool) -> Path:
    from kg.resources import resource

    if (mappings is None) != shipped:
        raise UsageError("Where to write is not clear.", hint="Give either --mappings DIR or --shipped.")
    return mappings or resource("ontology/mappings")
