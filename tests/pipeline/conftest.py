"""The corpus, built once a process, and documents that are good or bad in one way."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.pipeline import BuildResult, build
from kg.resources import resource
from kg.settings import Settings

ROOT = Path(__file__).parents[2]

BAD: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "empty"),
    "binary.bin": (bytes(range(256)) * 40, "binary"),
    "letter.txt": ("Kính gửi: các phòng, ban.\nNội dung không có bảng phân công nào.\n".encode(), "table"),
    "latin.txt": ("Kế hoạch số 1\tPhòng Nội vụ\n".encode() + b"\xe9\xff\xfe\n", "UTF-8"),
    "large.txt": (b"A plan of many words. " * (50 * 1024 * 1024 // 22), "at most"),
}
"""Content of a document that cannot be used, and a word of the message that says why."""


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of the shipped documents."""
    return resource("corpus")


@pytest.fixture(scope="session")
def built(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """The corpus, built and published."""
    return build([corpus], data_dir=tmp_path_factory.mktemp("built") / "data", settings=Settings())


@pytest.fixture
def good(corpus: Path, tmp_path: Path) -> Path:
    """One good document in a folder of its own."""
    folder = tmp_path / "plans"
    folder.mkdir()
    source = min(corpus.glob("*.txt"), key=lambda path: path.name)
    target = folder / "kế hoạch.txt"
    target.write_bytes(source.read_bytes())
    return target


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(params=BAD)
def bad(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    """A document that cannot be used, and a word of the message that says why."""
    content, word = BAD[request.param]
    path = tmp_path / str(request.param)
    path.write_bytes(content)
    return path, word


def run_python(script: str, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script that may import `kg` in a process of its own."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, env=variables, capture_output=True, text=True, timeout=120, check=False)


Builder = Callable[..., BuildResult]


@pytest.fixture
def building(data_dir: Path) -> Builder:
    """Build the given paths into a folder of the test's own."""

    def run(*paths: Path) -> BuildResult:
        return build(paths, data_dir=data_dir, settings=Settings())

    return run
