"""Ask questions of a store in this process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Store

from kg.questions.model import Term
from kg.store.query import execute


@dataclass(frozen=True, slots=True)
class StoreExecutor:
    """Answers SELECT queries from a loaded store, over the union of its graphs."""

    store: Store

    def select(self, sparql: str) -> Iterator[tuple[Term | None, ...]]:
        """Run a SELECT query and return its rows; see `kg.questions.model.Executor`.

        Raises:
            QueryError: the query was refused or not understood.
        """
        return execute(self.store, sparql).rows()
