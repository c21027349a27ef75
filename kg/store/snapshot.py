"""A published snapshot, read-only: where it is, what it holds, whether it is whole.

A snapshot is a folder that never changes once it has its name (`docs/snapshots.md`). Reading one needs neither rdflib
nor the rooms that build it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, cast

from kg.errors import SnapshotDamaged, SnapshotNotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import Store

    from kg.store.sources import Sources

FORMAT: Final = 1
"""Version of the folder's layout; a reader refuses a higher one."""
MANIFEST: Final = "manifest.json"
DATASET: Final = "dataset.nq.gz"
SOURCES: Final = "sources.sqlite"
REPORT: Final = "report.json"
SNAPSHOTS: Final = "snapshots"
CURRENT: Final = "current"

_ID: Final = re.compile(r"[0-9a-f]{16}")
_BUILD_FIRST: Final = "Run `chitieu build` first."


@dataclass(frozen=True, slots=True)
class FileEntry:
    """What the manifest says of one file: hex SHA-256 and size in bytes."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot says of itself. It holds no clock: the same input gives the same manifest.

    Attributes:
        format: version of the folder's layout.
        id: 16 hex digits of a hash of the content, the folder's name.
        chitieu: version of the program that built it.
        files: the other files of the folder, by name.
        counts: numbers of quads, plans, assignments, documents and so on, by name.
        graphs: number of triples of each named graph, by IRI.
    """

    format: int
    id: str
    chitieu: str
    files: Mapping[str, FileEntry]
    counts: Mapping[str, int]
    graphs: Mapping[str, int]

    def to_json(self) -> str:
        """Return the manifest as it is written: indented JSON with a fixed order."""
        files = {name: {"bytes": entry.bytes, "sha256": entry.sha256} for name, entry in sorted(self.files.items())}
        content = {
            "format": self.format,
            "id": self.id,
            "chitieu": self.chitieu,
            "files": files,
            "counts": dict(sorted(self.counts.items())),
            "graphs": dict(sorted(self.graphs.items())),
        }
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read a manifest file.

        Raises:
            SnapshotNotFound: no file stands at `path`.
            SnapshotDamaged: it is not a manifest, or one of a later format.
        """
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            found = cls._from_json(content)
        except (FileNotFoundError, NotADirectoryError):
            raise SnapshotNotFound(f"{path.parent} holds no snapshot.", hint=_BUILD_FIRST) from None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SnapshotDamaged(f"{path} is not a manifest of a snapshot ({error!r}).", hint=_BUILD_FIRST) from error
        if found.format > FORMAT:
            raise SnapshotDamaged(
                f"{path} has format {found.format}; this chitieu reads up to {FORMAT}.", hint="Use a newer chitieu."
            )
        return found

    @classmethod
    def _from_json(cls, content: Any) -> Manifest:  # noqa: ANN401  # whatever JSON the file holds
        files = {name: FileEntry(entry["sha256"], entry["bytes"]) for name, entry in content["files"].items()}
        counts, graphs = dict(content["counts"]), dict(content["graphs"])
        return cls(int(content["format"]), content["id"], content["chitieu"], files, counts, graphs)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A handle on one snapshot; opening it reads the manifest alone."""

    path: Path
    manifest: Manifest

    @classmethod
    def open(cls, path: Path) -> Snapshot:
        """Open the snapshot in the folder `path`.

        Raises:
            SnapshotNotFound: the folder is not there or holds no manifest.
            SnapshotDamaged: its manifest cannot be read.
        """
        return cls(path, Manifest.read(path / MANIFEST))

    @property
    def id(self) -> str:
        """The snapshot's id: 16 hex digits."""
        return self.manifest.id

    def load_store(self) -> Store:
        """Return a new store in memory with the whole dataset.

        Raises:
            SnapshotDamaged: the dataset is missing or cannot be parsed.
        """
        from pyoxigraph import RdfFormat, Store  # noqa: PLC0415  # 20 ms that `search` and `sources` need not pay

        store = Store()
        try:
            with gzip.open(self.path / DATASET) as stream:
                store.bulk_load(cast("IO[bytes]", stream), format=RdfFormat.N_QUADS, lenient=True)
        except (OSError, EOFError, SyntaxError) as error:
            raise self._damaged(DATASET, str(error)) from error
        return store

    def sources(self) -> Sources:
        """Return the source texts and cells, to be closed after use (`with snapshot.sources() as sources`).

        Raises:
            SnapshotDamaged: the database is missing.
        """
        from kg.store.sources import Sources  # noqa: PLC0415  # most questions need no SQLite

        path = self.path / SOURCES
        if not path.is_file():
            raise self._damaged(SOURCES, "the file is missing")
        return Sources.open(path)

    def report(self) -> str:
        """Return the validation report of the build, as JSON text.

        Raises:
            SnapshotDamaged: the file is missing.
        """
        try:
            return (self.path / REPORT).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise self._damaged(REPORT, str(error)) from error

    def verify(self) -> None:
        """Compare every file with its hash in the manifest.

        Raises:
            SnapshotDamaged: a file is missing or differs; the message names it.
        """
        for name, entry in sorted(self.manifest.files.items()):
            try:
                found = file_entry(self.path / name)
            except OSError as error:
                raise self._damaged(name, str(error)) from error
            if found != entry:
                raise self._damaged(name, "its content differs from the hash in the manifest")

    def _damaged(self, name: str, why: str) -> SnapshotDamaged:
        return SnapshotDamaged(f"Snapshot {self.id}: {self.path / name}: {why}.", hint="Run `chitieu build` again.")


