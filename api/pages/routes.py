"""Which page stands where (`docs/pages.md`)."""

from __future__ import annotations

from typing import Final

from starlette.routing import Route

from api.pages.about import about
from api.pages.agencies import agencies, agency, kinds
from api.pages.compare import compare
from api.pages.documents import document, documents
from api.pages.findings import catalogue, finding, findings
from api.pages.home import home
from api.pages.indicators import indicator, indicators
from api.pages.plans import plan, plans
from api.pages.problems import problem, problem_list
from api.pages.search import search
from api.pages.visit import Family, routes

PAGES: Final[dict[str, Family]] = {
    "/": home,
    "/agencies": agencies,
    "/agencies/kinds": kinds,
    "/agencies/{rest:path}": agency,
    "/indicators": indicators,
    "/indicators/{rest:path}": indicator,
    "/plans": plans,
    "/plans/{rest:path}": plan,
    "/documents": documents,
    "/documents/{rest:path}": document,
    "/findings": findings,
    "/findings/rules": catalogue,
    "/findings/{rest:path}": finding,
    "/compare": compare,
    "/search": search,
    "/about": about,
    "/problem": problem_list,
    "/problem/{rest:path}": problem,
}
"""Every page by its path; the first one that fits is shown."""

ROUTES: Final[tuple[Route, ...]] = tuple(route for path, page in PAGES.items() for route in routes(path, page))
