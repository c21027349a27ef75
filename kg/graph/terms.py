"""RDF terms as chitieu writes them: one way to make each kind of literal, one way to name things below a plan.

A `Fact` is a triple before it is given its named graph: a plain tuple, so that terms are shared and not copied.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.vietnamese import normalise, slug
from kg.vocabulary import CT, ID, expand

Subject: TypeAlias = NamedNode | BlankNode | Triple
Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Fact: TypeAlias = tuple[Subject, NamedNode, Term]


@cache
def name(curie: str) -> NamedNode:
    """Return the node of a CURIE with one of our prefixes, for example `name("ct:Plan")`."""
    return NamedNode(expand(curie))


RDF_TYPE: Final = name("rdf:type")
RDFS_LABEL: Final = name("rdfs:label")
PREF_LABEL: Final = name("skos:prefLabel")
_DATE: Final = name("xsd:date")
_DECIMAL: Final = name("xsd:decimal")


@cache
def ct(local: str) -> NamedNode:
    """Return the node of a term of our own vocabulary."""
    return NamedNode(CT + local)


@cache
def concept(scheme: str, code: str) -> NamedNode:
    """Return the node of an entry of a small scheme, for example `concept("certainty", "certain")`."""
    return NamedNode(f"{ID}{scheme}/{code}")


def below(base: NamedNode, *parts: str | int) -> NamedNode:
    """Return the node below `base` at the path of `parts`; parts are ASCII already."""
    return NamedNode("/".join((base.value, *map(str, parts))))


def part(label: str | None) -> str:
    """Return the IRI segment of a printed label: its slug; "_" for no label; a hash if nothing ASCII is left of it."""
    if label is None:
        return "_"
    return slug(label) or hashlib.sha256(normalise(label).encode()).hexdigest()[:8]


def text(value: str | None) -> Literal | None:
    """Return printed or technical text as xsd:string; None for None and for nothing but white space."""
    return Literal(value) if value and value.strip() else None


def vietnamese(value: str | None) -> Literal | None:
    """Return text in Vietnamese, tagged; None for None and for nothing but white space."""
    return Literal(value, language="vi") if value and value.strip() else None


def integer(value: int | None) -> Literal | None:
    """Return an xsd:integer."""
    return None if value is None else Literal(value)


def decimal(value: Decimal | float | None) -> Literal | None:
    """Return an xsd:decimal in the canonical form of XSD 1.1: no exponent, no trailing zeros."""
    if value is None:
        return None
    number = Decimal(str(value))
    return Literal(format(number.normalize() if number else Decimal(0), "f"), datatype=_DECIMAL)


def true_or_absent(value: bool) -> Literal | None:
    """Return xsd:boolean true, or None: what is false of a thing is left unsaid."""
    return Literal(True) if value else None


def full_date(printed: str | None) -> Literal | None:
    """Return an xsd:date of a printed date of full precision, else None."""
    return Literal(printed, datatype=_DATE) if printed and len(printed) == len("2022-12-30") else None


def year_of(printed: str | None) -> Literal | None:
    """Return the year of a partial or full date as xsd:integer."""
    return Literal(int(printed[:4])) if printed else None


def describe(subject: NamedNode, *pairs: tuple[NamedNode, Term | None]) -> Iterator[Fact]:
    """Yield a fact for each pair of property and value whose value is not None."""
    for predicate, value in pairs:
        if value is not None:
            yield subject, predicate, value


def in_graph(graph: NamedNode, facts: Iterable[Fact]) -> Iterator[Quad]:
    """Yield the facts as quads of one named graph, each once, in the order of their first appearance."""
    for subject, predicate, value in dict.fromkeys(facts):
        yield Quad(subject, predicate, value, graph)
