"""Read a document that a client sends: as a file of a form, or as the body itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from kg.errors import DocumentTooLarge, RequestError, RequestSlow
from kg.settings import Settings

FIELD: Final = "file"
_MULTIPART: Final = "multipart/form-data"
_FIELDS: Final = 8
_FRAME: Final = 64 * 1024  # what a form may hold besides the document


@dataclass(frozen=True, slots=True)
class Upload:
    """A document as it was sent: what its file is called (maybe nothing), and its bytes."""

    name: str
    content: bytes


async def read_upload(request: Request, settings: Settings) -> Upload:
    """Return the document of a request: the field `file` of a multipart form, or else the body, named by `?name=`.

    Raises:
        DocumentTooLarge: it is over `Settings.max_document_bytes`.
        RequestSlow: it did not arrive in `Settings.upload_seconds`.
        RequestError: there is none, or the form is malformed.
    """
    try:
        async with asyncio.timeout(settings.upload_seconds):
            if request.headers.get("content-type", "").lower().startswith(_MULTIPART):
                found = await _of_form(request, settings.max_document_bytes)
            else:
                body = b"".join([part async for part in _bounded(request, settings.max_document_bytes)])
                found = Upload(request.query_params.get("name", ""), body)
    except TimeoutError:
        raise RequestSlow(f"The document did not arrive in {settings.upload_seconds:g} s.") from None
    except ClientDisconnect:
        raise RequestError("The client went away while it sent the document.") from None
    if not found.content:
        raise RequestError("The request holds no document.", hint=f"Send it as the form field `{FIELD}`.")
    return found


async def _of_form(request: Request, most: int) -> Upload:
    parser = MultiPartParser(request.headers, _bounded(request, most + _FRAME), max_files=1, max_fields=_FIELDS)
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise RequestError(f"The form is malformed: {error.message}") from error
    sent = form.get(FIELD)
    if not isinstance(sent, UploadFile):
        return Upload("", b"")
    content = await sent.read()
    await form.close()
    if len(content) > most:
        raise _too_large(most)
    return Upload(sent.filename or "", content)


async def _bounded(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise _too_large(most)
        yield part


def _too_large(most: int) -> DocumentTooLarge:
    return DocumentTooLarge(
        f"The document is larger than the {most:,} bytes that this server takes.", hint="Send the appendix alone."
    )
