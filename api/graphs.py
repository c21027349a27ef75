"""Graphs as they stand: `/graph-store` (SPARQL 1.1 Graph Store HTTP Protocol, read side) and `/.well-known/void`."""

from __future__ import annotations

from typing import Final
from urllib.parse import urljoin

from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize
from starlette.requests import Request
from starlette.responses import Response

from api.answers import content_type, etag, not_modified, send_result, validators
from api.connection import base_of, client_of, endpoint_of, while_connected
from api.negotiation import DATASETS, HTML, best, coding, formats
from kg.errors import NoSuchPage, NotAcceptable, RequestError
from kg.serving.pool import Lane, Pool
from kg.serving.protocol import Formats, QueryRequest, QueryResponse
from kg.vocabulary import PREFIXES, VOID_GRAPH, expand

_EVERYTHING: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_N_TRIPLES: Final = "application/n-triples"
_PARAMETERS: Final = frozenset({"graph", "default"})


async def graph_store(request: Request) -> Response:
    """Return the graph that `?graph=IRI` names, with `?default` the union of all, with neither the whole dataset."""
    pool: Pool = request.app.state.pool
    if not _PARAMETERS.intersection(request.query_params):
        return await _dataset(request)
    name, media_type = _graph_name(request), _media_type(request)
    if name is not None and name not in pool.snapshot.manifest.graphs:
        raise NoSuchPage(f"There is no graph <{name}>.", hint="GET /sparql lists the graphs.")
    depends_on = ("graph-store", name, media_type)
    known = not_modified(request, etag(pool.snapshot.id, *depends_on))
    if known is not None:
        return known
    answer = await _graph(request, name, media_type, Lane.FREE)
    return send_result(request, answer, etag(answer.snapshot, *depends_on))


async def _dataset(request: Request) -> Response:
    pool: Pool = request.app.state.pool
    named = DATASETS.get(request.query_params.get("format", "").lower())
    media_type = named or best(request.headers.get("accept", ""), tuple(DATASETS.values()))
    if media_type is None:
        raise NotAcceptable(
            "The dataset is served as N-Quads or TriG.", hint="For one graph add ?graph=IRI or ?default."
        )
    known = not_modified(request, etag(pool.snapshot.id, "dataset", media_type))
    if known is not None:
        return known
    query = QueryRequest(
        "",
        dataset=media_type,
        result_bytes=request.app.state.settings.result_bytes,
        coding=coding(request.headers.get("accept-encoding", "")),
    )
    answer = await while_connected(request, pool.query(query, client=client_of(request)))
    return send_result(request, answer, etag(answer.snapshot, "dataset", media_type))


async def void(request: Request) -> Response:
    """Return the VoID description of the served snapshot, with the addresses under which it is reached here."""
    pool: Pool = request.app.state.pool
    media_type = _media_type(request)
    depends_on = ("void", media_type, base_of(request))
    known = not_modified(request, etag(pool.snapshot.id, *depends_on), "Accept")
    if known is not None:
        return known
    answer = await _graph(request, VOID_GRAPH, _N_TRIPLES, Lane.RESERVED)
    triples = [Triple(q.subject, q.predicate, q.object) for q in parse(answer.body, RdfFormat.N_TRIPLES)]
    triples += _addresses(request, triples)
    format_ = RdfFormat.from_media_type(media_type) or RdfFormat.TURTLE
    body = serialize(triples, format=format_, prefixes=PREFIXES)
    headers = {**validators(etag(answer.snapshot, *depends_on), "Accept"), "X-Snapshot": answer.snapshot}
    return Response(body, headers={**headers, "Content-Type": content_type(media_type)})


def _addresses(request: Request, description: list[Triple]) -> list[Triple]:
    """Return where the described datasets are asked and fetched: the whole ones, not their subsets."""
    subsets = {triple.object for triple in description if triple.predicate.value == expand("void:subset")}
    type_, dataset = expand("rdf:type"), NamedNode(expand("void:Dataset"))
    whole = [t.subject for t in description if t.predicate.value == type_ and t.object == dataset]
    dump = f"{base_of(request)}/graph-store?default"
    found = []
    for subject in whole:
        if subject not in subsets:
            found.append(Triple(subject, NamedNode(expand("void:sparqlEndpoint")), NamedNode(endpoint_of(request))))
            found.append(Triple(subject, NamedNode(expand("void:dataDump")), NamedNode(dump)))
    return found


async def _graph(request: Request, name: str | None, media_type: str, lane: Lane) -> QueryResponse:
    pool: Pool = request.app.state.pool
    query = QueryRequest(
        _EVERYTHING,
        formats=Formats(graph=media_type),
        default_graphs=None if name is None else (name,),
        result_bytes=request.app.state.settings.result_bytes,
        coding=coding(request.headers.get("accept-encoding", "")) if lane is Lane.FREE else None,
    )
    return await while_connected(request, pool.query(query, lane=lane, client=client_of(request)))


def _graph_name(request: Request) -> str | None:
    """Return the graph that the request names; None for the default graph."""
    given = [(name, value) for name, value in request.query_params.multi_items() if name in _PARAMETERS]
    if len(given) != 1:
        raise RequestError("Name one graph, with ?graph=IRI or ?default.", hint="GET /sparql lists the graphs.")
    name, value = given[0]
    return None if name == "default" else urljoin(f"{base_of(request)}/graph-store", value)


def _media_type(request: Request) -> str:
    short_name = request.query_params.get("format", "")
    found = formats(request.headers.get("accept", ""), short_name).graph
    if found is None:
        raise NotAcceptable("A graph is served as Turtle, N-Triples, JSON-LD or RDF/XML.", hint="Accept one of them.")
    return "text/turtle" if found == HTML else found
