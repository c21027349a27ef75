"""The five plans of the corpus, built and validated once a process."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.pipeline import build
from kg.resources import resource
from kg.settings import Settings
from kg.validation.model import Report
from kg.validation.report import validate_graph


@pytest.fixture(scope="session")
def corpus_store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    """The published graph of the corpus."""
    result = build([resource("corpus")], data_dir=tmp_path_factory.mktemp("validated") / "data", settings=Settings())
    return result.snapshot.load_store()


@pytest.fixture(scope="session")
def corpus_report(corpus_store: ox.Store) -> Report:
    return validate_graph(corpus_store)
