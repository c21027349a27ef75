"""A running `chitieu serve` as the backend of a dataset, over HTTP and its public routes alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final, cast
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from kg.dataset.backend import Answered
from kg.errors import ChitieuError, RemoteError, UsageError, errors_by_code
from kg.output.bilingual import Language
from kg.output.tables import Column, TableData, Term, from_terms
from kg.search.search import Hit
from kg.search.tables import hits_table

_RESULTS: Final = "application/sparql-results+json"
_TURTLE: Final = "text/turtle"
_SECONDS: Final = 60.0  # a server's own deadline is shorter; this is for one that does not answer at all


class RemoteBackend:
    """Answers from a server.

    Args:
        address: its root, `https://example.org/`.

    Raises:
        RemoteError: it cannot be reached, or is no chitieu.
    """

    def __init__(self, address: str) -> None:
        self._root = address.rstrip("/") + "/"
        health = self._json("health")
        self._snapshot = str(health.get("snapshot", ""))
        if not self._snapshot:
            raise RemoteError(f"{self._root} serves no chitieu graph.", hint="Give the root address of a server.")

    @property
    def place(self) -> str:
        """The server's address."""
        return self._root

    @property
    def snapshot(self) -> str:
        """Id of the snapshot that it served when it was opened."""
        return self._snapshot

    def select(self, sparql: str) -> Iterator[tuple[Term | None, ...]]:
        """Run one of our own SELECT queries; see `kg.questions.model.Executor`."""
        body, _ = self._ask(sparql)
        solutions = cast("QuerySolutions", parse_query_results(body, QueryResultsFormat.JSON))
        return (tuple(solution) for solution in solutions)

    def sparql(self, text: str) -> Answered:
        """Run a query that a person wrote, under the server's limits.

        Raises:
            QueryError: it was refused, was not understood, or took too long.
            RemoteError: the server cannot be reached.
        """
        body, media_type = self._ask(text)
        if media_type != _RESULTS:
            return body.decode()
        results = parse_query_results(body, QueryResultsFormat.JSON)
        if isinstance(results, QueryBoolean):
            return bool(results)
        names = [variable.value for variable in results.variables]
        return from_terms([Column(name, name) for name in names], map(tuple, results))

    def search(self, text: str, limit: int) -> TableData:
        """Return what words find, best first."""
        found = self._json("api/v1/search", q=text, limit=str(limit))
        return hits_table(text, map(_hit, found["items"]))

    def check(self, files: Sequence[Path], lang: Language) -> TableData:
        """Refuse: documents are read where they are, and checked against a snapshot on the same machine.

        Raises:
            UsageError: always; the message says what to do.
        """
        raise UsageError(
            f"{len(files)} documents cannot be checked through {self._root}.",
            hint=f"Open a snapshot on this machine with kg.open, or use {self._root}try?lang={lang}.",
        )

    def _ask(self, sparql: str) -> tuple[bytes, str]:
        accept = f"{_RESULTS}, {_TURTLE};q=0.9"
        data = urlencode({"query": sparql}).encode()
        return self._fetch(Request(f"{self._root}sparql", data=data, headers={"Accept": accept}))  # noqa: S310  # see below

    def _json(self, path: str, **parameters: str) -> Mapping[str, Any]:
        address = f"{self._root}{path}" + (f"?{urlencode(parameters)}" if parameters else "")
        body, _ = self._fetch(Request(address, headers={"Accept": "application/json"}))  # noqa: S310  # see below
        try:
            found: Mapping[str, Any] = json.loads(body)
        except ValueError as error:
            raise RemoteError(f"{address} did not answer in JSON.", hint="Is it a chitieu server?") from error
        return found

    def _fetch(self, request: Request) -> tuple[bytes, str]:
        """Return body and media type. `open_dataset` lets no scheme pass but http and https."""
        try:
            with urlopen(request, timeout=_SECONDS) as response:  # noqa: S310  # see the docstring
                return response.read(), response.headers.get_content_type()
        except HTTPError as error:
            with error:
                raise _problem(request.full_url, error.code, error.read()) from error
        except (URLError, TimeoutError, HTTPException, ConnectionError) as error:
            reason = getattr(error, "reason", error)
            raise RemoteError(
                f"{request.full_url} cannot be reached: {reason}.", hint="Check the address and that the server runs."
            ) from error


def _hit(told: Mapping[str, Any]) -> Hit:
    """Return a hit as the server tells it; it keeps the score to itself."""
    thing = told["thing"]
    words = (told["kind"], thing["label"]["vi"], told["field"], told["snippet"])
    return Hit(thing["iri"], *words, score=0.0, exact=told["exact"])


def _problem(address: str, status: int, body: bytes) -> ChitieuError:
    """Return what a server answered (RFC 9457) as the error that the same call raises on this machine."""
    try:
        told: dict[str, Any] = dict(json.loads(body))
    except (ValueError, TypeError):
        told = {}
    kind = errors_by_code().get(str(told.get("type", "")).rpartition("/")[2])
    if kind is None:
        return RemoteError(f"{address} answered with status {status}.", hint="Is it a chitieu server?")
    return kind(str(told.get("detail", "")), hint=str(told.get("hint", "")))
