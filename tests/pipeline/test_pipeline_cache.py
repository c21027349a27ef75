"""A build gives the same bytes however its documents are read: here, in processes, or out of the cache."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest

from kg.documents.model import Document
from kg.pipeline import build
from kg.settings import Settings
from tests.pipeline.conftest import ROOT


def test_the_snapshot_is_the_same_in_parallel_and_out_of_the_cache(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setattr("kg.records.crew._WORTH", 0)
    told: list[tuple[str, int, int]] = []

    def built(data: str, processes: int) -> dict[str, bytes]:
        settings = dataclasses.replace(Settings(), read_processes=processes)
        made = build([corpus], data_dir=tmp_path / data, settings=settings, progress=lambda *step: told.append(step))
        return {path.name: path.read_bytes() for path in made.snapshot.path.iterdir()}

    alone, together = built("alone", 1), built("together", 2)
    assert alone == together
    assert [step for step in told if step[0] == "documents"] == 2 * [("documents", n, 5) for n in range(6)]
    monkeypatch.setattr("kg.records.read.read", _unread)
    assert built("together", 1) == alone


def _unread(path: Path, *, max_bytes: int) -> Document:
    raise AssertionError(path)
