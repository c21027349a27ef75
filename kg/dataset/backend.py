"""What a dataset asks: a snapshot on this machine, or a server. Both answer the same calls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol, TypeAlias

from kg.output.bilingual import Language
from kg.output.tables import TableData, Term

Answered: TypeAlias = TableData | bool | str
"""What free SPARQL gives: a table (SELECT), a truth value (ASK), or Turtle (CONSTRUCT, DESCRIBE)."""


class Backend(Protocol):
    """Where the data is. It is also an `Executor` of `kg.questions`."""

    @property
    def place(self) -> str:
        """The folder or the address, as shown to people."""
        ...

    @property
    def snapshot(self) -> str:
        """Id of the snapshot that answers."""
        ...

    def select(self, sparql: str) -> Iterable[tuple[Term | None, ...]]:
        """Run one of our own SELECT queries; see `kg.questions.model.Executor`."""
        ...

    def sparql(self, text: str) -> Answered:
        """Run a query that a person wrote.

        Raises:
            QueryError: it was refused, was not understood, or took too long.
        """
        ...

    def search(self, text: str, limit: int) -> TableData:
        """Return what words find, best first."""
        ...

    def check(self, files: Sequence[Path], lang: Language) -> TableData:
        """Return what the rules find in documents that are not in the graph.

        Raises:
            InputError: a document cannot be used.
        """
        ...
