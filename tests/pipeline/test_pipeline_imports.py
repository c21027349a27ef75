"""What must not be paid for by those who do not need it: slow imports stay out of the modules that reading needs."""

from __future__ import annotations

import pytest

from tests.pipeline.conftest import run_python


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("kg.store.snapshot", {"pyoxigraph", "sqlite3", "rdflib", "pyshacl"}),
        ("kg.search.search", {"pyoxigraph", "rdflib", "pyshacl"}),
        ("kg.store.query", {"sqlite3", "rdflib", "pyshacl"}),
        ("kg.pipeline", {"rdflib", "pyshacl", "fastapi"}),
    ],
)
def test_slow_imports_stay_out(module: str, unwanted: set[str]) -> None:
    new = "import importlib as i, sys; old = {*sys.modules}; i.import_module(sys.argv[1]); print(*{*sys.modules} - old)"
    done = run_python(new, module, COVERAGE_PROCESS_CONFIG="", COVERAGE_PROCESS_START="")  # coverage loads sqlite3
    assert done.returncode == 0, done.stderr
    assert unwanted & set(done.stdout.split()) == set()
