"""Publish a snapshot: written whole under a name of its own, then made current in one step.

The order is: files into a temporary folder beside the others, each forced to disk, the manifest last; the folder
renamed to its id; `current` replaced. A build that fails or is killed at any point leaves the current snapshot as it
was, and the next one sweeps up what it left (`docs/snapshots.md`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import SnapshotDamaged, SnapshotNotFound, StorageFailure
from kg.store.locking import exclusive
from kg.store.snapshot import CURRENT, FORMAT, MANIFEST, SNAPSHOTS, Manifest, Snapshot, file_entry
from kg.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_LOCK: Final = "publish.lock"
_BUILDING: Final = ".building-"
_REMOVED: Final = ".removed-"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a snapshot.

    Attributes:
        name: its name in the folder.
        digest: a hash of what it says, by which a snapshot gets its id; not of its bytes, which also depend on the
            versions of zlib and SQLite.
        write: writes the file at the path that it is given.
    """

    name: str
    digest: str
    write: Callable[[Path], object]

    @classmethod
    def of_bytes(cls, name: str, content: bytes, *, digest_of: bytes | None = None) -> Part:
        """Return a part with the bytes `content`; its digest is that of `digest_of`, by default of the same bytes."""
        digest = hashlib.sha256(content if digest_of is None else digest_of).hexdigest()
        return cls(name, digest, lambda path: path.write_bytes(content))


def publish(
    parts: Sequence[Part], *, data_dir: Path, counts: Mapping[str, int], graphs: Mapping[str, int], keep: int
) -> Snapshot:
    """Write a snapshot below `data_dir` and make it the current one.

    A snapshot of the same content is not written again. Publications wait for one another.

    Args:
        parts: the files, the manifest excepted.
        data_dir: the folder of all snapshots; made if it is not there.
        counts: what the manifest counts, by name.
        graphs: number of triples of each named graph, by IRI.
        keep: how many snapshots stay; never fewer than two, for the sake of those who just opened the last one.

    Raises:
        StorageFailure: the system refuses to write; the current snapshot is as it was.
    """
    with _storage_failures(data_dir):
        folder = data_dir / SNAPSHOTS
        folder.mkdir(parents=True, exist_ok=True)
        with exclusive(data_dir / _LOCK):
            _sweep(folder)
            path = folder / _identify(parts)
            if not _is_whole(path):
                _write(parts, path, counts, graphs)
            os.utime(path)
            _make_current(data_dir, path.name)
            _prune(folder, path, max(keep, 2))
    return Snapshot.open(path)


def check_writable(data_dir: Path) -> None:
    """Make sure, before a long build, that a snapshot could be published into `data_dir`.

    Raises:
        StorageFailure: the folder cannot be made or written.
    """
    with _storage_failures(data_dir):
        folder = data_dir / SNAPSHOTS
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data_dir), tempfile.TemporaryFile(dir=folder):
            pass


def _identify(parts: Sequence[Part]) -> str:
    """Return the id that stands for the content: of the same content always the same."""
    lines = [f"{FORMAT} {VERSION}", *sorted(f"{part.name} {part.digest}" for part in parts)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _is_whole(path: Path) -> bool:
    """Tell whether a snapshot stands at `path` undamaged."""
    try:
        Snapshot.open(path).verify()
    except (SnapshotNotFound, SnapshotDamaged):
        return False
    return True


def _write(parts: Sequence[Part], path: Path, counts: Mapping[str, int], graphs: Mapping[str, int]) -> None:
    building = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=path.parent))
    try:
        for part in parts:
            part.write(building / part.name)
            _force_to_disk(building / part.name)
        files = {part.name: file_entry(building / part.name) for part in parts}
        manifest = Manifest(FORMAT, path.name, VERSION, files, counts, graphs)
        (building / MANIFEST).write_text(manifest.to_json(), encoding="utf-8", newline="\n")
        _force_to_disk(building / MANIFEST)
        building.chmod(0o755)  # mkdtemp makes it private; others may read what is published
        _force_to_disk(building)
        _remove(path)
        building.rename(path)
        _force_to_disk(path.parent)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _make_current(data_dir: Path, name: str) -> None:
    """Let `current` name a snapshot; a reader finds the old name or the new one, never none."""
    handle, temporary = tempfile.mkstemp(prefix=f".{CURRENT}-", dir=data_dir)
    try:
        with os.fdopen(handle, "w", encoding="ascii", newline="\n") as stream:
            stream.write(name + "\n")
        Path(temporary).chmod(0o644)
        _force_to_disk(Path(temporary))
        Path(temporary).replace(data_dir / CURRENT)
        _force_to_disk(data_dir)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _prune(folder: Path, current: Path, keep: int) -> None:
    """Remove the oldest snapshots beyond `keep`, never the current one."""
    found = [path for path in folder.iterdir() if not path.name.startswith(".") and path != current]
    found.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in found[keep - 1 :]:
        _remove(path)


def _remove(path: Path) -> None:
    """Remove a snapshot: first its name, in one step, so that nobody finds half of one under it."""
    if path.exists():
        removed = path.with_name(f"{_REMOVED}{path.name}-{os.getpid()}")
        path.rename(removed)
        shutil.rmtree(removed, ignore_errors=True)  # what a reader still holds open on Windows goes at the next sweep


def _sweep(folder: Path) -> None:
    """Remove what killed builds left; the lock is held, so none of it is still being written."""
    for prefix in (_BUILDING, _REMOVED):
        for path in folder.glob(f"{prefix}*"):
            shutil.rmtree(path, ignore_errors=True)
    for path in folder.parent.glob(f".{CURRENT}-*"):
        path.unlink(missing_ok=True)


def _force_to_disk(path: Path) -> None:
    """Wait until a file or folder is on disk (Windows opens no folders, and needs this for files only)."""
    if sys.platform == "win32" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _storage_failures(data_dir: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise StorageFailure(
            f"Nothing could be published into {data_dir}: {error}.",
            hint="Make room or name another folder with --data; the snapshot published before is as it was.",
        ) from error
