"""Reading the data files of `ontology/` as facts."""

from __future__ import annotations

from functools import cache

from kg.graph.terms import Fact
from kg.resources import parse_turtle, resource


@cache
def facts_of(resource_name: str) -> tuple[Fact, ...]:
    """Return the triples of a Turtle data file in file order, read once a process.

    Raises:
        ResourceError: the file is missing or is not Turtle; the message gives file and line.
    """
    return tuple((quad.subject, quad.predicate, quad.object) for quad in parse_turtle(resource(resource_name)))
