"""A build judges what has changed since the one before, and finds what a build that judges everything finds."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from kg.pipeline import build
from kg.pipeline.judging import FOLDER
from kg.resources import resource
from kg.settings import Settings
from kg.store.snapshot import DATASET, REPORT, Snapshot
from kg.validation.engine import SparqlEngine
from kg.validation.ledger import Ledger


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A folder of the corpus's documents that may be changed."""
    return Path(shutil.copytree(resource("corpus"), tmp_path / "documents"))


@pytest.fixture
def data(corpus_data: Path, tmp_path: Path) -> Path:
    """The folder that the corpus was published in, to publish into again."""
    return Path(shutil.copytree(corpus_data, tmp_path / "data"))


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The plans that a ledger judges after a change, in order; a full run is refused."""
    plans: list[str] = []
    judging = Ledger._look_at

    def watched(ledger: Ledger, plan: str) -> SparqlEngine:
        plans.append(plan)
        return judging(ledger, plan)

    monkeypatch.setattr(Ledger, "_look_at", watched)
    monkeypatch.setattr("kg.pipeline.judging.validate_graph", _refused)
    return plans


def _refused(*_: object) -> None:
    raise AssertionError("every rule was run on everything")


def content(snapshot: Snapshot) -> dict[str, bytes]:
    return {name: (snapshot.path / name).read_bytes() for name in (DATASET, REPORT)}


def anew(documents: Path, folder: Path) -> Snapshot:
    return build([documents], data_dir=folder, settings=Settings(), use_cache=False).snapshot


def change(document: Path) -> None:
    """Print another target in a document, and let its curator know the file as it is now."""
    text, sources = document.read_bytes(), document.with_name("sources.toml")
    other = text.replace(b"\t60%", b"\t130%", 1)
    assert other != text
    document.write_bytes(other)
    known, now = (hashlib.sha256(one).hexdigest() for one in (text, other))
    sources.write_text(sources.read_text(encoding="utf-8").replace(known, now), encoding="utf-8")


def test_one_changed_document_and_one_that_goes(
    documents: Path, data: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    first, *_, last = sorted(documents.glob("*.txt"))
    change(first)
    whole, kept = anew(documents, tmp_path / "whole"), last.read_bytes()
    last.unlink()
    fewer = anew(documents, tmp_path / "fewer")

    last.write_bytes(kept)
    plans = request.getfixturevalue("looked_at")
    made = build([documents], data_dir=data, settings=Settings())
    assert content(made.snapshot) == content(whole)
    assert set(plans) == {outcome.plan for outcome in made.outcomes if outcome.path.name == first.name}
    assert "CT-T001" in {finding.code for finding in made.report.findings if finding.plan in plans}
    last.unlink()
    assert content(build([documents], data_dir=data, settings=Settings()).snapshot) == content(fewer)


def test_nothing_is_judged_twice(documents: Path, data: Path, corpus_data: Path, looked_at: list[str]) -> None:
    before = (corpus_data / "current").read_text()
    assert build([documents], data_dir=data, settings=Settings()).snapshot.id == before.strip()
    assert looked_at == []


@pytest.mark.parametrize("damage", ["note", "report", "rules"])
def test_without_a_report_to_rely_on_everything_is_judged(
    documents: Path, data: Path, damage: str, looked_at: list[str]
) -> None:
    (note,) = (data / FOLDER).iterdir()
    report = data / "snapshots" / note.read_text() / REPORT
    if damage == "note":
        note.write_text("0123456789abcdef")
    elif damage == "report":
        report.write_text(report.read_text().replace("CT-T001", "CT-T002", 1))
    else:
        note.rename(note.with_name("0123456789abcdef"))
    with pytest.raises(AssertionError, match="every rule"):
        build([documents], data_dir=data, settings=Settings())
    assert looked_at == []
