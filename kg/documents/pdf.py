"""The reader of PDF files with a text layer: PDFium's characters and rules, put together to lines and tables.

A table stands between drawn rules; each page of a table is a table of its own here. Words outside tables are lines.
Page numbers and running heads are left out with a note. A page that is a picture is recognised (`kg.documents.scan`)
where Tesseract is installed, and else noted; a file of such pages alone is then refused.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Final

import pypdfium2

from kg.documents import ocr
from kg.documents.assembly import assemble
from kg.documents.pdf_page import PrintedPage, is_picture, read_page
from kg.documents.pdf_pieces import pieces_of
from kg.errors import DocumentTooLarge, UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePath

    from kg.documents.model import Document

MEDIA_TYPE: Final = "application/pdf"
MAX_PAGES: Final = 1_000
MAX_CHARS: Final = 8_000_000
MAX_SCANS: Final = 200
_UNREAD: Final = "scanned page, not recognised: Tesseract with Vietnamese is not installed"
_PDFIUM: Final = Lock()  # PDFium is not made for threads


def read_pdf(path: PurePath, data: bytes) -> Document:
    """Return the document that `data`, the content of the PDF file `path`, holds.

    Raises:
        UnreadableDocument: it is broken, or encrypted with a password; or its scan cannot be recognised.
        UnsupportedFormat: it is a scan, and Tesseract is not installed.
        DocumentTooLarge: it has more than `MAX_PAGES` pages (`MAX_SCANS` of them scanned) or `MAX_CHARS` characters.
    """
    with _PDFIUM:
        document = _opened(path, data)
    try:
        with _PDFIUM:
            pages = _read_pages(path, document)
        scans = [index for index, page in enumerate(pages) if page.unread]
        if len(scans) == len(pages):
            ocr.require(path, f"a scan: its {len(pages)} pages hold pictures and no text")
        if not ocr.missing_parts():
            _recognise(path, document, pages, scans)
    finally:
        with _PDFIUM:
            document.close()
    return assemble(path, data, MEDIA_TYPE, pieces_of(pages))


def _opened(path: PurePath, data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        what = "is protected by a password" if locked else f"is no whole PDF file ({error})"
        hint = "Save a copy without a password." if locked else "Print it into a new PDF, or ask for it again."
        raise UnreadableDocument(f"{path} {what}.", hint=hint) from None
    if len(document) > MAX_PAGES:
        pages = len(document)
        document.close()
        raise DocumentTooLarge(f"{path} has {pages} pages; at most {MAX_PAGES} are read.", hint="Cut it.")
    return document


def _read_pages(path: PurePath, document: pypdfium2.PdfDocument) -> list[PrintedPage]:
    """Return what the pages print; those that are pictures say so in `unread`."""
    pages: list[PrintedPage] = []
    chars = 0
    for index in range(len(document)):
        try:
            page = document[index]
            printed = read_page(page)
            scanned = is_picture(page, printed)
            page.close()
        except pypdfium2.PdfiumError as error:
            raise UnreadableDocument(f"{path} cannot be read on page {index + 1}: {error}.") from None
        pages.append(replace(printed, unread=_UNREAD) if scanned else printed)
        chars += len(printed.chars)
        if chars > MAX_CHARS:
            raise DocumentTooLarge(f"{path} holds more than {MAX_CHARS} characters.", hint="Cut it.")
    return pages


def _recognise(path: PurePath, document: pypdfium2.PdfDocument, pages: list[PrintedPage], scans: Sequence[int]) -> None:
    """Put what is recognised in the place of the scanned pages; as many at once as there are cores."""
    if len(scans) > MAX_SCANS:
        raise DocumentTooLarge(f"{path} has {len(scans)} scanned pages; at most {MAX_SCANS} are read.", hint="Cut it.")
    if not scans:
        return
    from kg.documents.scan import drawn, scanned_page  # noqa: PLC0415  # needs Pillow, which is optional

    def recognised(index: int) -> PrintedPage:
        with _PDFIUM:
            picture, dpi = drawn(path, document, index)
        return scanned_page(path, picture, dpi)

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for index, page in zip(scans, threads.map(recognised, scans), strict=True):
            pages[index] = page
