"""Records kept from one build to the next, by the content of their file and the way of reading.

An entry is one file, written beside its place and moved there, so that a build that is killed leaves none by halves; a
damaged one counts as none. What a document cannot be used for is kept as well where it follows from its content alone.
Records hold the words of the documents: the folder is as private as they are, and may be removed at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import zlib
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from kg.errors import NoAssignmentTable
from kg.extraction.model import PlanRecord
from kg.records.codec import Answer, decode, encode
from kg.records.version import reading_version

FOLDER: Final = "cache/records"
"""Where it stands in the folder of the snapshots."""

_LEVEL: Final = 1  # of compression: reading must stay quicker than reading the document
_DAMAGED: Final = (OSError, ValueError, KeyError, TypeError, zlib.error)


class RecordCache:
    """The cache in `folder`; entries of other ways of reading are removed from it.

    A folder that cannot be written or read is no error: documents are then read again.
    """

    def __init__(self, folder: Path) -> None:
        self._place = folder / reading_version()
        with contextlib.suppress(OSError):
            self._place.mkdir(parents=True, exist_ok=True)
            for other in folder.iterdir():
                if other != self._place:
                    shutil.rmtree(other, ignore_errors=True)

    def find(self, path: Path, max_bytes: int) -> Answer | None:
        """Return the answer for the content of the file at `path`, None if there is none yet."""
        try:
            if path.stat().st_size > max_bytes:
                return None
            packed = self._entry(hashlib.sha256(path.read_bytes()).hexdigest()).read_bytes()
            answer = decode(zlib.decompress(packed))
        except _DAMAGED:
            return None
        return _named(answer, path)

    def keep(self, path: Path, answer: Answer) -> None:
        """Keep the answer for the file at `path`, if it follows from the content of the file alone."""
        with contextlib.suppress(OSError):
            if isinstance(answer, PlanRecord):
                self._write(self._entry(answer.source.sha256), answer)
            elif type(answer) is NoAssignmentTable:
                self._write(self._entry(hashlib.sha256(path.read_bytes()).hexdigest()), answer)

    def _entry(self, sha256: str) -> Path:
        return self._place / f"{sha256}.json.z"

    def _write(self, entry: Path, answer: Answer) -> None:
        with NamedTemporaryFile(dir=self._place, suffix=".part", delete=False) as file:
            part = Path(file.name)
            try:
                file.write(zlib.compress(encode(answer), _LEVEL))
                file.close()
                part.replace(entry)
            except OSError:  # a full disk, for one
                part.unlink(missing_ok=True)


def _named(answer: Answer, path: Path) -> Answer | None:
    """Return the answer as of the file at `path`; None for an error that speaks of a file by another name."""
    if isinstance(answer, PlanRecord):
        return replace(answer, source=replace(answer.source, name=path.name))
    return answer if answer.message.startswith(f"{path} ") else None
