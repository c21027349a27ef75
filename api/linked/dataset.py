"""The dataset as a whole, for crawlers and catalogues: DCAT, downloads, sitemap, robots, and schema.org for pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response

from api.answers import content_type, etag, not_modified, validators
from api.connection import base_of, endpoint_of
from api.linked.jsonld import MEDIA_TYPE as JSON_LD
from api.linked.jsonld import compact
from api.negotiation import HTML, formats
from api.pages.desk import Desk, desk_of
from api.pages.words import LANGUAGES
from kg.errors import NoSuchPage, NotAcceptable
from kg.questions.catalogue import questions
from kg.serving.pool import Pool
from kg.store.snapshot import DATASET, REPORT, Snapshot
from kg.version import VERSION
from kg.vocabulary import ID, PREFIXES, expand

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
TITLES: Final = {
    "vi": "Chỉ tiêu: đồ thị tri thức về chỉ tiêu trong các kế hoạch",
    "en": "Chitieu: a knowledge graph of the indicators that plans assign",
}
_KEYWORDS: Final = ("chỉ tiêu", "kế hoạch", "chuyển đổi số", "phân công", "indicators", "digital transformation")
_IN_ONE: Final = 10_000
"""Pages in one part of the sitemap: a part may hold 50,000 addresses, and each page has one a language."""
_FILES: Final = {DATASET: "application/gzip", REPORT: "application/json"}
_WHOLE: Final = {"dataset.ttl": "turtle", "dataset.nt": "nt", "dataset.jsonld": "jsonld", "dataset.rdf": "rdfxml"}
_TYPES: Final = {
    "dataset.ttl": "text/turtle",
    "dataset.nt": "application/n-triples",
    "dataset.jsonld": JSON_LD,
    "dataset.rdf": "application/rdf+xml",
}
_ROOMS: Final = (
    *("/", "/agencies", "/agencies/kinds", "/indicators", "/plans", "/documents", "/findings", "/findings/rules"),
    *("/questions", "/compare", "/search", "/about", "/about/limits", "/problem", "/def", "/def/shapes"),
)
_LISTED: Final = ("plans", "agencies", "agency_kinds", "indicators", "documents", "findings")


async def dcat(request: Request) -> Response:
    """Answer `/dcat`: the dataset, its distributions and services, as a catalogue (https://www.w3.org/TR/vocab-dcat-3/)."""
    found = formats(request.headers.get("accept", ""), request.query_params.get("format", "")).graph
    if found is None:
        raise NotAcceptable("The catalogue is RDF.", hint="Accept Turtle, N-Triples, JSON-LD or RDF/XML.")
    media_type = "text/turtle" if found == HTML else found
    snapshot = _snapshot(request)
    tag = etag(snapshot.id, "dcat", media_type, base_of(request))
    known = not_modified(request, tag, "Accept")
    if known is not None:
        return known
    format_ = RdfFormat.from_media_type(media_type) or RdfFormat.TURTLE
    body = (
        serialize(_catalogue(base_of(request), endpoint_of(request), snapshot), format=format_, prefixes=PREFIXES)
        or b""
    )
    written = compact(body) if media_type == JSON_LD else body
    return Response(written, headers={**validators(tag, "Accept"), "Content-Type": content_type(media_type)})


async def download(request: Request) -> Response:
    """Answer `/download/…`: the files of the snapshot, and the whole dataset in each serialisation."""
    name = request.path_params["name"]
    if name in _WHOLE:
        return RedirectResponse(f"/graph-store?default&{urlencode({'format': _WHOLE[name]})}", 303)
    if name not in _FILES:
        raise NoSuchPage(f"There is no download {name!r}.", hint=f"There are: {', '.join([*_FILES, *_WHOLE])}.")
    snapshot = _snapshot(request)
    path = snapshot.path / name
    if not path.is_file():
        raise NoSuchPage(f"This snapshot holds no {name}.", hint="GET /about tells what there is.")
    headers = {**validators(etag(snapshot.id, name), ""), "X-Snapshot": snapshot.id}
    return FileResponse(path, media_type=_FILES[name], filename=name, headers=headers)


async def sitemap(request: Request) -> Response:
    """Answer `/sitemap.xml`: every page in both languages, or, if they are many, the list of its parts."""
    pages = await run_in_threadpool(_paths, desk_of(request))
    parts = [pages[start : start + _IN_ONE] for start in range(0, len(pages), _IN_ONE)]
    part = request.path_params.get("part")
    base = base_of(request)
    if part is None and len(parts) > 1:
        inside = "".join(f"<sitemap><loc>{base}/sitemap-{n}.xml</loc></sitemap>" for n in range(1, len(parts) + 1))
        return _xml("sitemapindex", inside)
    if not 1 <= (part or 1) <= len(parts):
        raise NoSuchPage(f"The sitemap has {len(parts)} parts.", hint="Start from /sitemap.xml.")
    return _xml("urlset", "".join(_address(base, path) for path in parts[(part or 1) - 1]))


async def robots(request: Request) -> Response:
    """Answer `/robots.txt`: everything may be read but what costs most."""
    lines = (
        "User-agent: *",
        "Disallow: /sparql",
        "Disallow: /try",
        "Allow: /",
        f"Sitemap: {base_of(request)}/sitemap.xml",
    )
    return PlainTextResponse("\n".join(lines) + "\n")


def dataset_json(base: str, snapshot: Snapshot) -> dict[str, object]:
    """Return the dataset in the words of schema.org, to be embedded in pages (`application/ld+json`)."""
    downloads = [
        {"@type": "DataDownload", "contentUrl": f"{base}/download/{name}", "encodingFormat": media_type}
        for name, media_type in {DATASET: _FILES[DATASET], **_TYPES}.items()
    ]
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{ID}dataset",
        "name": TITLES["vi"],
        "alternateName": TITLES["en"],
        "description": f"{TITLES['vi']}. {TITLES['en']}.",
        "inLanguage": [*LANGUAGES],
        "license": LICENCE,
        "version": snapshot.id,
        "url": f"{base}/about",
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": "The chitieu maintainers"},
        "keywords": [*_KEYWORDS],
        "spatialCoverage": {"@type": "Country", "name": "Việt Nam"},
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": f"{base}/dcat", "url": f"{base}/dcat"},
        "distribution": downloads,
    }


