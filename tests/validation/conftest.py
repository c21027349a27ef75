"""What validation says of the corpus, once a process."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.validation.model import Report
from kg.validation.report import validate_graph


@pytest.fixture(scope="session")
def corpus_report(corpus_store: ox.Store) -> Report:
    return validate_graph(corpus_store)
