"""What our names mean: `/def` (the vocabulary), `/def/alignments`, `/def/shapes`, as pages and as RDF.

The pages of the vocabulary are made by pyLODE at development time (`make docs`) and travel with chitieu; their anchors
are the local names, so that the IRI of a term leads to it. RDF is made from the same files; the store is not asked.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.answers import content_type, etag, not_modified, validators
from api.negotiation import HTML, formats
from api.pages.here import Here
from api.pages.site import pages_of
from api.pages.words import language_of
from kg.errors import NoSuchPage, NotAcceptable
from kg.resources import parse_turtle, read_text, resource
from kg.vocabulary import CT, PREFIXES, expand

_TURTLE: Final = "text/turtle"
_VARY: Final = "Accept, Accept-Language"
_SHAPES: Final = PREFIXES["cts"]
_STYLE: Final = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_FOLDERS: Final = ("model", "rules")


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape as the list shows it: local name, labels by language, severity ("" for our own shapes)."""

    name: str
    labels: dict[str, str]
    severity: str


async def definition(request: Request) -> Response:
    """Answer `/def`, and `/def/<version>` for the version that is served: the vocabulary."""
    _check_version(request)
    media_type = _media_type(request)
    if media_type != HTML:
        return _rdf(request, ("ontology/chitieu.ttl",), media_type)
    language = language_of(request)
    text = read_text(f"ontology/reference/{language}.html")
    tag = etag("def", text)
    headers = {**validators(tag, _VARY), "Content-Language": language, "Content-Security-Policy": _policy(text)}
    known = not_modified(request, tag, _VARY)
    return known if known is not None else Response(text, headers=headers, media_type=HTML)


async def alignments(request: Request) -> Response:
    """Answer `/def/alignments`: how our terms stand to other vocabularies; browsers get Turtle."""
    _check_version(request)
    media_type = _media_type(request)
    return _rdf(request, ("ontology/alignments.ttl",), _TURTLE if media_type == HTML else media_type)


async def shapes(request: Request) -> Response:
    """Answer `/def/shapes`: what guards the graph (shapes/model) and what is asked of plans (shapes/rules)."""
    media_type = _media_type(request)
    if media_type != HTML:
        return _rdf(request, tuple(f"shapes/{folder}" for folder in _FOLDERS), media_type)
    listed = {folder: _listed(folder) for folder in _FOLDERS}
    here = Here.of(request)
    downloads = {name: here.with_(format=name) for name in ("ttl", "jsonld", "rdfxml", "nt")}
    return pages_of(request).render(request, "definitions/shapes.html", listed=listed, downloads=downloads)


ROUTES: Final = (
    Route("/def", definition),
    Route("/def/alignments", alignments),
    Route("/def/alignments/{version}", alignments),
    Route("/def/shapes", shapes),
    Route("/def/{version}", definition),
    Route("/shapes", RedirectResponse("/def/shapes", 303)),  # for the IRIs of shapes; browsers keep the fragment
)


def _check_version(request: Request) -> None:
    """Raise NoSuchPage if a version is asked for that is not the one served."""
    version = request.path_params.get("version")
    if version not in (None, _version()):
        hint = f"This server has version {_version()}."
        raise NoSuchPage(f"There is no version {version} of the vocabulary here.", hint=hint)


def _media_type(request: Request) -> str:
    found = formats(request.headers.get("accept", ""), request.query_params.get("format", "")).graph
    if found is None:
        hint = "Accept HTML, Turtle, N-Triples, JSON-LD or RDF/XML."
        raise NotAcceptable("The vocabulary is served as a page and as RDF.", hint=hint)
    return found


def _rdf(request: Request, names: tuple[str, ...], media_type: str) -> Response:
    body = _serialised(names, media_type)
    tag = etag(names, media_type, body)
    known = not_modified(request, tag, _VARY)
    headers = {**validators(tag, _VARY), "Content-Type": content_type(media_type)}
    return known if known is not None else Response(body, headers=headers)


@cache
def _serialised(names: tuple[str, ...], media_type: str) -> bytes:
    """Return data files, or all of a folder, as RDF; one file as Turtle is given as it was written."""
    if media_type == _TURTLE and len(names) == 1:
        return read_text(names[0]).encode()
    format_ = RdfFormat.from_media_type(media_type) or RdfFormat.TURTLE
    triples = [quad.triple for quad in _quads(names)]
    return serialize(triples, format=format_, prefixes=PREFIXES) or b""


def _quads(names: Iterable[str]) -> list[Quad]:
    paths = [resource(name) for name in names]
    files = [file for path in paths for file in (sorted(path.glob("*.ttl")) if path.is_dir() else [path])]
    return [quad for file in files for quad in parse_turtle(file)]


@cache
def _listed(folder: str) -> tuple[Shape, ...]:
    """Return the node shapes of a folder of shapes, by name."""
    quads = _quads((f"shapes/{folder}",))
    node_shape = NamedNode(expand("sh:NodeShape"))
    names = {quad.subject for quad in quads if quad.object == node_shape and isinstance(quad.subject, NamedNode)}
    found = []
    for name in names:
        told = [quad for quad in quads if quad.subject == name]
        labels = {
            quad.object.language or "": quad.object.value
            for quad in told
            if quad.predicate.value == expand("rdfs:label") and isinstance(quad.object, Literal)
        }
        severities = [q.object for q in told if q.predicate.value == expand("sh:severity")]
        severity = next(
            (iri.value.removeprefix(PREFIXES["sh"]) for iri in severities if isinstance(iri, NamedNode)), ""
        )
        found.append(Shape(name.value.removeprefix(_SHAPES), labels, severity))
    return tuple(sorted(found, key=lambda shape: shape.name))


@cache
def _version() -> str:
    """Return the version that the vocabulary gives itself."""
    ontology, predicate = NamedNode(CT.removesuffix("#")), expand("owl:versionInfo")
    stated = (
        q.object for q in _quads(("ontology/chitieu.ttl",)) if q.subject == ontology and q.predicate.value == predicate
    )
    return next(value.value for value in stated if isinstance(value, Literal))


def _policy(page: str) -> str:
    """Return the content security policy of a page that stands alone: nothing but its own style."""
    found = _STYLE.search(page)
    digest = base64.b64encode(hashlib.sha256((found[1] if found else "").encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