def _snapshot(request: Request) -> Snapshot:
    pool: Pool = request.app.state.pool
    return pool.snapshot


def _catalogue(base: str, endpoint: str, snapshot: Snapshot) -> Iterator[Triple]:
    catalogue, dataset, rest = NamedNode(f"{base}/dcat"), NamedNode(f"{ID}dataset"), NamedNode(f"{base}/api/v1/")
    yield _fact(catalogue, "rdf:type", _name("dcat:Catalog"))
    yield _fact(catalogue, "dcat:dataset", dataset)
    yield _fact(dataset, "rdf:type", _name("dcat:Dataset"))
    for language, title in TITLES.items():
        yield _fact(catalogue, "dcterms:title", Literal(title, language=language))
        yield _fact(dataset, "dcterms:title", Literal(title, language=language))
    yield _fact(dataset, "dcterms:license", NamedNode(LICENCE))
    yield _fact(dataset, "dcat:version", Literal(snapshot.id))
    yield _fact(dataset, "dcat:landingPage", NamedNode(f"{base}/about"))
    for service, described in ((NamedNode(endpoint), endpoint), (rest, f"{base}/api/v1/openapi.json")):
        yield _fact(catalogue, "dcat:service", service)
        yield _fact(service, "rdf:type", _name("dcat:DataService"))
        yield _fact(service, "dcat:endpointURL", service)
        yield _fact(service, "dcat:endpointDescription", NamedNode(described))
        yield _fact(service, "dcat:servesDataset", dataset)
    yield from _distributions(base, dataset, snapshot)


def _distributions(base: str, dataset: NamedNode, snapshot: Snapshot) -> Iterator[Triple]:
    for name, media_type in {DATASET: "application/n-quads", **_TYPES}.items():
        address = NamedNode(f"{base}/download/{name}")
        yield _fact(dataset, "dcat:distribution", address)
        yield _fact(address, "rdf:type", _name("dcat:Distribution"))
        yield _fact(address, "dcat:downloadURL", address)
        yield _fact(address, "dcterms:license", NamedNode(LICENCE))
        yield _fact(address, "dcterms:conformsTo", NamedNode(expand("ct:").removesuffix("#")))
        yield _fact(address, "dcat:mediaType", Literal(media_type))
        if name in snapshot.manifest.files:
            yield _fact(address, "dcat:byteSize", Literal(snapshot.manifest.files[name].bytes))
    yield _fact(dataset, "schema:softwareVersion", Literal(VERSION))


def _fact(subject: NamedNode, curie: str, value: NamedNode | Literal) -> Triple:
    return Triple(subject, _name(curie), value)


def _name(curie: str) -> NamedNode:
    return NamedNode(expand(curie))


def _paths(desk: Desk) -> list[str]:
    """Return the paths of all pages that can be reached by links, each once."""
    things = [desk.path(row.key) for view in _LISTED for row in desk.all(view)]
    asked = [f"/questions/{each.name}" for each in questions()]
    return [*dict.fromkeys([*_ROOMS, *asked, *(path for path in things if path and "#" not in path)])]


def _address(base: str, path: str) -> str:
    """Return a page's entry: its address, and that in each language."""
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(base + path)}?lang={language}"/>'
        for language in LANGUAGES
    )
    return f"<url><loc>{escape(base + path)}</loc>{others}</url>"


def _xml(element: str, inside: str) -> Response:
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{element} {spaces}>{inside}</{element}>\n'
    return Response(text, media_type="application/xml")
