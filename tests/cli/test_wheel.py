"""A wheel, installed in an environment of its own and used from another folder: it builds, asks and serves."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _run(*command: str | Path, cwd: Path) -> str:
    clean = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a fresh environment with nothing but the wheel; its dependencies are lent by ours."""
    base = tmp_path_factory.mktemp("wheel")
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", base, ROOT)
    _run(*build, cwd=base)
    wheel = next(base.glob("*.whl"))
    environment = base / "environment"
    venv.create(environment, with_pip=True)
    places = {"base": str(environment), "platbase": str(environment)}
    packages = Path(sysconfig.get_path("purelib", "venv", places))
    # A path of a .pth file is not searched for .pth files in turn, so that our own editable install stays out.
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    commands = Path(sysconfig.get_path("scripts", "venv", places))
    _run(commands / "python", "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=base)
    return commands


def test_the_wheel_is_what_is_imported(installed: Path, tmp_path: Path) -> None:
    where = _run(installed / "python", "-c", "import kg, api; print(kg.__file__, api.__file__)", cwd=tmp_path)
    assert all(str(installed.parent) in path for path in where.split())


def test_the_wheel_builds_asks_and_serves(installed: Path, tmp_path: Path) -> None:
    chitieu = installed / "chitieu"
    _run(chitieu, "build", cwd=tmp_path)
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?row a ct:Assignment }"
    assert _run(chitieu, "query", "-e", count, "--format", "tsv", cwd=tmp_path).split() == ["n", "253"]
    with _served(chitieu, tmp_path) as address:
        url = f"{address}/questions/departments?format=json"
        with urllib.request.urlopen(url, timeout=240) as answer:
            assert json.load(answer)


@contextmanager
def _served(chitieu: Path, folder: Path) -> Iterator[str]:
    """Run `chitieu serve` in `folder` and give its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen([chitieu, "serve", "--port", str(port)], cwd=folder, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(f"{address}/health")
            yield address
        finally:
            server.terminate()
            server.wait(timeout=240)


def _wait_for(url: str, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < end, f"{url} did not answer within {seconds} s"
            time.sleep(0.1)
        else:
            return
