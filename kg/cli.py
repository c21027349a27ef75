"""The `chitieu` command: it reads the command line, calls the rooms, and writes the answer. No logic of its own.

Data goes to standard output, everything else to standard error; progress only to a terminal. Exit codes: 0 fine,
1 findings at or above `--fail-on`, 2 wrong usage, unreadable input or anything else that stops us, 130 interrupted.

The rooms are imported by the command that needs them: `chitieu questions` must not wait for pyshacl.
"""

# ruff: noqa: PLC0415  # see above

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kg import __version__
from kg.errors import ChitieuError, UsageError
from kg.review.commands import decisions
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.output.tables import TableData
    from kg.pipeline import BuildResult, Progress
    from kg.store.snapshot import Snapshot

app = typer.Typer(
    name="chitieu",
    help="Chỉ tiêu trong kế hoạch của cơ quan nhà nước, dưới dạng đồ thị tri thức.\n\n"
    "The indicators that Vietnamese government plans assign to agencies, as a knowledge graph.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(decisions, name="review")


class Language(StrEnum):
    """Language of titles, labels and messages."""

    VI = "vi"
    EN = "en"


class ExtractFormat(StrEnum):
    """What `extract` prints."""

    JSON = "json"
    TABLE = "table"
    XLSX = "xlsx"


class TableFormat(StrEnum):
    """How lists are printed."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XLSX = "xlsx"
    MARKDOWN = "markdown"


class DiffFormat(StrEnum):
    """How changes are printed."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XLSX = "xlsx"
    MARKDOWN = "markdown"
    HTML = "html"


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

_PIPE_CLOSED: Final = 141
_INTERRUPTED: Final = 130


@app.callback(invoke_without_command=True)
def _chitieu(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    if version:
        typer.echo(f"chitieu {__version__}")
        raise typer.Exit


@app.command()
def build(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Documents and folders. Default: the sample corpus."),
    ] = None,
    mappings: MappingsDir = None,
    data: DataDir = None,
) -> None:
    """Read documents, make the graph, validate it, publish it. A bad document never stops the others (exit 2 then)."""
    from kg.pipeline import build as build_snapshot
    from kg.resources import resource

    settings = _settings(data, mappings)
    with _shown_progress() as progress:
        result = build_snapshot(
            paths or [resource("corpus")], data_dir=settings.data_dir, settings=settings, progress=progress
        )
    _tell_outcomes(result)
    typer.echo(str(result.snapshot.path))
    if result.refused:
        raise typer.Exit(2)


@app.command()
def extract(
    file: Annotated[Path, typer.Argument(help="One document.")],
    format_: Annotated[ExtractFormat, typer.Option("--format", help="How to print the rows.")] = ExtractFormat.JSON,
    output: Output = None,
) -> None:
    """Print what is printed in one document: header, rows, targets, agencies, citations. Nothing is resolved."""
    from kg.documents.reader import read
    from kg.extraction.extract import extract as extract_rows

    record = extract_rows(read(file, max_bytes=_settings().max_document_bytes))
    if format_ is ExtractFormat.JSON:
        from kg.extraction.serialise import to_json

        _write(json.dumps(to_json(record), ensure_ascii=False, indent=1).encode(), output)
    else:
        from kg.output.records import rows_table

        _write_table(rows_table(record), format_.value, output)


@app.command()
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
    found = report_on(files or (), _settings(data, mappings), snapshot)
    report = waive(found, accepted, datetime.now(tz=UTC).date())
    terminal = format_ is ReportFormat.TABLE and output is None and sys.stdout.isatty()
    text = (
        as_table(report, lang.value, width=_width(), color=True)
        if terminal
        else render(report, format_.value, lang.value)
    )
    _write(text.encode(), output)
    if fail_on is not FailOn.NEVER and report.reaches(Severity(fail_on.value)):
        raise typer.Exit(1)


@app.command()
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
    settings = _settings(data)
    text = _sparql_text(question, sparql)
    if text is not None:
        if param:
            raise UsageError("--param is for questions.", hint="Write the value into the query.")
        _run_sparql(_snapshot(settings, snapshot), text, format_, columns, output)
        return
    if question is None:
        raise UsageError("Nothing was asked.", hint="Give a question, a file with a query, or -e 'SELECT …'.")
    from kg.questions.ask import ask
    from kg.questions.executor import StoreExecutor
    from kg.questions.tables import answer_table

    executor = StoreExecutor(_snapshot(settings, snapshot).load_store())
    answer = ask(executor, question, _parameters(param or ()), lang=lang.value, limit=limit or settings.question_rows)
    _write_table(_chosen(answer_table(answer), columns), (format_ or QueryFormat.TABLE).value, output)


@app.command()
def questions(
    name: Annotated[str | None, typer.Argument(help="Show the parameters of this one.")] = None,
    format_: ListFormat = TableFormat.TABLE,
    lang: Lang = Language.VI,
) -> None:
    """List the canned questions, or the parameters of one."""
    from kg.questions.tables import parameters_table, questions_table

    table = questions_table(lang.value) if name is None else parameters_table(name, lang.value)
    _write_table(table, format_.value, None)


@app.command()
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

    hits = find(_snapshot(_settings(data), snapshot), text, limit=limit)
    _write_table(hits_table(text, hits), format_.value, None)


@decisions.callback(invoke_without_command=True)
def review(
    context: typer.Context,
    format_: ListFormat = TableFormat.TABLE,
    data: DataDir = None,
    snapshot: SnapshotName = None,
) -> None:
    """List links that are open or doubtful, by how much hangs on each; or decide on one (confirm, reject, new)."""
    from kg.review.links import doubtful_links, links_table

    context.obj = lambda: _snapshot(_settings(data), snapshot).load_store()
    if context.invoked_subcommand is None:
        _write_table(links_table(doubtful_links(context.obj())), format_.value, None)


@app.command()
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

    changes = changes_between(old, new, _settings(data), snapshot)
    if format_ is DiffFormat.HTML:
        _write(changes_page(changes, old, new, lang.value).encode(), output)
    else:
        _write_table(changes_table(changes, lang.value), format_.value, output)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", show_default="8000")] = None,
    workers: Annotated[int | None, typer.Option(help="Query workers.", show_default="max(4, 2 × cores)")] = None,
    data: DataDir = None,
) -> None:
    """Serve the current snapshot: SPARQL endpoint, questions and pages. Settings: CHITIEU_… (docs/settings.md)."""
    given = {"host": host, "port": port, "workers": workers, "data_dir": data}
    chosen = {f"CHITIEU_{name.upper()}": str(value) for name, value in given.items() if value is not None}
    Settings.from_environment({**os.environ, **chosen})
    # The server is another package, which kg does not import; it takes over this process (docs/decisions/0006).
    os.execve(sys.executable, [sys.executable, "-m", "api"], {**os.environ, **chosen})  # noqa: S606  # no shell is meant


