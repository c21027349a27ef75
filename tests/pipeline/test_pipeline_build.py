"""Builds with bad documents, two files of one plan, and everything that can go wrong around them."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.errors import CurationError, DocumentNotFound, InputError, ModelViolation, SnapshotNotFound
from kg.pipeline import Status, build, check_model, report_on, validate_files
from kg.settings import Settings
from kg.store.snapshot import locate, open_current
from tests.pipeline.conftest import Builder, run_python


def contents(data_dir: Path) -> dict[str, bytes]:
    """Every published file and `current`; what a build keeps for the next one is not published."""
    files = [path for path in data_dir.rglob("*") if path.is_file() and path.name != "publish.lock"]
    inside = {str(path.relative_to(data_dir)): path.read_bytes() for path in files}
    return {name: content for name, content in inside.items() if not name.startswith("cache")}


def test_a_bad_document_does_not_stop_the_others(building: Builder, good: Path, bad: tuple[Path, str]) -> None:
    path, word = bad
    result = building(path, good)
    (refused,) = result.refused
    assert refused.path == path
    assert path.name in str(refused.error)
    assert word in str(refused.error)
    assert [outcome.status for outcome in result.outcomes] == [Status.REFUSED, Status.PUBLISHED]
    assert result.snapshot.manifest.counts["plans"] == 1


def test_a_bad_document_alone_publishes_nothing(
    building: Builder, good: Path, bad: tuple[Path, str], data_dir: Path
) -> None:
    path, word = bad
    with pytest.raises(InputError, match=word):
        building(path)
    with pytest.raises(SnapshotNotFound):
        locate(data_dir)


def test_only_bad_documents_leave_the_snapshot_as_it_was(
    building: Builder, good: Path, tmp_path: Path, data_dir: Path
) -> None:
    building(good)
    before = contents(data_dir)
    empty, missing = tmp_path / "empty.txt", tmp_path / "missing.txt"
    empty.touch()
    with pytest.raises(InputError, match="None of the 2 documents") as caught:
        building(empty, missing)
    assert "empty.txt" in str(caught.value)
    assert "missing.txt" in str(caught.value)
    assert contents(data_dir) == before


def test_a_folder_without_documents(building: Builder, tmp_path: Path, data_dir: Path) -> None:
    folder = tmp_path / "nothing"
    folder.mkdir()
    (folder / ".hidden.txt").write_text("x")
    (folder / "sources.toml").write_text("")
    with pytest.raises(InputError, match="holds no documents"):
        building(folder)
    with pytest.raises(DocumentNotFound):
        building()
    with pytest.raises(SnapshotNotFound):
        locate(data_dir)


def test_a_folder_gives_its_documents_in_order_and_nothing_else(good: Path) -> None:
    folder = good.parent
    for name in (".hidden", "~$kế hoạch.docx", "waivers.toml", "sources.toml", "z/.git/config"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    (folder / "a").mkdir()
    (folder / "a" / "empty.txt").touch()
    result = build([folder, good], data_dir=folder / "data", settings=Settings())
    assert [outcome.path for outcome in result.outcomes] == [good, folder / "a" / "empty.txt"]
    again = build([folder], data_dir=folder / "data", settings=Settings())  # its own data is no document
    assert [outcome.path for outcome in again.outcomes] == [good, folder / "a" / "empty.txt"]
    assert again.snapshot.id == result.snapshot.id


def test_a_curators_file_that_is_wrong_stops_the_build(building: Builder, good: Path, data_dir: Path) -> None:
    (good.parent / "sources.toml").write_text("[[document]]\nfile = 3\n")
    with pytest.raises(CurationError, match=r"sources\.toml"):
        building(good)
    with pytest.raises(SnapshotNotFound):
        locate(data_dir)


def test_two_files_of_one_plan_are_one_plan(building: Builder, good: Path) -> None:
    text = good.read_text(encoding="utf-8")
    spaced = good.with_name("bản hai.txt")
    spaced.write_text(text + "\n\n", encoding="utf-8")
    copy = good.with_name("chép.txt")
    copy.write_text(text, encoding="utf-8")
    result = building(spaced, good, copy)
    assert sorted(outcome.status for outcome in result.outcomes) == [Status.MERGED, Status.MERGED, Status.PUBLISHED]
    assert len({outcome.plan for outcome in result.outcomes}) == 1
    assert {outcome.differences for outcome in result.outcomes} == {()}
    assert result.snapshot.manifest.counts["plans"] == 1
    assert result.snapshot.manifest.counts["files"] == 2
    with result.snapshot.sources() as sources:
        assert len(sources.documents()) == 2


def test_differences_between_two_files_of_one_plan_are_told(building: Builder, corpus: Path, tmp_path: Path) -> None:
    source = sorted(corpus.glob("*.txt"))[3]  # one whose identity is printed
    text = source.read_text(encoding="utf-8")
    other = tmp_path / "other.txt"
    other.write_text(text.replace("99,7%", "12,5%"), encoding="utf-8")
    result = building(source, other)
    (merged,) = (outcome for outcome in result.outcomes if outcome.status is Status.MERGED)
    assert {difference.field for difference in merged.differences} <= {"target", "label"}
    assert all(difference.row for difference in merged.differences)
    printed = " ".join(f"{difference.published} {difference.other}" for difference in merged.differences)
    assert "99,7%" in printed
    assert "12,5%" in printed


def test_progress_goes_forward(good: Path, data_dir: Path) -> None:
    told: list[tuple[str, int, int]] = []
    build([good], data_dir=data_dir, settings=Settings(), progress=lambda *step: told.append(step))
    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    assert stages == ["documents", "graph", "validation", "publishing"]
    assert told[-1] == ("publishing", 1, 1)
    assert all(done <= total for _, done, total in told)


def test_a_graph_that_breaks_the_model_is_not_published() -> None:
    with pytest.raises(ModelViolation):
        check_model(Store())


_BUILD = """
import os, resource, sys
from pathlib import Path
from kg.errors import StorageFailure
from kg.pipeline import build
from kg.settings import Settings
limit, paths = int(sys.argv[1]), [Path(name) for name in sys.argv[3:]]
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
elif os.geteuid() == 0:
    os.setuid(65534)
