"""Reading the vocabulary's files, and writing them as the N-Triples that owlready2 can load."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

from kg.errors import ResourceError
from kg.resources import resource
from kg.vocabulary import expand

VOCABULARY: Final = ("ontology/chitieu.ttl", "ontology/alignments.ttl")
_IMPORTS: Final = NamedNode(expand("owl:imports"))


def load(paths: Iterable[Path] | None = None) -> list[Triple]:
    """Return the triples of Turtle files, by default of the shipped vocabulary with its alignments.

    Raises:
        ResourceError: a file is not Turtle; the message gives file and line.
    """
    files = [resource(name) for name in VOCABULARY] if paths is None else list(paths)
    return [triple for file in files for triple in _parse(file)]


def _parse(file: Path) -> list[Triple]:
    try:
        return [quad.triple for quad in parse(path=str(file), format=RdfFormat.TURTLE)]
    except SyntaxError as error:
        raise ResourceError(f"{file.name} is not valid Turtle: {error.msg}.") from error


def to_ntriples(triples: Iterable[Triple]) -> bytes:
    """Return the triples as N-Triples without `owl:imports`: what is imported was loaded, and nothing is to be fetched.

    owlready2 0.51 reads neither Turtle nor more than one file as one ontology.
    """
    kept = (triple for triple in triples if triple.predicate != _IMPORTS)
    return serialize(kept, format=RdfFormat.N_TRIPLES) or b""
