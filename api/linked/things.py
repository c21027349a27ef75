"""`/id/…`, `/question/…`, `/graph/…`: our IRIs themselves, once the host stands in the place of w3id.org.

Asked for by name, a thing answers 303 with the address of what describes it: its page for browsers, else its triples
(`?format=turtle`, `nt`, `jsonld`, `rdfxml`), as a thing is not its description (https://www.w3.org/TR/cooluris/).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final, cast
from urllib.parse import quote, urlencode

from pyoxigraph import Literal, NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.addresses import ROOT, own_path
from api.answers import content_type, etag, not_modified, validators
from api.connection import client_of, while_connected
from api.linked.gone import check_not_gone
from api.linked.jsonld import MEDIA_TYPE as JSON_LD
from api.linked.jsonld import compact
from api.negotiation import HTML, formats
from api.pages.desk import desk_of
from api.pages.here import Here
from api.pages.site import pages_of
from kg.errors import NoSuchPage, NotAcceptable
from kg.serving.pool import Lane, Pool
from kg.serving.protocol import Formats, QueryRequest, QueryResponse

SERIALISATIONS: Final = {
    "turtle": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": JSON_LD,
    "rdfxml": "application/rdf+xml",
}
"""What a thing is described in, by the `format` that asks for it."""
_VARY: Final = "Accept, Accept-Language"


async def thing(request: Request) -> Response:
    """Answer for one of our IRIs.

    Raises:
        NoSuchPage: nothing is called so.
        GonePage: something was, and is withdrawn.
        NotAcceptable: the client takes neither HTML nor RDF.
    """
    iri = ROOT + str(request.scope["path"])
    named = request.query_params.get("format", "")
    media_type = _media_type(request)
    pool: Pool = request.app.state.pool
    tag = etag(pool.snapshot.id, "thing", str(request.url), media_type)
    known = not_modified(request, tag, _VARY)
    if known is not None:
        return known
    check_not_gone(iri)
    await _check_known(request, iri)
    if media_type == HTML:
        response = await _page(request, iri)
    elif not named:
        short = next(name for name, each in SERIALISATIONS.items() if each == media_type)
        response = RedirectResponse(f"{own_path(iri)}?format={short}", 303)
    else:
        response = await _triples(request, iri, media_type)
    response.headers.update({**validators(tag, _VARY), "Link": _links(iri)})
    return response


async def graph(request: Request) -> Response:
    """Answer for the name of a named graph: with its triples, at `/graph-store`."""
    pool: Pool = request.app.state.pool
    iri = ROOT + str(request.scope["path"])
    if iri not in pool.snapshot.manifest.graphs:
        raise NoSuchPage(f"There is no graph <{iri}>.", hint="GET /sparql lists the graphs.")
    given = {name: value for name, value in request.query_params.items() if name == "format"}
    return RedirectResponse(f"/graph-store?{urlencode({'graph': iri, **given})}", 303)


def _media_type(request: Request) -> str:
    found = formats(request.headers.get("accept", ""), request.query_params.get("format", "")).graph
    if found is None:
        raise NotAcceptable(
            "A thing is described as a page and as RDF.", hint="Accept HTML, Turtle, N-Triples, JSON-LD or RDF/XML."
        )
    return found


def _links(iri: str) -> str:
    """Return the Link header: where the thing is described, and in which serialisations."""
    path = own_path(iri)
    described = f'<{path}?format=turtle>; rel="describedby"; type="text/turtle"'
    others = [f'<{path}?format={name}>; rel="alternate"; type="{each}"' for name, each in SERIALISATIONS.items()]
    return ", ".join([described, *others])


async def _check_known(request: Request, iri: str) -> None:
    try:
        node = str(NamedNode(iri))
    except ValueError:
        node = ""
    answer = await _ask(request, _query("known.rq").replace("$thing", node)) if node else None
    found = answer is not None and parse_query_results(answer.body, QueryResultsFormat.JSON)
    if not (isinstance(found, QueryBoolean) and bool(found)):
        raise NoSuchPage(f"Nothing is called <{iri}>.", hint="Look for it at /search.")


async def _triples(request: Request, iri: str, media_type: str) -> Response:
    answer = await _ask(request, _query("thing.rq").replace("$thing", str(NamedNode(iri))), media_type)
    body = compact(answer.body) if media_type == JSON_LD else answer.body
    return Response(body, headers={"Content-Type": content_type(media_type), "X-Snapshot": answer.snapshot})


async def _page(request: Request, iri: str) -> Response:
    """Return the way to the thing's own page, or, if it has none, a page that lists what is said of it."""
    path = await run_in_threadpool(desk_of(request).path, iri)
    if path is not None and path != own_path(iri):
        return RedirectResponse(Here.of(request).to(path), 303)
    node = str(NamedNode(iri))
    facts = await _rows(request, _query("facts.rq").replace("$thing", node))
    mentions = await _rows(request, _query("mentions.rq").replace("$thing", node))
    name = next((fact["value"] for fact in facts if fact["label"] and fact["language"] == "vi"), iri.rsplit("/", 1)[-1])
    own = quote(own_path(iri) or "")

    def render() -> Response:
        shown = {"own": own, "iri": iri, "name": name, "formats": SERIALISATIONS, "facts": facts, "mentions": mentions}
        return pages_of(request).render(request, "linked/thing.html", **shown)  # type: ignore[arg-type]

    return await run_in_threadpool(render)


async def _rows(request: Request, query: str) -> list[dict[str, str]]:
    """Return a table of terms as texts; of each value its language, and its page's path if it is ours."""
    answer = await _ask(request, query)
    solutions = cast("QuerySolutions", parse_query_results(answer.body, QueryResultsFormat.JSON))
    names = [variable.value for variable in solutions.variables]
    desk = desk_of(request)
    found = []
    for solution in solutions:
        terms = {name: solution[name] for name in names}
        row = {name: getattr(term, "value", "") if term is not None else "" for name, term in terms.items()}
        value = terms["value"]
        row["language"] = (value.language or "") if isinstance(value, Literal) else ""
        row["path"] = (desk.path(value.value) or value.value) if isinstance(value, NamedNode) else ""
        found.append(row)
    return found


@cache
def _query(name: str) -> str:
    return files("api").joinpath("queries", name).read_text(encoding="utf-8")


async def _ask(request: Request, query: str, media_type: str = "text/turtle") -> QueryResponse:
    pool: Pool = request.app.state.pool
    asked = QueryRequest(query, formats=Formats(graph=media_type))
    return await while_connected(request, pool.query(asked, lane=Lane.RESERVED, client=client_of(request)))
