"""Finding, opening and checking a snapshot."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from kg.errors import SnapshotDamaged, SnapshotNotFound
from kg.store.publish import publish
from kg.store.snapshot import DATASET, MANIFEST, REPORT, SOURCES, Manifest, Snapshot, locate, open_current
from tests.store.conftest import parts


@pytest.fixture
def snapshot(data_dir: Path) -> Snapshot:
    return publish(parts(), data_dir=data_dir, counts={"quads": 9}, graphs={}, keep=5)


def test_locate_takes_an_id_a_folder_or_nothing(snapshot: Snapshot, data_dir: Path, tmp_path: Path) -> None:
    assert locate(data_dir) == locate(data_dir, snapshot.id) == snapshot.path
    moved = tmp_path / "elsewhere"
    snapshot.path.rename(moved)
    assert locate(data_dir, str(moved)) == moved
    assert Snapshot.open(moved).id == snapshot.id


def test_nothing_published_says_what_to_do(data_dir: Path) -> None:
    for folder in (data_dir, data_dir / "deeper"):
        with pytest.raises(SnapshotNotFound, match="chitieu build"):
            open_current(folder)


@pytest.mark.parametrize("wrong", ["0123456789abcdef", "nonsense", "../..", ""])
def test_an_unknown_snapshot_lists_the_known(snapshot: Snapshot, data_dir: Path, wrong: str) -> None:
    with pytest.raises(SnapshotNotFound, match=snapshot.id):
        locate(data_dir, wrong)


@pytest.mark.parametrize("content", ["0123456789abcdef\n", "../..\n", "", "\xff"])
def test_a_wrong_current_is_not_followed(snapshot: Snapshot, data_dir: Path, content: str) -> None:
    (data_dir / "current").write_text(content, encoding="latin-1")
    with pytest.raises(SnapshotNotFound, match="chitieu build"):
        locate(data_dir)


@pytest.mark.parametrize("name", [DATASET, SOURCES, REPORT])
def test_verify_names_the_file_that_differs(snapshot: Snapshot, name: str) -> None:
    path = snapshot.path / name
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(SnapshotDamaged, match=name):
        snapshot.verify()
    path.unlink()
    with pytest.raises(SnapshotDamaged, match=name):
        snapshot.verify()


def test_what_is_missing_or_broken_is_damage(snapshot: Snapshot) -> None:
    (snapshot.path / DATASET).write_bytes(b"no gzip")
    with pytest.raises(SnapshotDamaged, match=DATASET):
        snapshot.load_store()
    (snapshot.path / DATASET).unlink()
    with pytest.raises(SnapshotDamaged, match=DATASET):
        snapshot.load_store()
    (snapshot.path / SOURCES).unlink()
    with pytest.raises(SnapshotDamaged, match=SOURCES):
        snapshot.sources()
    (snapshot.path / REPORT).unlink()
    with pytest.raises(SnapshotDamaged, match=REPORT):
        snapshot.report()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"files": 3}', "\x00"])
def test_a_broken_manifest_is_damage(snapshot: Snapshot, content: str) -> None:
    (snapshot.path / MANIFEST).write_text(content)
    with pytest.raises(SnapshotDamaged, match=MANIFEST):
        Snapshot.open(snapshot.path)


def test_a_later_format_is_refused(snapshot: Snapshot) -> None:
    manifest = json.loads((snapshot.path / MANIFEST).read_text())
    (snapshot.path / MANIFEST).write_text(json.dumps(manifest | {"format": 2}))
    with pytest.raises(SnapshotDamaged, match="newer chitieu"):
        Snapshot.open(snapshot.path)


def test_the_manifest_reads_back_as_written(snapshot: Snapshot) -> None:
    text = (snapshot.path / MANIFEST).read_text()
    assert Manifest.read(snapshot.path / MANIFEST).to_json() == text
    assert json.loads(text)["files"][DATASET]["bytes"] == os.path.getsize(snapshot.path / DATASET)  # noqa: PTH202
