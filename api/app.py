"""Put the application together: the pool of query workers, the routes, the shape of errors, the headers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from api import problems
from api.answers import Held
from api.assets import BUILT, BuiltFiles
from api.connection import ClientGone, nobody_listens
from api.definitions import ROUTES as DEFINITIONS
from api.graphs import graph_store, void
from api.headers import Headers
from api.health import health
from api.limits import limits
from api.linked.routes import ROUTES as LINKED
from api.observe import Metrics, Observer, metrics
from api.pages.desk import Desks
from api.pages.routes import ROUTES as PAGES
from api.pages.site import Pages
from api.questions import question_answer, question_list
from api.rest.routes import ROUTES as REST
from api.sparql import METHODS, sparql
from api.trial import try_page
from api.turnstile import Turnstile
from kg.serving.pool import Pool
from kg.settings import Settings
from kg.store.snapshot import Snapshot
from kg.trial.run import Trials
from kg.version import VERSION


def create_app(settings: Settings, current: Callable[[], Snapshot]) -> FastAPI:
    """Return the application. It starts its processes when the server starts it, and ends them with it.

    Args:
        settings: every limit.
        current: says which snapshot is current.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        pool = Pool(settings, current)
        app.state.pool = pool
        try:
            await pool.start()
            yield
        finally:
            await pool.close()

    metrics_kept = Metrics()
    app = FastAPI(
        title="chitieu",
        version=VERSION,
        lifespan=lifespan,
        middleware=[
            Middleware(Observer, settings=settings, metrics=metrics_kept),
            Middleware(Headers),
            Middleware(Turnstile, settings=settings),
        ],
        docs_url=None,  # their pages load scripts from elsewhere
        redoc_url=None,
        openapi_url=None,
        routes=[
            Route("/sparql", sparql, methods=[*METHODS]),  # first: it is asked most, and each route costs the next ones
            Route("/sparql/", sparql, methods=[*METHODS]),
            *PAGES,
            Route("/graph-store", graph_store),
            Route("/.well-known/void", void),
            *DEFINITIONS,
            *LINKED,
            *REST,
            Route("/questions", question_list),
            Route("/questions/{name}", question_answer),
            Route("/try", try_page, methods=["GET", "POST"]),
            Route("/about/limits", limits),
            Route("/health", health),
            Route("/metrics", metrics),
            Mount(BUILT, BuiltFiles()),
            Mount("/static", StaticFiles(packages=[("api", "static")]), name="static"),
        ],
    )
    app.state.settings = settings
    app.state.metrics = metrics_kept
    app.state.held = Held(settings.buffered_bytes)
    app.state.pages = Pages()
    app.state.trials = Trials(settings)
    app.state.desks = Desks()
    problems.install(app)
    app.add_exception_handler(ClientGone, nobody_listens)
    return app
