"""The five sample plans on the real way: read, extracted, resolved, as a graph."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Quad, Store

from kg.curation.sources import load_sources
from kg.documents.reader import read
from kg.extraction.extract import extract
from kg.graph import build_quads, describe_dataset
from kg.resolution.model import ResolvedPlan
from kg.resolution.registries import Registries
from kg.resolution.resolve import resolve
from kg.resources import resource
from kg.settings import Settings


def corpus_plans() -> list[ResolvedPlan]:
    """The plans of corpus/, in the order of their file names."""
    limit = Settings().max_document_bytes
    registries, curation = Registries.load(), load_sources()
    files = sorted(Path(resource("corpus")).glob("*.txt"))
    return [resolve(extract(read(file, max_bytes=limit)), registries, curation) for file in files]


@pytest.fixture(scope="session")
def registries() -> Registries:
    return Registries.load()


@pytest.fixture(scope="session")
def plans() -> list[ResolvedPlan]:
    return corpus_plans()


@pytest.fixture(scope="session")
def quads(plans: list[ResolvedPlan], registries: Registries) -> list[Quad]:
    return build_quads(plans, registries)


@pytest.fixture(scope="session")
def dataset(quads: list[Quad]) -> list[Quad]:
    """The graph with its description: what is published but for findings and questions."""
    return [*quads, *describe_dataset(quads)]


@pytest.fixture(scope="session")
def store(dataset: list[Quad]) -> Store:
    store = Store()
    store.bulk_extend(dataset)
    return store