try:
    print(build(paths, data_dir=Path(sys.argv[2]), settings=Settings()).snapshot.id)
except StorageFailure as error:
    print("StorageFailure", error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE")
def test_a_full_disk_leaves_the_snapshot_as_it_was(building: Builder, good: Path, corpus: Path, data_dir: Path) -> None:
    building(good)
    before = contents(data_dir)
    other = sorted(corpus.glob("*.txt"))[1]
    done = run_python(_BUILD, 100_000, data_dir, other)
    assert done.stdout.startswith("StorageFailure"), done.stderr
    assert contents(data_dir) == before
    building(other)
    assert not [path for path in (data_dir / "snapshots").iterdir() if path.name.startswith(".")]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_a_folder_of_another_user_is_refused_before_anything_is_read(
    building: Builder, good: Path, data_dir: Path
) -> None:
    building(good)
    before = contents(data_dir)
    folders = [data_dir, *(path for path in data_dir.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    done = run_python(_BUILD, 0, data_dir, good)
    for folder in folders:
        folder.chmod(0o755)
    assert done.stdout.startswith("StorageFailure"), done.stderr
    assert str(data_dir) in done.stdout
    assert contents(data_dir) == before


def test_readers_see_the_old_snapshot_or_the_new_one(
    building: Builder, good: Path, corpus: Path, data_dir: Path
) -> None:
    first = building(good).snapshot
    stop, seen, failures = threading.Event(), set[tuple[str, int]](), list[Exception]()

    def read() -> None:
        while not stop.is_set():
            try:
                snapshot = open_current(data_dir)
                snapshot.verify()
                seen.add((snapshot.id, len(snapshot.load_store())))
            except Exception as error:  # noqa: BLE001  # whatever it is, the main thread reports it
                failures.append(error)
                return

    reader = threading.Thread(target=read)
    reader.start()
    second = building(sorted(corpus.glob("*.txt"))[1]).snapshot
    building(good)
    stop.set()
    reader.join()
    assert failures == []
    expected = {(snapshot.id, snapshot.manifest.counts["quads"]) for snapshot in (first, second)}
    assert seen <= expected
    assert seen


def test_validate_a_file_that_is_not_in_the_graph(building: Builder, good: Path, tmp_path: Path) -> None:
    snapshot = building(good).snapshot
    changed = tmp_path / "changed.txt"
    changed.write_text(good.read_text(encoding="utf-8").replace("100%", "250%", 1), encoding="utf-8")
    before = validate_files([good], snapshot, Settings())
    by_itself, after = (validate_files([changed], against, Settings()) for against in (None, snapshot))
    assert {finding.code for finding in after.findings} >= {finding.code for finding in by_itself.findings}
    assert len(after.findings) > len(before.findings)
    assert sum(count.findings for count in after.counts) == len(after.findings)
    assert len(snapshot.load_store()) == snapshot.manifest.counts["quads"]


def test_report_on_the_snapshot_or_on_files(building: Builder, good: Path, data_dir: Path) -> None:
    settings = Settings(data_dir=data_dir)
    assert report_on([good], settings).findings
    with pytest.raises(SnapshotNotFound, match="chitieu build"):
        report_on([], settings)
    with pytest.raises(SnapshotNotFound, match="0123456789abcdef"):
        report_on([good], settings, "0123456789abcdef")
    result = building(good)
    assert report_on([], settings).findings == result.report.findings
    assert report_on([], settings, result.snapshot.id).findings == result.report.findings
    assert report_on([good], settings).findings == result.report.findings


def test_validate_says_why_a_file_cannot_be_used(bad: tuple[Path, str]) -> None:
    path, word = bad
    with pytest.raises(InputError, match=word):
        validate_files([path], None, Settings())
