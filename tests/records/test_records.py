"""Many documents: the same records in whatever process they are read, and read only once."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import DocumentNotFound, NoAssignmentTable, UnreadableDocument, UnsupportedFormat
from kg.extraction.model import PlanRecord
from kg.records.cache import RecordCache
from kg.records.codec import Answer, decode, encode
from kg.records.crew import read_records
from kg.records.process import ReadingProcess
from kg.records.read import read_record
from kg.records.version import reading_version
from kg.resources import resource
from kg.settings import Settings

ROOT = Path(__file__).parents[2]
LIMIT = 10_000_000


@pytest.fixture(autouse=True)
def _findable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let other processes find `kg`, also where it is not installed."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The plans of the corpus in a good many files, one that is none, and one that does not exist."""
    folder = tmp_path_factory.mktemp("plans")
    for source in sorted(resource("corpus").glob("*.txt")):
        for copy in range(4):
            (folder / f"{source.stem}-{copy}.txt").write_bytes(source.read_bytes() + b"\n" * copy)
    (folder / "letter.txt").write_text("Kính gửi: các phòng, ban.\n", encoding="utf-8")
    return [*sorted(folder.iterdir()), folder / "gone.txt"]


def read_by(number: int, plans: list[Path], cache: RecordCache | None = None) -> tuple[list[Answer], list[int]]:
    told: list[int] = []
    return read_records(plans, replace(Settings(), read_processes=number), told.append, cache), told


def _was_read(path: Path, *, max_bytes: int) -> Answer:
    return DocumentNotFound(f"{path} was read.")


def same(answers: list[Answer], others: list[Answer]) -> bool:
    return [encode(answer) for answer in answers] == [encode(answer) for answer in others]


def test_an_answer_comes_back_whole(plans: list[Path]) -> None:
    for path in plans:
        answer = read_record(path, max_bytes=LIMIT)
        back = decode(encode(answer))
        if isinstance(answer, PlanRecord):
            assert back == answer
        else:
            assert (type(back), str(back)) == (type(answer), str(answer))


def test_processes_make_no_difference(plans: list[Path]) -> None:
    alone, _ = read_by(1, plans)
    together, told = read_by(2, plans)
    assert same(alone, together)
    assert told == list(range(1, len(plans) + 1))
    assert [type(answer) for answer in alone[-2:]] == [NoAssignmentTable, DocumentNotFound]


def test_what_was_read_is_not_read_again(plans: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = read_by(2, plans, RecordCache(tmp_path))
    monkeypatch.setattr("kg.records.crew.read_record", _was_read)
    again, _ = read_by(1, plans, RecordCache(tmp_path))
    assert same(first[:-1], again[:-1])
    assert "was read" in str(again[-1])  # what does not exist is looked for again


def test_a_file_that_changed_is_read_again_and_one_that_moved_is_not(
    plans: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, plan = RecordCache(tmp_path / "cache"), tmp_path / "plan.txt"
    plan.write_bytes(plans[0].read_bytes())
    read_by(1, [plan], cache)
    moved = plan.rename(tmp_path / "moved.txt")
    found = cache.find(moved, LIMIT)
    assert isinstance(found, PlanRecord)
    assert found == read_record(moved, max_bytes=LIMIT)
    moved.write_bytes(plans[1].read_bytes() + b"\nanother line")
    assert cache.find(moved, LIMIT) is None
    plan.write_text("Kính gửi: các phòng, ban.\n", encoding="utf-8")
    read_by(1, [plan], cache)
    assert isinstance(cache.find(plan, LIMIT), NoAssignmentTable)
    assert cache.find(plan.rename(tmp_path / "letter.txt"), LIMIT) is None  # the message would name another file


def test_another_way_of_reading_reads_again(plans: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_by(1, plans[:1], RecordCache(tmp_path))
    monkeypatch.setattr("kg.records.cache.reading_version", lambda: "another")
    assert RecordCache(tmp_path).find(plans[0], LIMIT) is None
    assert [path.name for path in tmp_path.iterdir()] == ["another"]
    assert len(reading_version()) == 16


@pytest.mark.parametrize("damage", [b"", b"x", None])
def test_a_damaged_entry_counts_as_none(plans: list[Path], tmp_path: Path, damage: bytes | None) -> None:
    cache = RecordCache(tmp_path)
    read_by(1, plans[:1], cache)
    (entry,) = (path for path in tmp_path.rglob("*.z"))
    entry.write_bytes(entry.read_bytes()[:-9] if damage is None else damage)
    assert cache.find(plans[0], LIMIT) is None
    read_by(1, plans[:1], cache)
    assert cache.find(plans[0], LIMIT) is not None


def test_a_file_over_the_limit_is_refused_although_it_was_read_before(plans: list[Path], tmp_path: Path) -> None:
    cache = RecordCache(tmp_path)
    read_by(1, plans[:1], cache)
    assert cache.find(plans[0], 10) is None


def test_a_folder_that_cannot_be_written_stops_nothing(plans: list[Path], tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"a file")
    answers, _ = read_by(1, plans[:1], RecordCache(tmp_path / "cache"))
    assert isinstance(answers[0], PlanRecord)


def test_a_document_that_ends_its_process_is_refused_and_the_next_one_read(plans: list[Path], tmp_path: Path) -> None:
    """The process is ended from outside in the middle of a large file, as if by a fault of the reader."""
    endless = tmp_path / "endless"
    endless.write_bytes(max(plans[:-1], key=_size).read_bytes() * 40)
    process = ReadingProcess(LIMIT, seconds=60)
    try:
        assert isinstance(process.read(plans[0]), PlanRecord)
        ended = threading.Timer(0.3, os.kill, (process._process.pid, signal.SIGTERM))
        ended.start()
        answer = process.read(endless)
        assert isinstance(answer, UnreadableDocument)
        assert "ends the process that reads it" in str(answer)
        assert isinstance(process.read(plans[1]), PlanRecord)
    finally:
        process.close()


def test_a_document_that_takes_too_long_is_refused(plans: list[Path]) -> None:
    process = ReadingProcess(LIMIT, seconds=60)
    process._wait()
    process._seconds = 0.001
    try:
        answer = process.read(max(plans[:-1], key=_size))
    finally:
        process.close()
    assert isinstance(answer, UnreadableDocument)
    assert "takes longer than 0.001 seconds" in str(answer)


def _size(path: Path) -> int:
    return path.stat().st_size


def test_where_no_process_can_be_started_this_one_reads(
    plans: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", str(tmp_path / "no python here"))
    assert isinstance(read_by(2, plans)[0][0], PlanRecord)
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(broken))
    assert isinstance(read_by(2, plans)[0][0], PlanRecord)


def test_a_missing_program_is_not_remembered(tmp_path: Path) -> None:
    cache, path = RecordCache(tmp_path), tmp_path / "plan.doc"
    path.write_bytes(b"x")
    cache.keep(path, UnsupportedFormat(f"{path} needs a program."))
    assert cache.find(path, LIMIT) is None
