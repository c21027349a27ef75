"""A snapshot on this machine as the backend of a dataset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.dataset.backend import Answered
from kg.dataset.checking import findings_table
from kg.output.bilingual import Language
from kg.output.tables import Column, TableData, Term, from_terms
from kg.search.search import search
from kg.search.tables import hits_table
from kg.settings import Settings
from kg.store.isolated import isolated
from kg.store.query import execute
from kg.store.snapshot import Snapshot

if TYPE_CHECKING:
    from pyoxigraph import Store


class LocalBackend:
    """Answers from one snapshot; its store is loaded when the first query is asked.

    Args:
        snapshot: what is asked.
        settings: limits for documents that are checked against it.
    """

    def __init__(self, snapshot: Snapshot, settings: Settings) -> None:
        self._snapshot = snapshot
        self._settings = settings

    @property
    def place(self) -> str:
        """The snapshot's folder."""
        return str(self._snapshot.path)

    @property
    def snapshot(self) -> str:
        """The snapshot's id."""
        return self._snapshot.id

    @cached_property
    def _store(self) -> Store:
        return self._snapshot.load_store()

    def select(self, sparql: str) -> Iterator[tuple[Term | None, ...]]:
        """Run one of our own SELECT queries; see `kg.questions.model.Executor`."""
        return execute(self._store, sparql).rows()

    def sparql(self, text: str) -> Answered:
        """Run a query that a person wrote, in a process of its own: the engine may die of it, the notebook must not.

        Raises:
            QueryError: it was refused or not understood, or the engine failed on it.
        """
        store = self._store
        return isolated(lambda: _answer(store, text))

    def search(self, text: str, limit: int) -> TableData:
        """Return what words find, best first."""
        return hits_table(text, search(self._snapshot, text, limit=limit))

    def check(self, files: Sequence[Path], lang: Language) -> TableData:
        """Return what the rules find in documents that are not in the graph, against it.

        Raises:
            InputError: a document cannot be used.
        """
        from kg.pipeline import validate_files  # noqa: PLC0415  # readers and pyshacl, for this call alone

        return findings_table(validate_files(files, self._snapshot, self._settings), lang)


def _answer(store: Store, text: str) -> Answered:
    result = execute(store, text)
    if result.form == "solutions":
        return from_terms([Column(name, name) for name in result.variables], result.rows())
    return bool(result) if result.form == "boolean" else result.serialise("turtle").decode()
