"""The pages: templates, in Vietnamese and English, that work without scripts and without anything from elsewhere."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from pyoxigraph import BlankNode, NamedNode, QueryBoolean, QueryResultsFormat, Triple, parse_query_results
from pyoxigraph import Literal as RdfLiteral
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.negotiation import best
from api.sparql_request import SparqlRequest
from kg.errors import ChitieuError
from kg.output.tables import Iri, TableData
from kg.output.text import readable
from kg.questions.catalogue import questions
from kg.questions.model import BoundTerm, Question
from kg.serving.protocol import QueryResponse
from kg.settings import Settings
from kg.store.snapshot import Snapshot

Language: TypeAlias = Literal["vi", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")
_SAMPLE: Final = """SELECT ?label ?lead WHERE {
  ?row a ct:Assignment ;
       ct:label ?label ;
       ct:lead / rdfs:label ?lead .
}
ORDER BY ?lead ?label
LIMIT 100
"""


@cache
def messages(language: Language) -> Mapping[str, str]:
    """Return the words of the pages in a language."""
    found: dict[str, str] = tomllib.loads(
        files("api").joinpath("messages", f"{language}.toml").read_text(encoding="utf-8")
    )
    return found


def language_of(request: Request) -> Language:
    """Return the language that the reader wants: the parameter `lang`, else the browser's, else Vietnamese."""
    asked = request.query_params.get("lang", "")
    if asked not in LANGUAGES:
        header = request.headers.get("accept-language", "").replace("-", "/").lower()
        asked = best(",".join(_bare(entry) for entry in header.split(",")), ("vi/", "en/")) or "vi"
    return "en" if asked.startswith("en") else "vi"


def _bare(entry: str) -> str:
    """Return an Accept-Language entry in the form of a media range, so that one reader of qualities serves both."""
    tag, semicolon, quality = entry.partition(";")
    primary = tag.strip().partition("/")[0]
    return f"{'*/*' if primary == '*' else primary + '/'}{semicolon}{quality}"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of an answer: a truth value, the text of a graph, or a table.

    Attributes:
        rows: the first ones; None where nothing is bound.
        total: how many there are.
    """

    boolean: bool | None = None
    graph: str | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[NamedNode | BlankNode | RdfLiteral | Triple | None, ...], ...] = ()
    total: int = 0


class Pages:
    """The pages as responses.

    Args:
        settings: how many lines of a result a page shows.
    """

    def __init__(self, settings: Settings) -> None:
        self._rows = settings.page_rows
        self._environment = Environment(
            loader=PackageLoader("api", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["readable"] = readable
        self._environment.tests["named"] = lambda term: isinstance(term, NamedNode)
        self._environment.tests["iri"] = lambda value: isinstance(value, Iri)

    def render(self, request: Request, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
        """Return a page in the reader's language."""
        language = language_of(request)
        text = self._environment.get_template(template).render(
            t=messages(language), language=language, others=_other_languages(request, language), **values
        )
        return HTMLResponse(text, status, {"Vary": "Accept, Accept-Language", "Content-Language": language})

    def editor(self, request: Request) -> Response:
        """Return the page with the query box."""
        return self.render(request, "editor.html", query=_SAMPLE)

    def problem(self, request: Request, members: Mapping[str, Any]) -> Response:
        """Return the page that tells an error, with its status."""
        query = request.query_params.get("query", "")
        return self.render(request, "problem.html", status=members["status"], problem=members, query=query)

    def results(self, request: Request, asked: SparqlRequest, answer: QueryResponse) -> Response:
        """Return the page that shows an answer, its first lines if it is long."""
        links = {name: "?" + urlencode(_parameters(asked, name)) for name in _downloads(answer.form)}
        table = _table(answer, self._rows)
        return self.render(request, "results.html", query=asked.text, answer=answer, links=links, shown=table)

    def question(
        self,
        request: Request,
        asked: Question,
        values: Mapping[str, str],
        *,
        table: TableData | None = None,
        snapshot: str = "",
        error: ChitieuError | None = None,
    ) -> Response:
        """Return the page of a question: its form filled with `values`, and the answer or what is wrong."""
        links = {name: "?" + urlencode([*values.items(), ("format", name)]) for name in ("csv", "xlsx", "json")}
        shown = None if table is None else table.for_reading()
        status = 200 if error is None else error.http_status
        return self.render(
            request,
            "question.html",
            status=status,
            question=asked,
            values=values,
            links=links,
            table=shown,
            snapshot=snapshot,
            error=error,
        )

    @staticmethod
    def shown_term(term: BoundTerm) -> str:
        """Return a parameter's value as a form shows it: an IRI as its CURIE, a literal as its text."""
        return Iri(term.value).curie if isinstance(term, NamedNode) else term.value

    def home(self, request: Request, snapshot: Snapshot) -> Response:
        """Return the first page."""
        return self.render(request, "home.html", query=_SAMPLE, snapshot=snapshot, questions=questions())


async def home(request: Request) -> Response:
    """Answer `/`."""
    pages: Pages = request.app.state.pages
    return pages.home(request, request.app.state.pool.snapshot)


def _other_languages(request: Request, language: Language) -> dict[str, str]:
    """Return the address of this page in each other language."""
    return {
        other: str(request.url.include_query_params(lang=other).replace(scheme="", netloc=""))
        for other in LANGUAGES
        if other != language
    }


def _downloads(form: str) -> tuple[str, ...]:
    return {"graph": ("turtle", "nt", "jsonld", "rdfxml"), "boolean": ("json", "xml")}.get(
        form, ("csv", "tsv", "json", "xml")
    )


def _parameters(asked: SparqlRequest, short_name: str) -> list[tuple[str, str]]:
    graphs = [("default-graph-uri", name) for name in asked.default_graphs or ()]
    graphs += [("named-graph-uri", name) for name in asked.named_graphs or ()]
    return [("query", asked.text or ""), *graphs, ("format", short_name)]


def _table(answer: QueryResponse, most: int) -> Shown:
    """Return what a page shows: columns and rows, or the truth value, or the text of a graph."""
    if answer.form == "graph":
        return Shown(graph=answer.body.decode())
    result = parse_query_results(answer.body, QueryResultsFormat.JSON)
    if isinstance(result, QueryBoolean):
        return Shown(boolean=bool(result))
    solutions = result
    columns = tuple(variable.value for variable in solutions.variables)
    rows = [tuple(solution[name] for name in columns) for solution in solutions]
    return Shown(columns=columns, rows=tuple(rows[:most]), total=len(rows))
