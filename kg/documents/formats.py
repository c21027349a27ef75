"""Tell what a file is from its first bytes, whatever its name says."""

from __future__ import annotations

import re
from typing import Final

_MAGIC: Final = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP container (docx, xlsx, odt …)"),
    (b"PK\x05\x06", "an empty ZIP container"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a legacy Office file (.doc, .xls)"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a Windows program"),
)
_HTML_PAGE: Final = re.compile(rb"\s*(<\?xml[^>]*>\s*)?<(!doctype\s+html|html)\b", re.IGNORECASE)
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_CONTROL: Final = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27}) + b"\x7f"


def foreign_format(data: bytes) -> str | None:
    """Return what `data` is, in words for a message, when it is no text document; None when it may be text.

    >>> foreign_format(b"%PDF-1.7 ...")
    'a PDF file'
    """
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    if _HTML_PAGE.match(data[:512]):
        return "a web page (HTML)"
    if data.startswith(_UTF16):
        return None
    head = data[:65536]
    return "a binary file" if b"\x00" in head or len(head.translate(None, _CONTROL)) < 0.95 * len(head) else None
