"""One file read and extracted: what a build does with each document, here or in another process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.documents.reader import read
from kg.errors import InputError
from kg.extraction.extract import extract

if TYPE_CHECKING:
    from kg.records.codec import Answer


def read_record(path: Path, *, max_bytes: int) -> Answer:
    """Return what the document at `path` prints, or the error that says why it cannot be used."""
    try:
        return extract(read(path, max_bytes=max_bytes))
    except InputError as error:
        return error
