"""Provenance: the file that a plan was read from, and the places in it."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from kg.documents.model import Position
from kg.extraction.model import SourceRef
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Fact, ct, describe, integer, name, text, vietnamese
from kg.vocabulary import ID


def file_node(source: SourceRef) -> NamedNode:
    """Return the node of a source file: the first 16 hexadecimal digits of its SHA-256."""
    return NamedNode(f"{ID}file/{source.sha256[:16]}")


def file_facts(source: SourceRef) -> Iterator[Fact]:
    """Describe a source file (reference graph)."""
    yield from describe(
        file_node(source),
        (RDF_TYPE, ct("SourceFile")),
        (RDFS_LABEL, vietnamese(source.name)),
        (ct("sha256"), text(source.sha256)),
        (ct("mediaType"), text(source.media_type)),
    )


def derived_from(thing: NamedNode, location: NamedNode, file: NamedNode, position: Position) -> Iterator[Fact]:
    """Say that `thing` is printed at `position` of `file`; `location` is the node of that place. At most 7 facts."""
    first, last = position.lines or (None, None)
    yield thing, name("prov:wasDerivedFrom"), location
    yield from describe(
        location,
        (RDF_TYPE, ct("SourceLocation")),
        (ct("file"), file),
        (ct("page"), integer(position.page)),
        (ct("tableNumber"), integer(position.table)),
        (ct("row"), integer(position.row)),
        (ct("firstLine"), integer(first)),
        (ct("lastLine"), integer(last)),
    )
