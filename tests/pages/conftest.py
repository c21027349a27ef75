"""A client of a real server over the corpus, and its pages as parsed HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from lxml import html


@dataclass(frozen=True, slots=True)
class Site:
    """The site as a reader meets it."""

    client: httpx.Client

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask for a path with its parameters."""
        return self.client.get(path, headers={"Accept": "text/html"} | headers)

    def page(self, path: str) -> html.HtmlElement:
        """Return a page, which has to be there."""
        response = self.get(path)
        assert response.status_code == 200, (path, response.text[:400])
        return html.document_fromstring(response.text)


@pytest.fixture(scope="session")
def site(corpus_server: str) -> Iterator[Site]:
    """The site over the corpus."""
    with httpx.Client(base_url=corpus_server, timeout=240) as client:
        yield Site(client)
