"""Files that the tests of the readers make, part by part, so that broken and hostile ones can be made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _package(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _word(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return _package({"word/document.xml": document, **(parts or {})})


@pytest.fixture(scope="session")
def package() -> Callable[[Mapping[str, str | bytes]], bytes]:
    """Return the function that writes a ZIP package of parts."""
    return _package


@pytest.fixture(scope="session")
def word() -> Callable[..., bytes]:
    """Return the function that writes a Word file from the XML of its body and further parts by name."""
    return _word
