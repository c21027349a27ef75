"""A small made-up graph for the rules of the questions, and the store of the real corpus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from kg.questions.executor import StoreExecutor
from kg.questions.model import Term

DATA = Path(__file__).parent / "data"


class Recorder:
    """The executor of the product, which also keeps the queries that it was given."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.asked: list[str] = []

    def select(self, sparql: str) -> Iterator[tuple[Term | None, ...]]:
        self.asked.append(sparql)
        return StoreExecutor(self.store).select(sparql)


@pytest.fixture
def small() -> Recorder:
    """Two made-up plans in which every rule can be told from its neighbour."""
    store = Store()
    store.load(path=DATA / "small.trig", format=RdfFormat.TRIG)
    return Recorder(store)
