"""The reader of comma- or semicolon-separated values (.csv, RFC 4180), as spreadsheets export them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING, Final

from kg.documents.assembly import GridCell, assemble
from kg.documents.sheets import counted, sheet_pieces
from kg.errors import UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from kg.documents.model import Document

MEDIA_TYPE: Final = "text/csv"
_DELIMITERS: Final = (",", ";")
_SAMPLE: Final = 64 * 1024
_MIN_FIELDS: Final = 3
_MIN_RECORDS: Final = 3
_SEPARATED: Final = 0.5  # of the lines have another separator


def delimiter_of(text: str) -> str | None:
    r"""Return what separates the values of `text`, None when it is no such file.

    Nearly all records must have the same number of fields, three or more: prose with commas has not. Lines that tabs
    or pipes separate have commas inside their cells.

    >>> delimiter_of('TT,Chỉ tiêu,Chủ trì\n1,"Tỷ lệ, số",Sở A\n2,Số,Sở B\n')
    ','
    """
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1]
    lines = sample.splitlines()
    if sum("\t" in line.strip() or "|" in line for line in lines) > _SEPARATED * len(lines):
        return None
    for delimiter in _DELIMITERS:
        try:
            sizes = Counter(len(record) for record in _records(sample, delimiter) if any(record))
        except csv.Error:
            continue
        if not sizes:
            continue
        fields, records = sizes.most_common(1)[0]
        if fields >= _MIN_FIELDS and records >= max(_MIN_RECORDS, 0.9 * sizes.total()):
            return delimiter
    return None


def read_csv(path: PurePath, data: bytes) -> Document:
    """Return the document that `data`, the content of the file `path` of separated values, holds.

    Raises:
        UnreadableDocument: it is not valid UTF-8 (or UTF-16 with a byte order mark), or no table of separated values.
        DocumentTooLarge: it has too many cells.
    """
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
        delimiter = delimiter_of(text)
        if delimiter is None:
            raise UnreadableDocument(f"{path} holds no table of separated values.", hint="Save it as .xlsx or text.")
        cells = tuple(counted(path, _cells(text, delimiter)))
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"{path} is not valid {encoding.upper()} at byte {error.start}.", hint="Save the file again as UTF-8."
        ) from None
    except csv.Error as error:
        raise UnreadableDocument(f"{path} cannot be read: {error}.", hint="Save it as .xlsx or text.") from None
    return assemble(path, data, MEDIA_TYPE, sheet_pieces(cells))


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _cells(text: str, delimiter: str) -> Iterator[GridCell]:
    for number, record in enumerate(_records(text, delimiter), 1):
        for column, value in enumerate(record, 1):
            if value.strip():
                yield GridCell(value.replace("\r\n", "\n"), number, column)
