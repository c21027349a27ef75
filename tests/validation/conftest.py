"""What validation says of the corpus, once a process, and the generator of clean plans."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest

from kg.validation.model import Report
from kg.validation.report import validate_graph


@pytest.fixture(scope="session")
def corpus_report(corpus_store: ox.Store) -> Report:
    return validate_graph(corpus_store)


@pytest.fixture(scope="session")
def generator() -> ModuleType:
    """`generator.py` beside this file, which is no package."""
    path = Path(__file__).with_name("generator.py")
    spec = importlib.util.spec_from_file_location("plan_generator", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
