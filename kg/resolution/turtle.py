"""Read the Turtle registries of `ontology/` as descriptions, with pyoxigraph (far faster than rdflib)."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyoxigraph

from kg.resources import parse_turtle, resource


@dataclass(slots=True)
class Description:
    """What a Turtle file says of one subject: by predicate IRI, its objects in the order of the file."""

    iri: str
    objects: dict[str, list[pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple]] = (
        field(default_factory=dict)
    )

    def iris(self, predicate: str) -> tuple[str, ...]:
        """Return the objects of `predicate` that are IRIs."""
        return tuple(o.value for o in self.objects.get(predicate, ()) if isinstance(o, pyoxigraph.NamedNode))

    def texts(self, predicate: str, language: str | None = None) -> tuple[str, ...]:
        """Return the literals of `predicate`, of one language if given."""
        literals = (o for o in self.objects.get(predicate, ()) if isinstance(o, pyoxigraph.Literal))
        return tuple(o.value for o in literals if language is None or o.language == language)

    def text(self, predicate: str, language: str | None = None) -> str | None:
        """Return the first literal of `predicate`, or None."""
        return next(iter(self.texts(predicate, language)), None)

    def truth(self, predicate: str) -> bool:
        """Return whether `predicate` is stated as true."""
        return self.text(predicate) == "true"


def read_turtle(name: str) -> dict[str, Description]:
    """Return the descriptions in a Turtle data file, by subject IRI, in the order of the file.

    Raises:
        ResourceError: the file is missing or is not Turtle; the message gives the line.
    """
    found: dict[str, Description] = {}
    for quad in parse_turtle(resource(name)):
        subject = quad.subject
        if isinstance(subject, pyoxigraph.NamedNode):
            described = found.setdefault(subject.value, Description(subject.value))
            described.objects.setdefault(quad.predicate.value, []).append(quad.object)
    return found
