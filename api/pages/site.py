"""Render the pages: one environment of templates, and what every page has – language, links, breadcrumbs, headers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import escape
from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.assets import asset
from api.pages.here import Here
from api.pages.words import LANGUAGES, Language, messages
from api.pages.writing import number
from kg.output.tables import Iri
from kg.output.text import readable
from kg.vocabulary import ID

_SHORT: Final = 27


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way from the first page to this one: its words and its address."""

    text: str
    address: str


class Pages:
    """The pages as responses."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=PackageLoader("api", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals["asset"] = asset
        self._environment.filters["readable"] = readable
        self._environment.filters["number"] = number
        self._environment.filters["short"] = short
        self._environment.filters["token"] = token
        self._environment.filters["curie"] = lambda iri: Iri(iri).curie
        self._environment.tests["named"] = lambda term: isinstance(term, NamedNode)
        self._environment.tests["iri"] = lambda value: isinstance(value, Iri)

    def render(
        self,
        request: Request,
        template: str,
        *,
        status: int = 200,
        crumbs: Sequence[Crumb] = (),
        here: Here | None = None,
        **values: object,
    ) -> HTMLResponse:
        """Return a page in the reader's language.

        Args:
            request: what was asked.
            template: name of its template.
            status: of the response.
            crumbs: the way to the page, without the first page and the page itself.
            here: where the page stands, if not at the very address of the request.
            values: what the template shows.
        """
        here = here or Here.of(request)
        text = self._environment.get_template(template).render(
            t=messages(here.language),
            say=partial(_say, here.language),
            language=here.language,
            tries=bool(request.app.state.settings.try_documents),
            here=here,
            others={other: here.in_(other) for other in LANGUAGES if other != here.language},
            crumbs=crumbs,
            **values,
        )
        return HTMLResponse(text, status, {"Vary": "Accept, Accept-Language", "Content-Language": here.language})

    def problem(self, request: Request, members: Mapping[str, Any]) -> Response:
        """Return the page that tells an error, with its status."""
        query = request.query_params.get("query", "")
        return self.render(request, "shared/problem.html", status=members["status"], problem=members, query=query)


def _say(language: Language, key: str, **filled: object) -> str:
    """Return a message with its blanks filled; of one thing, where `n` is 1, by words of its own if there are any."""
    said = messages(language)
    one = said.get(f"{key}_of_one") if str(filled.get("n")) == "1" else None
    return escape(one or said[key]).format(**filled)


def pages_of(request: Request) -> Pages:
    """Return the pages of the application that a request reached."""
    pages: Pages = request.app.state.pages
    return pages


def short(label: str) -> str:
    """Return what tells a document from others in little room: kind and number without date and issuer.

    >>> short("Quyết định 922/QĐ-BTTTT ngày 20/5/2022 của Bộ Thông tin và Truyền thông")
    'Quyết định 922/QĐ-BTTTT'
    """
    words = label.partition(" ngày ")[0].partition(" của ")[0]
    return words if len(words) <= _SHORT else f"{words[: _SHORT - 1]}…"


def token(iri: str, under: str) -> str:
    """Return how a filter names a thing in short: the end of its IRI after `under` ("document/")."""
    return iri.removeprefix(ID + under)
