"""`chitieu query`."""

# ruff: noqa: PLC0415  # the rooms are imported by the command that needs them: `chitieu questions` must not wait for pyshacl

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.commands.options import DataDir, Lang, Language, Output, SnapshotName, settings_of, snapshot_of
from kg.commands.writing import write, write_table
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.output.tables import TableData
    from kg.store.snapshot import Snapshot


class QueryFormat(StrEnum):
    """How answers are printed. SPARQL's own serialisations of SELECT: sparql-json, xml; of graphs the last four."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XLSX = "xlsx"
    MARKDOWN = "markdown"
    SPARQL_JSON = "sparql-json"
    XML = "xml"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"


def query(  # noqa: PLR0913, PLR0917  # one parameter an option
    question: Annotated[str | None, typer.Argument(metavar="[QUESTION|FILE.rq]", help="A question, or a file.")] = None,
    sparql: Annotated[
        str | None, typer.Option("-e", "--execute", help="A SPARQL query. Prefixes are declared.")
    ] = None,
    param: Annotated[list[str] | None, typer.Option("--param", "-p", help="name=value, for a question.")] = None,
    format_: Annotated[QueryFormat | None, typer.Option("--format", help="How to print the answer.")] = None,
    columns: Annotated[str | None, typer.Option("--columns", help="Names of the columns to print, by commas.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Most rows of a question's answer.")] = None,
    lang: Lang = Language.VI,
    data: DataDir = None,
    snapshot: SnapshotName = None,
    output: Output = None,
) -> None:
    """Ask a canned question (see `chitieu questions`), or run SPARQL from a file or from -e."""
    settings = settings_of(data)
    text = _sparql_text(question, sparql)
    if text is not None:
        if param:
            raise UsageError("--param is for questions.", hint="Write the value into the query.")
        _run_sparql(snapshot_of(settings, snapshot), text, format_, columns, output)
        return
    if question is None:
        raise UsageError("Nothing was asked.", hint="Give a question, a file with a query, or -e 'SELECT …'.")
    from kg.questions.ask import ask
    from kg.questions.executor import StoreExecutor
    from kg.questions.tables import answer_table

    executor = StoreExecutor(snapshot_of(settings, snapshot).load_store())
    answer = ask(executor, question, _parameters(param or ()), lang=lang.value, limit=limit or settings.question_rows)
    write_table(_chosen(answer_table(answer), columns), (format_ or QueryFormat.TABLE).value, output)


def _parameters(given: list[str] | tuple[()]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    for name, equals, _ in pairs:
        if not equals:
            raise UsageError(f"--param {name!r} has no value.", hint="Write --param name=value.")
    return {name.strip(): value for name, _, value in pairs}


def _sparql_text(question: str | None, sparql: str | None) -> str | None:
    """Return the SPARQL text that was given, None if a question was."""
    if sparql is not None and question is not None:
        raise UsageError("A question and -e were both given.", hint="Give one of them.")
    if sparql is not None or question is None or not question.endswith((".rq", ".sparql")):
        return sparql
    try:
        return Path(question).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{question} cannot be read: {error}.", hint="Check the path; queries are UTF-8 text."
        ) from error


def _run_sparql(
    snapshot: Snapshot, text: str, format_: QueryFormat | None, columns: str | None, output: Path | None
) -> None:
    from kg.output.tables import TableData
    from kg.store.isolated import isolated

    answer = isolated(lambda: _sparql_answer(snapshot, text, format_))
    if isinstance(answer, TableData):
        write_table(_chosen(answer, columns), (format_ or QueryFormat.TABLE).value, output)
    else:
        write(answer, output)


def _sparql_answer(snapshot: Snapshot, text: str, format_: QueryFormat | None) -> TableData | bytes:
    """Return a table where one was asked for and the query gives one, else the answer serialised."""
    from kg.output.formats import MEDIA_TYPES
    from kg.output.tables import Column, from_terms
    from kg.store.query import execute

    result = execute(snapshot.load_store(), text)
    if format_ is None:
        format_ = QueryFormat.TURTLE if result.form == "graph" else QueryFormat.TABLE
    if result.form == "solutions" and format_.value in MEDIA_TYPES:
        return from_terms([Column(name, name) for name in result.variables], result.rows())
    if result.form == "boolean" and format_ is QueryFormat.TABLE:
        return f"{'true' if result else 'false'}\n".encode()
    return result.serialise("json" if format_ is QueryFormat.SPARQL_JSON else format_.value)


def _chosen(table: TableData, columns: str | None) -> TableData:
    return table if columns is None else table.only([name.strip() for name in columns.split(",")])
