"""Which reader takes a file, told from its content; text is what no other reader takes.

A reader is imported only when a file asks for it: each brings a library of its own, and a cold start should not wait.
"""

# ruff: noqa: PLC0415  # see above

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from kg.documents.csv_text import delimiter_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import PurePath

    from kg.documents.model import Document

    Reader = Callable[[PurePath, bytes], Document]

_ZIP: Final = b"PK\x03\x04"
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF: Final = b"{\\rtf"
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_PDF_START: Final = 1024  # of a file in which readers look for its mark
_PROLOG: Final = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s+|<!--.*?-->|<\?xml[^>]*>)*", re.DOTALL)
_PAGE: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table)\b", re.IGNORECASE)
_FRAGMENT: Final = re.compile(rb"<(?:div|p|section|article|main|center|font|span|style|h[1-6])\b", re.IGNORECASE)
_TABLE: Final = re.compile(rb"<table\b.*<t[dh]\b", re.IGNORECASE | re.DOTALL)
_HEAD_BYTES: Final = 64 * 1024


def reader_for(data: bytes) -> Reader | None:
    """Return the reader of the format that `data` is in, None when it is text or of a format without a reader."""
    if data.startswith(_ZIP):
        return _package_reader(data)
    if data.startswith((_COMPOUND, _RTF)):
        return _older_reader(data)
    if data.startswith(_PICTURES):
        return _picture_reader
    return _reader_of_text(data)


def _reader_of_text(data: bytes) -> Reader | None:
    """Return the reader of a format that is written in letters, as far as its marks go."""
    if data[:_PDF_START].lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-"):
        from kg.documents.pdf import read_pdf

        return read_pdf
    if _is_web_page(data):
        from kg.documents.html import read_html

        return read_html
    if _is_csv(data):
        from kg.documents.csv_text import read_csv

        return read_csv
    return None


def _picture_reader(path: PurePath, data: bytes) -> Document:
    """Read a picture, where what recognises its words is installed."""
    from kg.documents.ocr import require

    require(path, "a picture")
    from kg.documents.scan import read_picture  # needs Pillow, which is optional

    return read_picture(path, data)


def _package_reader(data: bytes) -> Reader | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, RuntimeError, OSError, EOFError):
        names, kind = set(), b""
    if any(name.startswith("word/") for name in names):
        from kg.documents.docx import read_docx

        return read_docx
    if "xl/workbook.xml" in names:
        from kg.documents.xlsx import read_xlsx

        return read_xlsx
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        from kg.documents.ods import read_ods

        return read_ods
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        from kg.documents.legacy import ODT, legacy_reader

        return legacy_reader(ODT)
    return None


def _older_reader(data: bytes) -> Reader | None:
    """Return the reader of an older Office file: what the names of its streams say."""
    from kg.documents.legacy import DOC, RTF, XLS, legacy_reader, read_protected

    if data.startswith(_RTF):
        return legacy_reader(RTF)
    if "EncryptedPackage".encode("utf-16-le") in data:
        return read_protected
    if "WordDocument".encode("utf-16-le") in data:
        return legacy_reader(DOC)
    sheets = any(name.encode("utf-16-le") in data for name in ("Workbook", "Book"))
    return legacy_reader(XLS) if sheets else None


def _is_web_page(data: bytes) -> bool:
    """Tell whether a file is a web page, or a piece of one that holds a table."""
    head = data[:_HEAD_BYTES]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[2:].replace(b"\x00", b"")
    prolog = _PROLOG.match(head)
    start = prolog.end() if prolog else 0
    return bool(_PAGE.match(head, start) or (_FRAGMENT.match(head, start) and _TABLE.search(head)))


def _is_csv(data: bytes) -> bool:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = data[:_HEAD_BYTES].decode(encoding, errors="ignore")
    return delimiter_of(text) is not None
