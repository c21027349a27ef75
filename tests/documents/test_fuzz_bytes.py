"""Bytes chosen by coverage: a minute of them in the tests, ten in `make soak`."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

from bench.fuzz import fuzz

ROOT = Path(__file__).parents[2]
SECONDS = int(os.environ.get("FUZZ_SECONDS", "60"))


@pytest.mark.timeout(900)  # more than `bench/fuzz.py` waits for a process that hangs
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is only for Linux")
def test_no_bytes_make_a_reader_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (tmp_path / "inputs").mkdir()
    code, summary = fuzz(tmp_path / "inputs", tmp_path / "failed", SECONDS, rows=False)
    assert code == 0, summary
    assert "number_of_executed_units" in summary
