"""What a record depends on besides its file: the code that reads, the words that it knows, the libraries under it."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOMS: Final = ("kg.documents", "kg.extraction", "kg.records")
_MODULES: Final = ("errors.py", "resources.py", "vietnamese.py")
_LIBRARIES: Final = ("lxml", "pypdfium2")
_LEXICON: Final = "ontology/lexicon"


@cache
def reading_version() -> str:
    """Return a name of 16 hex digits for this way of reading: another one may read another record from a file."""
    digest = hashlib.sha256(sys.version.encode())
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    for path in _sources():
        content = path.read_bytes()
        digest.update(f"{path.parent.name}/{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    for room in _ROOMS:
        yield from sorted(Path(str(files(room))).glob("*.py"))
    package = Path(str(files("kg")))
    yield from (package / name for name in _MODULES)
    yield from sorted(path for path in resource(_LEXICON).rglob("*") if path.is_file())
