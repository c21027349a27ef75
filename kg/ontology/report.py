"""The classification as text: the same ontology gives the same file."""

from __future__ import annotations

from collections.abc import Iterator

from kg.ontology.reasoning import Classification
from kg.vocabulary import PREFIXES

_HEAD = """\
# What HermiT infers from ontology/chitieu.ttl and ontology/alignments.ttl: every class and property with its nearest
# named parents. Written by `make ontology`; a test compares it with a fresh run.
"""


def report(classification: Classification) -> str:
    """Return the text of `ontology/classification.txt`, names as CURIEs."""
    return _HEAD + "\n".join(_lines(classification)) + "\n"


def _lines(classification: Classification) -> Iterator[str]:
    yield f"\nconsistent: {'yes' if classification.consistent else 'NO'}"
    yield f"unsatisfiable: {', '.join(map(_curie, classification.unsatisfiable)) or 'none'}"
    for title, parents in (("classes", classification.superclasses), ("properties", classification.superproperties)):
        yield f"\n{title}:"
        for line in sorted(_line(iri, above) for iri, above in parents):
            yield f"  {line}"


def _line(iri: str, above: tuple[str, ...]) -> str:
    return f"{_curie(iri)} < {', '.join(sorted(map(_curie, above)))}" if above else _curie(iri)


def _curie(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return f"<{iri}>"
