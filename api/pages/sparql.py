"""The query box and the page of results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QueryResultsFormat, Triple, parse_query_results
from starlette.requests import Request
from starlette.responses import Response

from api.addresses import own_path, path_of
from api.pages.site import pages_of
from api.pages.words import Language, language_of, messages
from api.sparql_request import SparqlRequest
from kg.questions.bind import bind
from kg.questions.catalogue import questions
from kg.questions.examples import example_terms
from kg.questions.model import Question
from kg.serving.protocol import QueryResponse
from kg.vocabulary import ID, PREFIXES

_DOWNLOADS: Final = {"graph": ("turtle", "nt", "jsonld", "rdfxml"), "boolean": ("json", "xml")}
_TABLES: Final = ("csv", "tsv", "json", "xml")
_WORDS: Final = (
    "download",
    "hint",
    "query",
    "results",
)  # what the editor says besides the messages of its own, `editor_…`


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
    rows: tuple[tuple[NamedNode | BlankNode | Literal | Triple | None, ...], ...] = ()
    total: int = 0


def editor_page(request: Request) -> Response:
    """Return the page with the query box; `?example=` names a question whose query stands in it."""
    language, named = language_of(request), request.query_params.get("example", "")
    query = next((_example(each, language) for each in questions() if each.name == named), "")
    return pages_of(request).render(
        request, "sparql/editor.html", query=query, examples=questions(), editor=_editor_data(language)
    )


def _example(asked: Question, language: Language) -> str:
    """Return a question's query with its examples bound, without the prologue that the server adds."""
    return bind(asked.select, {**example_terms(asked), "lang": Literal(language)}).strip()


def _editor_data(language: Language) -> dict[str, object]:
    """Return what the script of the editor needs to know, in the shape of `web/src/editor/page.ts`."""
    words = {key: text for key, text in messages(language).items() if key.startswith("editor_") or key in _WORDS}
    return {"words": words, "prefixes": PREFIXES, "language": language}


def results_page(request: Request, asked: SparqlRequest, answer: QueryResponse) -> Response:
    """Return the page that shows an answer, its first lines if it is long."""
    links = {name: "?" + urlencode(_parameters(asked, name)) for name in _DOWNLOADS.get(answer.form, _TABLES)}
    shown = _shown(answer, request.app.state.settings.page_rows)
    return pages_of(request).render(
        request, "sparql/results.html", query=asked.text, answer=answer, links=links, shown=shown, leads_to=leads_to
    )


def leads_to(iri: str) -> str | None:
    """Return where one of our things is looked up, which leads on to its page; None for what is not ours."""
    if not iri.startswith(ID):
        return path_of(iri, ())
    return own_path(iri)


def _parameters(asked: SparqlRequest, short_name: str) -> list[tuple[str, str]]:
    graphs = [("default-graph-uri", name) for name in asked.default_graphs or ()]
    graphs += [("named-graph-uri", name) for name in asked.named_graphs or ()]
    return [("query", asked.text or ""), *graphs, ("format", short_name)]


def _shown(answer: QueryResponse, most: int) -> Shown:
    if answer.form == "graph":
        return Shown(graph=answer.body.decode())
    result = parse_query_results(answer.body, QueryResultsFormat.JSON)
    if isinstance(result, QueryBoolean):
        return Shown(boolean=bool(result))
    columns = tuple(variable.value for variable in result.variables)
    rows = [tuple(solution[name] for name in columns) for solution in result]
    return Shown(columns=columns, rows=tuple(rows[:most]), total=len(rows))
