"""`docs/questions.md` is in step with the data files."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    main = runpy.run_path(str(ROOT / "scripts" / "question_docs.py"))["main"]
    assert main(["--check"]) == 0, f"{capsys.readouterr().out} Run python scripts/question_docs.py"
