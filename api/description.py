"""The description of the service: SPARQL 1.1 Service Description, for a GET on `/sparql` without a query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize
from starlette.requests import Request
from starlette.responses import Response

from api.answers import content_type, etag, validators
from api.negotiation import HTML
from kg.errors import NotAcceptable
from kg.settings import Settings
from kg.vocabulary import PREFIXES, expand

_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)
_TYPE: Final = NamedNode(expand("rdf:type"))


def service_description(request: Request, media_type: str | None, endpoint: str) -> Response:
    """Return the description in the asker's serialisation of RDF.

    Raises:
        NotAcceptable: the asker takes no serialisation of RDF.
    """
    if media_type is None or media_type == HTML:
        raise NotAcceptable("The description of this service is RDF.", hint="Ask for text/turtle, or send a query.")
    snapshot = request.app.state.pool.snapshot
    triples = describe(endpoint, snapshot.manifest.graphs, request.app.state.settings)
    format_ = RdfFormat.from_media_type(media_type) or RdfFormat.TURTLE
    body = serialize(triples, format=format_, prefixes=PREFIXES)
    headers = {
        **validators(etag(snapshot.id, media_type, endpoint), "Accept"),
        "Content-Type": content_type(media_type),
    }
    return Response(body, headers=headers)


def describe(endpoint: str, sizes: Mapping[str, int], settings: Settings) -> Iterator[Triple]:
    """Give the triples that describe the service.

    Args:
        endpoint: its address.
        sizes: number of triples of each named graph.
        settings: the limits, told in a comment.
    """
    service = NamedNode(endpoint)
    yield Triple(service, _TYPE, _sd("Service"))
    yield Triple(service, _sd("endpoint"), service)
    yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for name in _RESULT_FORMATS:
        yield Triple(service, _sd("resultFormat"), NamedNode(_FORMATS + name))
    yield Triple(service, NamedNode(expand("rdfs:comment")), Literal(_limits(settings), language="en"))
    yield from _dataset(service, sizes)


def _dataset(service: NamedNode, sizes: Mapping[str, int]) -> Iterator[Triple]:
    dataset, default, available = BlankNode("dataset"), BlankNode("default"), BlankNode("available")
    yield Triple(service, _sd("defaultDataset"), dataset)
    yield Triple(service, _sd("availableGraphs"), available)
    yield Triple(dataset, _TYPE, _sd("Dataset"))
    yield Triple(available, _TYPE, _sd("GraphCollection"))
    yield Triple(dataset, _sd("defaultGraph"), default)
    yield from _graph(default, sum(sizes.values()))
    for place, (name, size) in enumerate(sorted(sizes.items())):
        named, graph = BlankNode(f"named{place}"), BlankNode(f"graph{place}")
        yield Triple(dataset, _sd("namedGraph"), named)
        yield Triple(available, _sd("namedGraph"), named)
        yield Triple(named, _TYPE, _sd("NamedGraph"))
        yield Triple(named, _sd("name"), NamedNode(name))
        yield Triple(named, _sd("graph"), graph)
        yield from _graph(graph, size)


def _graph(graph: BlankNode, size: int) -> Iterator[Triple]:
    yield Triple(graph, _TYPE, _sd("Graph"))
    yield Triple(graph, NamedNode(expand("void:triples")), Literal(size))


def _sd(local: str) -> NamedNode:
    return NamedNode(expand(f"sd:{local}"))


def _limits(settings: Settings) -> str:
    return (
        f"Limits: {settings.query_seconds:g} s a query (504), {settings.result_bytes} bytes a result (413), "
        f"{settings.query_bytes} bytes a query (413), {settings.queue_length} queries waiting (503). "
        "SERVICE, LOAD and updates are refused (403); an unknown graph is an empty one and is never fetched."
    )
