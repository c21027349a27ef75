"""A small made-up graph for the rules of the questions, and the store of the real corpus."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

DATA = Path(__file__).parent / "data"


class StoreExecutor:
    """Answers SELECT queries from a store in this process, over the union of its graphs."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.asked: list[str] = []

    def select(self, sparql: str) -> QuerySolutions:
        self.asked.append(sparql)
        solutions = self.store.query(sparql, use_default_graph_as_union=True)
        assert isinstance(solutions, QuerySolutions)
        return solutions


@pytest.fixture
def small() -> StoreExecutor:
    """Two made-up plans in which every rule can be told from its neighbour."""
    store = Store()
    store.load(path=DATA / "small.trig", format=RdfFormat.TRIG)
    return StoreExecutor(store)
