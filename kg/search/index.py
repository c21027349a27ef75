"""What can be found in a graph, as the entries of the search index."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Store

from kg.resources import read_text
from kg.search.keys import exact_key, folded_key
from kg.store.query import execute
from kg.store.sources import IndexEntry

_QUERY = "ontology/search-index.rq"


def index_entries(store: Store) -> tuple[IndexEntry, ...]:
    """Return an entry for each text by which a thing of the graph can be found, sorted.

    Which things and texts those are, `ontology/search-index.rq` says. Of several labels the first is shown.
    """
    found: dict[tuple[str, str, int, str], IndexEntry] = {}
    for entry in sorted(_entries(store), key=lambda entry: (entry.iri, entry.label)):
        found.setdefault((entry.iri, entry.field, entry.rank, entry.text), entry)
    return tuple(found[key] for key in sorted(found))


def _entries(store: Store) -> Iterator[IndexEntry]:
    for iri, kind, label, field, rank, text in execute(store, read_text(_QUERY)).rows():
        values = [
            term.value for term in (iri, kind, label, field, rank, text) if isinstance(term, (NamedNode, Literal))
        ]
        node, sort, shown, name, weight, words = values
        yield IndexEntry(node, sort, shown, name, int(weight), words, exact_key(words), folded_key(words))
