"""Reading the data files of `ontology/` as facts."""

from __future__ import annotations

from functools import cache

from pyoxigraph import RdfFormat, parse

from kg.errors import ResourceError
from kg.graph.terms import Fact
from kg.resources import resource


@cache
def facts_of(resource_name: str) -> tuple[Fact, ...]:
    """Return the triples of a Turtle data file in file order, read once a process.

    Raises:
        ResourceError: the file is missing or is not Turtle; the message gives file and line.
    """
    try:
        quads = parse(path=str(resource(resource_name)), format=RdfFormat.TURTLE)
        return tuple((quad.subject, quad.predicate, quad.object) for quad in quads)
    except SyntaxError as error:
        raise ResourceError(f"The data file {resource_name!r} is not valid Turtle: {error.msg}.") from error
