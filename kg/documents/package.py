"""ZIP packages (docx, xlsx, ods): parts within bounds, XML without document types.

A package is read into memory part by part; nothing is unpacked to disk, no relationship is followed out of it. A part
that unpacks beyond its bound is refused while it unpacks, whatever size its header declares.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from contextlib import contextmanager
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Final
from xml.etree import ElementTree as ET
from xml.parsers import expat

from kg.errors import DocumentTooLarge, UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

MAX_PARTS: Final = 10_000
MAX_PART_BYTES: Final = 48 * 1024 * 1024
MAX_STREAM_BYTES: Final = 256 * 1024 * 1024
MAX_RATIO: Final = 400
MAX_DEPTH: Final = 200
_ENCRYPTED: Final = 0x1
# What the libraries raise for a damaged file; ValueError and LookupError for impossible places and unknown encodings.
_ZIP_ERRORS: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError)
_XML_ERRORS: Final = (ET.ParseError, expat.ExpatError, ValueError, LookupError)
_RATIO_FLOOR: Final = 1024 * 1024


class _PrologEndError(Exception):
    """The root element is reached: the prolog held no document type."""


class Package:
    """An open ZIP package of the document at `path`.

    Raises:
        UnreadableDocument: it is no ZIP file or a broken one.
        DocumentTooLarge: it has more than `MAX_PARTS` parts.
    """

    def __init__(self, path: PurePath, data: bytes) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _ZIP_ERRORS as error:
            raise self._broken(f"it is no whole ZIP file ({error})") from None
        self._parts = {info.filename: info for info in self._zip.infolist()}
        if len(self._parts) > MAX_PARTS:
            raise DocumentTooLarge(f"{path} holds {len(self._parts)} parts; at most {MAX_PARTS} are read.")

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def names(self) -> tuple[str, ...]:
        """Return the names of all parts, in the order of the file."""
        return tuple(self._parts)

    def bytes_of(self, name: str, limit: int = MAX_PART_BYTES) -> bytes:
        """Return the content of the part `name`.

        Raises:
            UnreadableDocument: there is no such part, or it is broken or encrypted.
            DocumentTooLarge: it unpacks to more than `limit` bytes.
        """
        with self._opened(name) as stream:
            return _Bounded(self, name, stream, limit).read()

    def xml(self, name: str) -> ET.Element:
        """Return the root element of the XML part `name`.

        Raises:
            UnreadableDocument: the part is missing, not well formed, declares a document type, or nests too deeply.
            DocumentTooLarge: it unpacks to more than `MAX_PART_BYTES`.
        """
        data = self.bytes_of(name)
        self._refuse_doctype(name, data)
        try:
            root = ET.fromstring(data)  # noqa: S314  # no document type, so no entities
        except _XML_ERRORS as error:
            raise self._broken(f"its part {name} is not well formed: {error}") from None
        if is_deep(root):
            raise self._too_deep(name)
        return root

    def elements(self, name: str, tags: frozenset[str]) -> Iterator[ET.Element]:
        """Give the elements of the XML part `name` whose local name is in `tags`, as each ends, in bounded memory.

        An element is let go once the caller asks for the next one. Raises as `xml` does, but for a part of up to
        `MAX_STREAM_BYTES`.
        """
        with self._opened(name) as head:
            self._refuse_doctype(name, head.read(65536))
        with self._opened(name) as stream:
            bounded = _Bounded(self, name, stream, MAX_STREAM_BYTES)
            try:
                yield from self._stream(name, bounded, tags)
            except _XML_ERRORS as error:
                raise self._broken(f"its part {name} is not well formed: {error}") from None

    def _stream(self, name: str, stream: _Bounded, tags: frozenset[str]) -> Iterator[ET.Element]:
        path: list[ET.Element] = []
        wanted = 0  # how many elements of `path` are in `tags`
        is_wanted = lru_cache(256)(lambda tag: local(tag) in tags)
        for event, element in ET.iterparse(stream, ("start", "end")):  # noqa: S314  # no document type
            if event == "start":
                path.append(element)
                wanted += is_wanted(element.tag)
                if len(path) > MAX_DEPTH:
                    raise self._too_deep(name)
                continue
            path.pop()
            if is_wanted(element.tag):
                wanted -= 1
                yield element
            if wanted == 0 and path:
                path[-1].remove(element)

    def _refuse_doctype(self, name: str, data: bytes) -> None:
        """Refuse a part with a document type: entities and external files come from nowhere else."""
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = _reached
        try:
            parser.Parse(data, False)
        except _PrologEndError:
            return
        except _XML_ERRORS as error:
            raise self._broken(f"its part {name} is not well formed: {error}") from None

    def _doctype(self, root: str, *_: object) -> None:
        raise self._broken(f"a part declares a document type ({root}), which an office document never does")

    @contextmanager
    def _opened(self, name: str) -> Iterator[IO[bytes]]:
        info = self._parts.get(name)
        if info is None:
            raise self._broken(f"its part {name} is missing")
        if info.flag_bits & _ENCRYPTED:
            raise self._broken(f"its part {name} is encrypted")
        try:
            with self._zip.open(info) as stream:
                yield stream
        except _ZIP_ERRORS as error:
            raise self._broken(f"its part {name} cannot be unpacked ({error})") from None

    def packed_bytes(self, name: str) -> int:
        """Return how many bytes the part `name` takes in the file."""
        return max(1, self._parts[name].compress_size)

    def _broken(self, what: str) -> UnreadableDocument:
        return UnreadableDocument(
            f"{self.path} cannot be read: {what}.", hint="Open it in an office program and save it again."
        )

    def _too_deep(self, name: str) -> UnreadableDocument:
        return self._broken(f"elements of its part {name} nest more than {MAX_DEPTH} deep")


class _Bounded:
    """A stream that refuses to give more than its bound, or far more than was packed."""

    def __init__(self, package: Package, name: str, stream: IO[bytes], limit: int) -> None:
        self._stream = stream
        self._name = name
        self._path = package.path
        packed = package.packed_bytes(name)
        self._limit = min(limit, max(_RATIO_FLOOR, packed * MAX_RATIO))
        self._given = 0

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes (all for -1).

        Raises:
            DocumentTooLarge: more than the bound came out so far.
        """
        left = self._limit + 1 - self._given
        data = self._stream.read(left if size < 0 else min(size, left))
        self._given += len(data)
        if self._given > self._limit:
            raise DocumentTooLarge(
                f"{self._path} unpacks too far: its part {self._name} gives more than {self._limit} bytes.",
                hint="Take pictures and empty rows out, or save it as text.",
            )
        return data


def _reached(name: str, attributes: dict[str, str]) -> None:  # noqa: ARG001  # expat passes both
    raise _PrologEndError


def is_deep(root: ET.Element) -> bool:
    """Tell whether elements nest more than `MAX_DEPTH` deep under `root`; readers go down by recursion."""
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def local(tag: str) -> str:
    """Return the local name of a tag in `{namespace}name` form.

    >>> local("{urn:x}tbl")
    'tbl'
    """
    return tag.rpartition("}")[2]


def attribute(element: ET.Element, name: str) -> str | None:
    """Return the attribute of `element` whose local name is `name`, whatever its namespace; None when it has none."""
    plain = element.get(name)
    if plain is not None:
        return plain
    ending = "}" + name
    return next((value for key, value in element.attrib.items() if key.endswith(ending)), None)
