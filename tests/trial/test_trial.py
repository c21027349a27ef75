"""Trying documents: what it gives, what it may take, and that nothing stays or goes out."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import socket
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pyoxigraph import Store

from api.rest.extraction import Extraction
from kg.errors import NoAssignmentTable, ServerBusy, UnreadableDocument
from kg.pipeline.checking import validate_files
from kg.resources import resource
from kg.settings import Settings
from kg.store.query import execute
from kg.store.snapshot import Snapshot
from kg.trial.confinement import confine
from kg.trial.examine import examine
from kg.trial.model import Tried
from kg.trial.published import Held, Seen, answer
from kg.trial.run import Trials

SEED = next(resource("corpus").glob("002_*"))
LETTER = "Kính gửi ông Nguyễn Văn A.\nTrân trọng.\n".encode()
GIB = 1024**3


def tried(content: bytes, name: str, held: Held | None, settings: Settings | None = None) -> Tried:
    async def go() -> Tried:
        return await Trials(settings or Settings()).try_document(content, name, held)

    return asyncio.run(go())


@pytest.fixture
def held(corpus_snapshot: Snapshot, corpus_store: Store) -> Held:
    """The published plans, held by this process as the server's query workers hold them."""

    async def construct(query: str) -> bytes:
        return execute(corpus_store, query).serialise("ntriples")

    return Held(corpus_snapshot, construct)


@dataclass(frozen=True, slots=True)
class Looking:
    """The published plans for a trial in this very process."""

    held: Held

    @property
    def snapshot(self) -> str:
        return self.held.snapshot.id

    def look(self, graph: str, queries: tuple[str, ...]) -> Seen:
        return asyncio.run(answer(self.held, graph, queries))


@pytest.mark.parametrize("seed", ["000_*", "003_*"])
def test_a_trial_says_what_validating_the_file_says(held: Held, seed: str) -> None:
    (path,) = resource("corpus").glob(seed)
    trial = examine(path, Looking(held), Settings())
    assert trial.report == replace(validate_files([path], held.snapshot, Settings()), against=None)
    assert trial.published  # the curator's word on these bytes says which plan it is


def test_a_trial_of_a_plan_that_nobody_knows_says_what_validating_it_says(held: Held, tmp_path: Path) -> None:
    (path := tmp_path / "002.txt").write_bytes(SEED.read_bytes() + b"\n")
    trial = examine(path, Looking(held), Settings())
    assert not trial.published
    assert trial.report == replace(validate_files([path], held.snapshot, Settings()), against=None)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where documents are put while they are tried: of this test only, since others try some at the same time."""
    (folder := tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_a_published_plan_meets_itself(held: Held, own_folder: Path) -> None:
    content = tried(SEED.read_bytes(), SEED.name, held).content
    assert len(content["rows"]) == 28
    assert content["snapshot"] == held.snapshot.id
    assert content["plan"]["published"]
    lead = content["rows"][0]["links"]["lead"][0]
    assert lead["printed"] == "Phòng Giáo dục và Đào tạo"
    assert lead["label"]["vi"].startswith("Phòng Giáo dục và Đào tạo")
    placed = {fingerprint for row in content["rows"] for fingerprint in row["findings"]}
    assert placed
    assert placed <= {finding["fingerprint"] for finding in content["findings"]}
    assert sum(content["summary"].values()) == len(content["findings"])
    Extraction.model_validate(json.loads(json.dumps(content)))  # what OpenAPI says of it
    assert list(own_folder.iterdir()) == []


def test_a_document_by_itself_is_held_against_nothing(held: Held) -> None:
    seed = next(resource("corpus").glob("003_*"))  # it contradicts a published one
    alone = tried(seed.read_bytes(), seed.name, None).content
    assert alone["snapshot"] is None
    assert len(alone["rows"]) == 31
    assert len(alone["findings"]) < len(validate_files([seed], held.snapshot, Settings()).findings)


def test_an_error_names_the_file_and_no_folder_of_ours(own_folder: Path) -> None:
    with pytest.raises(NoAssignmentTable) as told:
        tried(LETTER, "../../etc/thư mời.txt", None)
    assert "thư mời.txt" in told.value.message
    assert str(own_folder) not in told.value.message
    assert list(own_folder.iterdir()) == []


def test_who_takes_too_long_is_ended(own_folder: Path) -> None:
    with pytest.raises(UnreadableDocument, match="longer than"):
        tried(SEED.read_bytes(), SEED.name, None, Settings(try_seconds=0.05))
    assert list(own_folder.iterdir()) == []


def test_who_takes_too_much_memory_is_ended(own_folder: Path) -> None:
    with pytest.raises(UnreadableDocument):
        tried(SEED.read_bytes(), SEED.name, None, Settings(try_memory_bytes=GIB // 16))
    assert list(own_folder.iterdir()) == []


def test_no_more_are_tried_at_once_than_may_be() -> None:
    async def both() -> tuple[Tried | BaseException, Tried | BaseException]:
        trials = Trials(Settings(try_processes=1))
        one, two = (trials.try_document(LETTER, "a.txt", None) for _ in range(2))
        return await asyncio.gather(one, two, return_exceptions=True)

    first, second = asyncio.run(both())
    assert isinstance(first, NoAssignmentTable)
    assert isinstance(second, ServerBusy)


def connect(host: str, told: multiprocessing.Queue[str]) -> None:
    confine(4 * GIB, 1024, 10)
    for kind in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.socket(kind).connect((host, 9))
        except PermissionError:
            told.put("refused")
    socket.socketpair()
    told.put("the machine's own are fine")


def test_a_confined_process_makes_no_connection() -> None:
    context = multiprocessing.get_context("spawn")
    told: multiprocessing.Queue[str] = context.Queue()
    process = context.Process(target=connect, args=("127.0.0.1", told))
    process.start()
    assert [told.get(timeout=240) for _ in range(3)] == ["refused", "refused", "the machine's own are fine"]
    process.join(10)
