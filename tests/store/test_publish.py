"""Publishing: whole or not at all, whatever goes wrong."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest

from kg.errors import SnapshotNotFound, StorageFailure
from kg.store.publish import Part, check_writable, publish
from kg.store.snapshot import DATASET, MANIFEST, REPORT, SOURCES, Snapshot, locate, open_current
from tests.store.conftest import parts, run_python

_COUNTS = {"quads": 9}
_GRAPHS = {"https://w3id.org/chitieu/graph/reference": 9}


def put(data_dir: Path, made: list[Part], keep: int = 5) -> Snapshot:
    return publish(made, data_dir=data_dir, counts=_COUNTS, graphs=_GRAPHS, keep=keep)


def names(data_dir: Path) -> set[str]:
    return {path.name for path in (data_dir / "snapshots").iterdir()}


def state(data_dir: Path) -> dict[str, bytes]:
    """Every published file and `current`, to compare before and after."""
    files = [path for path in data_dir.rglob("*") if path.is_file() and "building" not in str(path)]
    return {str(path.relative_to(data_dir)): path.read_bytes() for path in files if path.name != "publish.lock"}


def test_a_snapshot_is_whole_and_current(data_dir: Path) -> None:
    snapshot = put(data_dir, parts())
    assert {path.name for path in snapshot.path.iterdir()} == {MANIFEST, DATASET, SOURCES, REPORT}
    assert locate(data_dir) == snapshot.path == data_dir / "snapshots" / snapshot.id
    snapshot.verify()
    assert snapshot.manifest.counts == _COUNTS
    assert snapshot.manifest.graphs == _GRAPHS
    assert len(snapshot.load_store()) == 9
    assert snapshot.report() == '{"name": "a"}'


def test_the_same_content_has_the_same_bytes_in_another_folder_at_another_time(tmp_path: Path) -> None:
    first = put(tmp_path / "one", parts())
    time.sleep(1.1)  # gzip and SQLite would write whole seconds
    second = put(tmp_path / "elsewhere" / "two", parts())
    assert first.id == second.id
    for path in first.path.iterdir():
        assert path.read_bytes() == (second.path / path.name).read_bytes(), path.name


def test_the_same_content_is_not_written_again(data_dir: Path) -> None:
    first = put(data_dir, parts("a"))
    written = (first.path / DATASET).stat().st_mtime_ns
    put(data_dir, parts("b"))
    again = put(data_dir, parts("a"))
    assert again.id == first.id
    assert (again.path / DATASET).stat().st_mtime_ns == written
    assert locate(data_dir) == first.path


def test_a_damaged_snapshot_is_written_again(data_dir: Path) -> None:
    first = put(data_dir, parts())
    (first.path / DATASET).write_bytes(b"")
    put(data_dir, parts()).verify()


def test_the_last_ones_are_kept(data_dir: Path) -> None:
    made = []
    for name in "abcd":
        made.append(put(data_dir, parts(name), keep=3).id)
        time.sleep(0.01)
    assert names(data_dir) == set(made[1:])


def test_the_last_but_one_stays_for_its_readers(data_dir: Path) -> None:
    before = put(data_dir, parts("a"))
    put(data_dir, parts("b"), keep=1)
    assert len(before.load_store()) == 9


_KILLED = """
import os, signal, sys
from pathlib import Path
from conftest import parts
from kg.store.publish import Part, publish
def die(path):
    path.write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
made = parts("b")[: int(sys.argv[2])] + [Part("dead", "x", die)]
publish(made, data_dir=Path(sys.argv[1]), counts={}, graphs={}, keep=5)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("written", [0, 2])
def test_a_killed_build_changes_nothing_and_is_swept_up(data_dir: Path, written: int) -> None:
    put(data_dir, parts("a"))
    before = state(data_dir)
    assert run_python(_KILLED, data_dir, written).returncode == -9
    assert state(data_dir) == before
    assert any(name.startswith(".building-") for name in names(data_dir))
    put(data_dir, parts("c"))
    assert not any(name.startswith(".") for name in names(data_dir))


_DISK_FULL = """
import resource, sys
from pathlib import Path
from conftest import parts
from kg.errors import StorageFailure
from kg.store.publish import publish
made = parts("b", filler=int(sys.argv[3]))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    publish(made, data_dir=Path(sys.argv[1]), counts={}, graphs={}, keep=5)
except StorageFailure as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE")
@pytest.mark.parametrize(("limit", "filler"), [(100, 0), (8000, 0), (200_000, 300_000), (0, 0)])
def test_a_full_disk_changes_nothing(data_dir: Path, limit: int, filler: int) -> None:
    put(data_dir, parts("a"))
    before, listed = state(data_dir), names(data_dir)
    done = run_python(_DISK_FULL, data_dir, limit, filler)
    assert done.returncode == 0, done.stderr
    assert str(data_dir) in done.stdout
    assert "--data" in done.stdout
    assert state(data_dir) == before
    assert names(data_dir) == listed


_NOT_ALLOWED = """
import os, sys
from pathlib import Path
from conftest import parts
from kg.errors import StorageFailure
from kg.store.publish import check_writable, publish
made = parts("b")
if os.geteuid() == 0:
    os.setuid(65534)
for attempt in (check_writable, lambda folder: publish(made, data_dir=folder, counts={}, graphs={}, keep=5)):
    try:
        attempt(Path(sys.argv[1]))
    except StorageFailure as error:
        print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
@pytest.mark.parametrize("exists", [True, False])
def test_a_folder_that_may_not_be_written(data_dir: Path, exists: bool) -> None:
    if exists:
        put(data_dir, parts("a"))
        before = state(data_dir)
    else:
        data_dir.mkdir()
        before = {}
    folders = [data_dir, *(path for path in data_dir.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    done = run_python(_NOT_ALLOWED, data_dir)
    for folder in folders:
        folder.chmod(0o755)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2
    assert all(str(data_dir) in line for line in done.stdout.splitlines())
    assert state(data_dir) == before


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(StorageFailure, match="data"):
        check_writable(tmp_path / "data")


def test_check_writable_leaves_nothing_behind(data_dir: Path) -> None:
    check_writable(data_dir)
    assert [path.name for path in data_dir.rglob("*")] == ["snapshots"]
    with pytest.raises(SnapshotNotFound, match="chitieu build"):
        locate(data_dir)


def test_readers_never_see_half_a_snapshot(data_dir: Path) -> None:
    put(data_dir, parts("a"))
    stop, seen, failures = threading.Event(), set[str](), list[Exception]()

    def read() -> None:
        while not stop.is_set():
            try:
                snapshot = open_current(data_dir)
                snapshot.verify()
                assert len(snapshot.load_store()) == 9
                seen.add(snapshot.id)
            except Exception as error:  # noqa: BLE001  # whatever it is, the main thread reports it
                failures.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for n in range(12):
        put(data_dir, parts("ab"[n % 2]))
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert len(seen) == 2


def test_two_publications_at_a_time_wait_for_each_other(data_dir: Path) -> None:
    threads = [threading.Thread(target=put, args=(data_dir, parts(name))) for name in "abcde"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names(data_dir)) == 5
    open_current(data_dir).verify()
