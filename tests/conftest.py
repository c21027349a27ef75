"""The real corpus, built once a test session through the whole pipeline, for every room's tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.pipeline import BuildResult, build
from kg.resources import resource
from kg.settings import Settings
from kg.store.snapshot import Snapshot


@pytest.fixture(scope="session")
def corpus_build(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """The corpus, built and published into a folder of this session."""
    return build([resource("corpus")], data_dir=tmp_path_factory.mktemp("corpus") / "data", settings=Settings())


@pytest.fixture(scope="session")
def corpus_snapshot(corpus_build: BuildResult) -> Snapshot:
    """The published snapshot of the corpus."""
    return corpus_build.snapshot


@pytest.fixture(scope="session")
def corpus_data(corpus_snapshot: Snapshot) -> Path:
    """The data folder that the corpus is published in (`--data`)."""
    return corpus_snapshot.path.parents[1]


@pytest.fixture(scope="session")
def corpus_store(corpus_snapshot: Snapshot) -> Store:
    """The published dataset in memory, with all its graphs. Not to be written to."""
    return corpus_snapshot.load_store()
