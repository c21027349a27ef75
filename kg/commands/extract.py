"""`chitieu extract`."""

# ruff: noqa: PLC0415  # the rooms are imported by the command that needs them: `chitieu questions` must not wait for pyshacl

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.commands.options import Output, settings_of
from kg.commands.writing import write, write_table

if TYPE_CHECKING:
    from kg.documents.model import Document


class ExtractFormat(StrEnum):
    """What `extract` prints."""

    JSON = "json"
    TABLE = "table"
    XLSX = "xlsx"


def extract(
    file: Annotated[Path, typer.Argument(help="One document.")],
    format_: Annotated[ExtractFormat, typer.Option("--format", help="How to print the rows.")] = ExtractFormat.JSON,
    report: Annotated[
        bool, typer.Option("--report", help="Print what was read as what, and what was left out, instead of the rows.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Fail where text inside a table fits none of its columns.")
    ] = False,
    output: Output = None,
) -> None:
    """Print what is printed in one document: header, rows, targets, agencies, citations. Nothing is resolved."""
    from kg.documents.reader import read
    from kg.extraction.extract import extract as extract_rows

    document = read(file, max_bytes=settings_of().max_document_bytes)
    if report or strict:
        _report(document, format_, output, shown=report, strict=strict)
    if report:
        return
    record = extract_rows(document)
    if format_ is ExtractFormat.JSON:
        from kg.extraction.serialise import to_json

        write(json.dumps(to_json(record), ensure_ascii=False, indent=1).encode(), output)
    else:
        from kg.output.records import rows_table

        write_table(rows_table(record), format_.value, output)


def _report(document: Document, format_: ExtractFormat, output: Path | None, *, shown: bool, strict: bool) -> None:
    """Print the report of a document where it is asked for; then fail, if strict, for what it leaves unexplained."""
    from kg.extraction.report import report_json, report_on

    found = report_on(document)
    if shown and format_ is ExtractFormat.JSON:
        write(json.dumps(report_json(found), ensure_ascii=False, indent=1).encode(), output)
    elif shown:
        from kg.output.records import report_table

        write_table(report_table(found), format_.value, output)
    if strict:
        found.raise_for_unexplained()
