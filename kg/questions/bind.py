"""Put RDF terms in the place of a query's parameters.

A parameter is a variable written with a dollar sign (`$agency`), which SPARQL reads like `?agency` (SPARQL 1.1 §4.1.3);
so the query of a data file is valid as it stands, and a parameter left unbound is a free variable. Binding walks the
tokens of the query and writes the serialised term for each such variable. What stands in strings, IRIs and comments is
left alone, and no text of a user is ever written into a query: only terms are, and a term serialises to one token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from kg.questions.model import BoundTerm
from kg.vocabulary import PREFIXES

LANGUAGE_PARAMETER: Final = "lang"

# Productions IRIREF, STRING_LITERAL*, PN_LOCAL_ESC, VAR2 and the comments of SPARQL 1.1 §19.8; "." takes any other
# character.
_TOKEN: Final = re.compile(
    r"""
    (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<string>'''(?:'{0,2}(?:[^'\\]|\\.))*'''|\"\"\"(?:"{0,2}(?:[^"\\]|\\.))*\"\"\"
        |'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    |(?P<comment>\#[^\n\r]*)
    |(?P<escape>\\.)
    |\$(?P<parameter>\w+)
    |.
    """,
    re.VERBOSE | re.DOTALL,
)


def prologue() -> str:
    """Return the PREFIX lines that every question relies on."""
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())


def parameters_of(select: str) -> frozenset[str]:
    """Return the names of the parameters that occur in a query."""
    return frozenset(match["parameter"] for match in _TOKEN.finditer(select) if match["parameter"])


def bind(select: str, terms: Mapping[str, BoundTerm]) -> str:
    """Return `select` with each parameter of `terms` replaced by its term; other parameters stay free variables.

    >>> from pyoxigraph import Literal
    >>> bind('SELECT ?x { ?x ?p $v FILTER(?x != "$v") }', {"v": Literal("a")})
    'SELECT ?x { ?x ?p "a" FILTER(?x != "$v") }'
    """
    return "".join(_bound_tokens(select, terms))


def _bound_tokens(select: str, terms: Mapping[str, BoundTerm]) -> Iterator[str]:
    for match in _TOKEN.finditer(select):
        term = terms.get(match["parameter"] or "")
        yield match[0] if term is None else str(term)