def locate(data_dir: Path, snapshot: str | None = None) -> Path:
    """Return the folder of a snapshot.

    Args:
        data_dir: the folder that `chitieu build` publishes into.
        snapshot: a snapshot's folder, or its id below `data_dir`; None = the current one.

    Raises:
        SnapshotNotFound: nothing is published yet, or there is no such snapshot.
    """
    if snapshot is None:
        return _current(data_dir)
    if _ID.fullmatch(snapshot) and (data_dir / SNAPSHOTS / snapshot / MANIFEST).is_file():
        return data_dir / SNAPSHOTS / snapshot
    if (Path(snapshot) / MANIFEST).is_file():
        return Path(snapshot)
    known = ", ".join(sorted(path.name for path in (data_dir / SNAPSHOTS).glob("[0-9a-f]*"))) or "none"
    raise SnapshotNotFound(
        f"{snapshot!r} is neither the folder of a snapshot nor the id of one in {data_dir}.",
        hint=f"Ids there: {known}.",
    )


def open_current(data_dir: Path, snapshot: str | None = None) -> Snapshot:
    """Return the snapshot that `locate` finds, opened.

    Raises:
        SnapshotNotFound: nothing is published yet, or there is no such snapshot.
        SnapshotDamaged: its manifest cannot be read.
    """
    return Snapshot.open(locate(data_dir, snapshot))


def file_entry(path: Path) -> FileEntry:
    """Return hash and size of a file."""
    with path.open("rb") as stream:
        return FileEntry(hashlib.file_digest(stream, "sha256").hexdigest(), path.stat().st_size)


def _current(data_dir: Path) -> Path:
    try:
        name = (data_dir / CURRENT).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise SnapshotNotFound(f"Nothing is published in {data_dir} yet.", hint=_BUILD_FIRST) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SnapshotNotFound(f"{data_dir / CURRENT} cannot be read: {error}.", hint=_BUILD_FIRST) from error
    path = data_dir / SNAPSHOTS / name
    if not _ID.fullmatch(name) or not path.is_dir():
        raise SnapshotNotFound(f"{data_dir / CURRENT} names {name!r}, which is not there.", hint=_BUILD_FIRST)
    return path
