"""`chitieu extract`."""

# ruff: noqa: PLC0415  # the rooms are imported by the command that needs them: `chitieu questions` must not wait for pyshacl

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.commands.options import Output, settings_of
from kg.commands.writing import write, write_table


class ExtractFormat(StrEnum):
    """What `extract` prints."""

    JSON = "json"
    TABLE = "table"
    XLSX = "xlsx"


def extract(
    file: Annotated[Path, typer.Argument(help="One document.")],
    format_: Annotated[ExtractFormat, typer.Option("--format", help="How to print the rows.")] = ExtractFormat.JSON,
    output: Output = None,
) -> None:
    """Print what is printed in one document: header, rows, targets, agencies, citations. Nothing is resolved."""
    from kg.documents.reader import read
    from kg.extraction.extract import extract as extract_rows

    record = extract_rows(read(file, max_bytes=settings_of().max_document_bytes))
    if format_ is ExtractFormat.JSON:
        from kg.extraction.serialise import to_json

        write(json.dumps(to_json(record), ensure_ascii=False, indent=1).encode(), output)
    else:
        from kg.output.records import rows_table

        write_table(rows_table(record), format_.value, output)
