"""Read Turtle data files as descriptions of subjects, with errors that name file, subject and property.

Only pyoxigraph is used: the catalogue is read by every cold start of the command line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import ResourceError
from kg.output.bilingual import Text
from kg.resources import parse_turtle
from kg.vocabulary import expand

Node: TypeAlias = NamedNode | BlankNode
Object: TypeAlias = NamedNode | BlankNode | Literal | Triple
Facts: TypeAlias = Mapping[Node, Mapping[str, tuple[Object, ...]]]


@dataclass(frozen=True, slots=True)
class Description:
    """What one file says of one subject. Properties are named by CURIE."""

    subject: Node
    path: Path
    facts: Facts

    def objects(self, curie: str) -> tuple[Object, ...]:
        """Return every value of a property, in the order of the file."""
        return self.facts.get(self.subject, {}).get(expand(curie), ())

    def one(self, curie: str) -> Object | None:
        """Return the only value of a property, or None.

        Raises:
            ResourceError: there are several.
        """
        found = self.objects(curie)
        if len(found) > 1:
            raise self.error(f"has {len(found)} values of {curie}, expected one")
        return found[0] if found else None

    def literal(self, curie: str) -> str:
        """Return the only value of a property, a literal, as text.

        Raises:
            ResourceError: there is none, or it is no literal.
        """
        value = self.one(curie)
        if not isinstance(value, Literal):
            raise self.error(f"needs a literal value of {curie}")
        return value.value

    def text(self, curie: str) -> Text:
        """Return the words of a property in both languages.

        Raises:
            ResourceError: one of the two is missing or stands twice.
        """
        words = [value for value in self.objects(curie) if isinstance(value, Literal)]
        by_language = {value.language: value.value for value in words}
        if len(words) != 2 or set(by_language) != {"vi", "en"}:
            raise self.error(f"needs {curie} once in vi and once in en")
        return Text(vi=by_language["vi"], en=by_language["en"])

    def linked(self, curie: str) -> Iterator[Description]:
        """Describe each node that a property leads to."""
        for value in self.objects(curie):
            if isinstance(value, Literal | Triple):
                raise self.error(f"needs nodes as values of {curie}")
            yield Description(value, self.path, self.facts)

    def items(self, curie: str) -> Iterator[Object]:
        """Return the members of the RDF list that a property leads to; none if the property is absent."""
        rest = self.one(curie)
        while isinstance(rest, NamedNode | BlankNode) and rest.value != expand("rdf:nil"):
            cell = Description(rest, self.path, self.facts)
            first, rest = cell.one("rdf:first"), cell.one("rdf:rest")
            if first is None:
                raise self.error(f"has a broken list as value of {curie}")
            yield first

    def error(self, problem: str) -> ResourceError:
        """Return the error to raise: the file, the subject and what is wrong."""
        return ResourceError(f"{self.path.name}: {self.subject} {problem}.", hint="Correct the data file.")


def read_facts(path: Path) -> Facts:
    """Return the facts of a Turtle file, by subject and property.

    Raises:
        ResourceError: it is not Turtle; the message gives file and line.
    """
    facts: dict[Node, dict[str, tuple[Object, ...]]] = {}
    for quad in parse_turtle(path):
        if isinstance(quad.subject, NamedNode | BlankNode):
            properties = facts.setdefault(quad.subject, {})
            properties[quad.predicate.value] = (*properties.get(quad.predicate.value, ()), quad.object)
    return facts


def instances(path: Path, curie: str) -> list[Description]:
    """Describe each subject of a class that a file holds, in the order of the file.

    Raises:
        ResourceError: the file is not Turtle.
    """
    facts = read_facts(path)
    cls = NamedNode(expand(curie))
    return [
        Description(s, path, facts) for s, properties in facts.items() if cls in properties.get(expand("rdf:type"), ())
    ]
