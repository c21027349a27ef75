"""Choose what an answer is served as, from the Accept header or the `format` parameter (RFC 9110 §12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg.serving.protocol import Coding, Formats

HTML: Final = "text/html"

# What a type in an Accept header means for a table of solutions, and the short names of the `format` parameter.
SOLUTIONS: Final[Mapping[str, str]] = {
    "application/sparql-results+json": "application/sparql-results+json",
    "application/json": "application/sparql-results+json",
    "application/sparql-results+xml": "application/sparql-results+xml",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "text/csv": "text/csv",
    "text/tab-separated-values": "text/tab-separated-values",
    HTML: HTML,
}
BOOLEANS: Final[Mapping[str, str]] = {
    name: media_type
    for name, media_type in SOLUTIONS.items()
    if media_type not in ("text/csv", "text/tab-separated-values")
}
GRAPHS: Final[Mapping[str, str]] = {
    "text/turtle": "text/turtle",
    "application/x-turtle": "text/turtle",
    "application/n-triples": "application/n-triples",
    "text/plain": "application/n-triples",
    "application/ld+json": "application/ld+json",
    "application/json": "application/ld+json",
    "application/rdf+xml": "application/rdf+xml",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
    HTML: HTML,
}
SHORT_NAMES: Final[Mapping[str, str]] = {
    "json": "application/json",
    "xml": "application/xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "n3": "text/turtle",
    "jsonld": "application/ld+json",
    "json-ld": "application/ld+json",
    "rdf+xml": "application/rdf+xml",
    "rdfxml": "application/rdf+xml",
    "html": HTML,
}
DATASETS: Final[Mapping[str, str]] = {"nq": "application/n-quads", "trig": "application/trig"}
"""What a dataset, graphs and all, is served as, by short names of their own."""


_CODINGS: Final[tuple[Coding, ...]] = ("br", "gzip")


@dataclass(frozen=True, slots=True)
class Range:
    """One entry of an Accept header: a type, `type/*` or `*/*`, with its quality from 0 to 1.

    Of an Accept-Encoding header the pattern is a coding or `*`.
    """

    pattern: str
    quality: float

    @property
    def specificity(self) -> int:
        """0 for `*/*`, 1 for `type/*`, 2 for a type."""
        return 2 - self.pattern.count("*")

    def matches(self, media_type: str) -> bool:
        """Whether `media_type` falls under the entry."""
        kind, _, _ = self.pattern.partition("/")
        return self.pattern in ("*/*", media_type) or (
            self.pattern == f"{kind}/*" and media_type.startswith(f"{kind}/")
        )


@lru_cache(maxsize=256)
def ranges(accept: str) -> tuple[Range, ...]:
    """Return the entries of an Accept header in its order; entries that are no media ranges are passed over."""
    found = (_range(part) for part in accept.split(",") if part.partition(";")[0].count("/") == 1)
    return tuple(each for each in found if each is not None)


def _range(text: str) -> Range | None:
    pattern, *parameters = (piece.strip().lower() for piece in text.split(";"))
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = min(1.0, max(0.0, float(value)))
            except ValueError:
                return None
    return Range(pattern, quality)


@lru_cache(maxsize=256)
def coding(accept_encoding: str) -> Coding | None:
    """Return what an answer is to be compressed with, from the Accept-Encoding header (RFC 9110 §12.5.3).

    None: not at all, which every client takes. Of what it likes equally well the smaller one, brotli.
    """
    parts = [_range(part) for part in accept_encoding.split(",") if "/" not in part]
    qualities = {part.pattern: part.quality for part in parts if part is not None}
    liked = [(qualities.get(name, qualities.get("*", 0.0)), -place) for place, name in enumerate(_CODINGS)]
    quality, place = max(liked)
    return _CODINGS[-place] if quality > 0 else None


def best(accept: str, offered: Sequence[str]) -> str | None:
    """Return the type of `offered` (our preference first) that `accept` likes best; None if it takes none of them.

    An empty header takes anything. Of the entries that fit a type, the most specific one counts.
    """
    if not accept.strip():
        return offered[0]
    wanted = ranges(accept)
    liked = [(_quality(wanted, media_type), -place) for place, media_type in enumerate(offered)]
    quality, place = max(liked)
    return offered[-place] if quality > 0 else None


def _quality(wanted: Sequence[Range], media_type: str) -> float:
    fitting = [each for each in wanted if each.matches(media_type)]
    return max(fitting, key=lambda each: each.specificity).quality if fitting else 0.0


@lru_cache(maxsize=256)
def formats(accept: str, short_name: str = "") -> Formats:
    """Return what each form of query is to be serialised to; `text/html` stands for our own page.

    Args:
        accept: the Accept header.
        short_name: the `format` parameter. A known one goes before the header, as links and forms cannot set headers.
    """
    wanted = SHORT_NAMES.get(short_name.lower(), accept)
    return Formats(solutions=_pick(wanted, SOLUTIONS), boolean=_pick(wanted, BOOLEANS), graph=_pick(wanted, GRAPHS))


def _pick(accept: str, known: Mapping[str, str]) -> str | None:
    chosen = best(accept, tuple(known))
    return None if chosen is None else known[chosen]