def main() -> None:
    """Run the command; a `ChitieuError` becomes one message on standard error and its exit code."""
    try:
        app()
    except ChitieuError as error:
        typer.echo(f"chitieu: {error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:
        # The reader has gone (`chitieu query … | head`); nothing more may be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_PIPE_CLOSED)


def _settings(data: Path | None = None, mappings: Path | None = None) -> Settings:
    settings = Settings.from_environment()
    if data is not None:
        settings = dataclasses.replace(settings, data_dir=data)
    return settings if mappings is None else dataclasses.replace(settings, mappings=str(mappings))


def _snapshot(settings: Settings, name: str | None) -> Snapshot:
    from kg.store.snapshot import open_current

    return open_current(settings.data_dir, name)


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
        _write_table(_chosen(answer, columns), (format_ or QueryFormat.TABLE).value, output)
    else:
        _write(answer, output)


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


def _write_table(table: TableData, format_name: str, output: Path | None) -> None:
    from kg.output.formats import render

    terminal = output is None and sys.stdout.isatty()
    if format_name == "table" and terminal:
        _write(render(table.for_reading(), format_name, width=_width()), None)
        return
    _write(render(table, format_name), output)
    if format_name in {"csv", "tsv"}:
        for note in table.notes:
            typer.echo(note, err=True)


def _write(content: bytes, output: Path | None) -> None:
    """Write to the file, or to standard output; a workbook never to a terminal."""
    if output is not None:
        try:
            output.write_bytes(content)
        except OSError as error:
            raise UsageError(f"{output} cannot be written: {error.strerror}.", hint="Choose another file.") from error
        return
    if content.startswith(b"PK") and sys.stdout.isatty():
        raise UsageError("A workbook cannot be shown on a terminal.", hint="Add --output FILE.xlsx.")
    sys.stdout.buffer.write(
        content if not content or content.endswith(b"\n") or content.startswith(b"PK") else content + b"\n"
    )
    sys.stdout.buffer.flush()


def _width() -> int:
    return shutil.get_terminal_size((120, 40)).columns


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
