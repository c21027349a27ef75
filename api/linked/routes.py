"""Which address of linked data stands where."""

from __future__ import annotations

from typing import Final

from starlette.routing import Route

from api.linked.dataset import dcat, download, robots, sitemap
from api.linked.jsonld import context
from api.linked.things import graph, thing

ROUTES: Final[tuple[Route, ...]] = (
    Route("/id/{rest:path}", thing),
    Route("/question/{rest:path}", thing),
    Route("/graph/{rest:path}", graph),
    Route("/context.jsonld", context),
    Route("/dcat", dcat),
    Route("/download/{name}", download),
    Route("/sitemap.xml", sitemap),
    Route("/sitemap-{part:int}.xml", sitemap),
    Route("/robots.txt", robots),
)
