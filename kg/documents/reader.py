"""Read one file of whatever format: the door of this room."""

from __future__ import annotations

import stat
from pathlib import Path

from kg.documents.formats import foreign_format
from kg.documents.kinds import reader_for
from kg.documents.model import Document
from kg.documents.text import read_text
from kg.errors import DocumentNotFound, DocumentTooLarge, UnreadableDocument, UnsupportedFormat


def read(path: Path, *, max_bytes: int) -> Document:
    """Return the document in the file at `path`; the format is told from its content, not from its name.

    Args:
        path: a regular file in one of the formats of `docs/formats.md`, or text (UTF-8, or UTF-16 with a byte order
            mark) in any of the layouts of `docs/extraction.md`.
        max_bytes: the largest file that is read (`Settings.max_document_bytes`).

    Raises:
        DocumentNotFound: nothing stands at the path.
        UnreadableDocument: it is a folder, a device, empty, forbidden, or not valid in its encoding.
        DocumentTooLarge: it is larger than `max_bytes`; told before it is read.
        UnsupportedFormat: its content is of another format, which the message names.
    """
    data = _content(path, max_bytes)
    if not data:
        raise UnreadableDocument(f"{path} is empty: 0 bytes.", hint="Give a file with a plan's text.")
    read_format = reader_for(data)
    if read_format is not None:
        return read_format(path, data)
    foreign = foreign_format(data)
    if foreign is not None:
        raise UnsupportedFormat(
            f"{path} is {foreign}; text is expected.", hint="Save or copy the document as UTF-8 text (.txt)."
        )
    return read_text(path, data)


def _content(path: Path, max_bytes: int) -> bytes:
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise UnreadableDocument(f"{path} is a folder; a file is expected.", hint="Name the files in it.")
        if not stat.S_ISREG(state.st_mode):
            raise UnreadableDocument(f"{path} is no regular file.", hint="Save its content into a file first.")
        if state.st_size > max_bytes:
            raise _too_large(path, state.st_size, max_bytes)
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except FileNotFoundError:
        raise DocumentNotFound(f"{path} does not exist.", hint="Check the path.") from None
    except PermissionError:
        raise UnreadableDocument(f"{path} may not be read by this user.", hint="Change its permissions.") from None
    except OSError as error:
        raise UnreadableDocument(f"{path} cannot be read: {error.strerror or error}.") from error
    if len(data) > max_bytes:
        raise _too_large(path, len(data), max_bytes)
    return data


def _too_large(path: Path, size: int, limit: int) -> DocumentTooLarge:
    return DocumentTooLarge(
        f"{path} has {size} bytes or more; at most {limit} are read.",
        hint="Cut the file, or raise CHITIEU_MAX_DOCUMENT_BYTES.",
    )
