"""A request for a page or one of its twins, and the response: the same content as page, table or triples."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from importlib.resources import files
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.addresses import iri_of, own_path
from api.answers import etag, not_modified, validators
from api.connection import client_of
from api.pages.desk import Desk, desk_of
from api.pages.here import Here
from api.pages.marks import Marks
from api.pages.site import Crumb, pages_of
from api.pages.words import messages
from kg.errors import NoSuchPage
from kg.output.formats import MEDIA_TYPES, render
from kg.output.tables import TableData
from kg.serving.pool import Lane, Pool
from kg.serving.protocol import QueryRequest

TWINS: Final = ("json", "csv", "xlsx", "ttl")
"""Suffixes of the addresses at which a page's content is data."""
_MOST_THINGS: Final = 1000
"""Things that a Turtle twin describes; beyond, it says that it is truncated."""
_VARY: Final = "Accept, Accept-Language"


@dataclass(frozen=True, slots=True)
class Visit:
    """A request.

    Attributes:
        here: the page, without the suffix of a twin.
        twin: the data format that is wanted, empty for the page.
        rest: what follows the family in the path ("kon-ray-2024" of /plans/kon-ray-2024).
    """

    request: Request
    here: Here
    desk: Desk
    twin: str
    rest: str = ""

    @property
    def most_rows(self) -> int:
        """How many rows a table may have where there are no pages to turn."""
        rows: int = self.request.app.state.settings.question_rows
        return rows

    def said(self, key: str) -> str:
        """Return a message in the reader's language."""
        return messages(self.here.language)[key]

    def crumb(self, room: str) -> Crumb:
        """Return the step of the way that a room of the site is ("agencies")."""
        return Crumb(self.said(f"room_{room}"), self.here.to(f"/{room}"))

    def missing(self) -> NoSuchPage:
        """Return the error for a thing that is not there."""
        return NoSuchPage(f"There is nothing at {self.here.path}.", hint="Look for it at /search.")


@dataclass(frozen=True, slots=True)
class Page:
    """What a visit is shown.

    Attributes:
        template: name of the page's template.
        crumbs: the way to it.
        values: what the template shows.
        table: gives the content of the twins.
        things: IRIs that the Turtle twin describes.
    """

    template: str
    crumbs: Sequence[Crumb] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    table: Callable[[], TableData] | None = None
    things: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """What a page is cited as: the thing's IRI, and the path at which that answers here."""

    iri: str
    path: str


Family = Callable[[Visit], Page]


def routes(path: str, page: Family) -> list[Route]:
    """Return the routes of a page and its twins; `{rest:path}` in `path` is the name of a thing."""
    if path.endswith("{rest:path}"):
        return [Route(path, partial(_answer, page))]
    return [Route(path, partial(_answer, page)), *(Route(f"{path}.{twin}", partial(_answer, page)) for twin in TWINS)]


async def _answer(page: Family, request: Request) -> Response:
    visit = _visit(request)
    tag = etag(visit.desk.snapshot.id, visit.here, visit.twin)
    known = not_modified(request, tag, _VARY)
    if known is not None:
        return known
    response = await _respond(visit, await run_in_threadpool(page, visit))
    response.headers.update(validators(tag, _VARY))
    response.headers["X-Snapshot"] = visit.desk.snapshot.id
    return response


def _visit(request: Request) -> Visit:
    rest: str = request.path_params.get("rest", "")
    here = Here.of(request)
    stem, _, suffix = here.path.rpartition(".")
    if suffix not in TWINS:
        return Visit(request, here, desk_of(request), "", rest)
    return Visit(request, replace(here, path=stem), desk_of(request), suffix, rest.rpartition(".")[0])


async def _respond(visit: Visit, page: Page) -> Response:
    if not visit.twin:
        return await run_in_threadpool(_render, visit, page)
    if visit.twin == "ttl":
        return await _turtle(visit, page.things)
    if page.table is None:
        raise visit.missing()
    table = for_spreadsheet(page.table()) if visit.twin == "xlsx" else page.table()
    headers = {"Content-Type": MEDIA_TYPES[visit.twin], "X-Truncated": "true" if table.truncated else "false"}
    return Response(render(table, visit.twin), headers=headers | _as_file(visit))


def for_spreadsheet(table: TableData) -> TableData:
    """Return a table for people who may go on with its things: names and words first, the IRIs of things at the end."""
    reading, names = table.for_reading(), [column.name for column in table.columns]
    places = [place for place, name in enumerate(names) if f"{name}Label" in names]
    handles = tuple(replace(table.columns[place], title=f"{table.columns[place].title} (IRI)") for place in places)
    rows = tuple(
        (*shown, *(row[place] for place in places)) for shown, row in zip(reading.rows, table.rows, strict=True)
    )
    return replace(reading, columns=(*reading.columns, *handles), rows=rows)


def _render(visit: Visit, page: Page) -> Response:
    marks = Marks(visit.here, visit.desk.path)
    own: dict[str, Any] = {"desk": visit.desk, "marks": marks, "twins": _twins(page), "cited": _cited(visit, page)}
    values = {**own, **page.values}
    return pages_of(visit.request).render(visit.request, page.template, crumbs=page.crumbs, here=visit.here, **values)


def _cited(visit: Visit, page: Page) -> Cited | None:
    """Return the thing that the page is about, if it is about one."""
    iri = iri_of(visit.here.path) or ""
    return Cited(iri, own_path(iri) or "") if iri in page.things else None


def _twins(page: Page) -> tuple[str, ...]:
    tables = TWINS[:-1] if page.table else ()
    return (*tables, *(TWINS[-1:] if page.things else ()))


async def _turtle(visit: Visit, things: Sequence[str]) -> Response:
    if not things:
        raise visit.missing()
    pool: Pool = visit.request.app.state.pool
    query = _query("describe.rq").replace("$things", " ".join(f"<{iri}>" for iri in things[:_MOST_THINGS]))
    answer = await pool.query(QueryRequest(query), lane=Lane.RESERVED, client=client_of(visit.request))
    truncated = "true" if len(things) > _MOST_THINGS else "false"
    headers = {"Content-Type": "text/turtle; charset=utf-8", "X-Truncated": truncated} | _as_file(visit)
    return Response(answer.body, headers=headers)


@cache
def _query(name: str) -> str:
    return files("api").joinpath("queries", name).read_text(encoding="utf-8")


def _as_file(visit: Visit) -> dict[str, str]:
    name = visit.here.path.strip("/").replace("/", "-")
    return {"Content-Disposition": f'inline; filename="{name}.{visit.twin}"'} if name.isascii() else {}
