"""`chitieu questions`."""

# ruff: noqa: PLC0415  # the rooms are imported by the command that needs them: `chitieu questions` must not wait for pyshacl

from __future__ import annotations

from typing import Annotated

import typer

from kg.commands.options import Lang, Language, ListFormat, TableFormat
from kg.commands.writing import write_table


def questions(
    name: Annotated[str | None, typer.Argument(help="Show the parameters of this one.")] = None,
    format_: ListFormat = TableFormat.TABLE,
    lang: Lang = Language.VI,
) -> None:
    """List the canned questions, or the parameters of one."""
    from kg.questions.tables import parameters_table, questions_table

    table = questions_table(lang.value) if name is None else parameters_table(name, lang.value)
    write_table(table, format_.value, None)
