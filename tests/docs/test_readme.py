"""The README's answers are real: every console block is run, and prints what stands there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(r"```console\n\$ (.*?)\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)


def test_the_readme_shows_five_answers_at_least() -> None:
    assert len(BLOCKS) >= 5


@pytest.mark.parametrize(("command", "shown"), BLOCKS, ids=[command[:50] for command, _ in BLOCKS])
def test_the_block_prints_what_the_readme_shows(command: str, shown: str, corpus_data: Path) -> None:
    program, *arguments = shlex.split(command)
    assert program == "chitieu"
    call = [sys.executable, "-c", "from kg.cli import main; main()", *arguments, "--data", str(corpus_data)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(call, capture_output=True, text=True, check=False, env=env, timeout=240)
    assert done.returncode == 0, done.stderr
    assert done.stdout == shown


@pytest.mark.parametrize("name", re.findall(r"`(docs/[\w./-]+)`", (ROOT / "README.md").read_text(encoding="utf-8")))
def test_the_documents_named_are_there(name: str) -> None:
    assert (ROOT / name).exists()
