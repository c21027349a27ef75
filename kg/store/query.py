"""Ask a loaded store: SPARQL 1.1 in, terms or a native serialisation out.

The prefixes of `kg.vocabulary` are declared beforehand, and the default graph is the union of the named graphs unless
the query or the caller names a dataset. Results are serialised by pyoxigraph itself (measured: twice as fast as any
detour over Python objects).
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import IO, TYPE_CHECKING, Final, Literal, TypeAlias, TypeVar

import pyoxigraph as ox

from kg.errors import NotAcceptable, QueryError, QuerySyntaxError
from kg.store.guard import check_query, has_dataset_clause
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Form: TypeAlias = Literal["solutions", "boolean", "graph"]

SOLUTION_FORMATS: Final = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
"""Serialisations of SELECT and ASK, by the names that the command line uses (CSV and TSV are for SELECT alone)."""
GRAPH_FORMATS: Final = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
"""Serialisations of CONSTRUCT and DESCRIBE."""

_POSITION: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_CHARACTER_CLASS: Final = re.compile(r"\[[^\]]*\](?:\s*\|?\s*'[^']*')*")
_Format = TypeVar("_Format", ox.QueryResultsFormat, ox.RdfFormat)


@dataclass(frozen=True, slots=True)
class Results:
    """What a query gives. It streams from the store and can be read once, by one of the methods.

    Attributes:
        form: "solutions" (SELECT), "boolean" (ASK) or "graph" (CONSTRUCT, DESCRIBE).
        variables: names of the columns, in order; empty unless `form` is "solutions".
    """

    form: Form
    variables: tuple[str, ...]
    _native: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

    def __bool__(self) -> bool:
        """Return the answer to an ASK; of the other forms True."""
        return bool(self._native) if isinstance(self._native, ox.QueryBoolean) else True

    def rows(self) -> Iterator[tuple[Term | None, ...]]:
        """Yield the rows of a SELECT, a term or None (unbound) for each of `variables`.

        Raises:
            QueryError: the evaluation fails on the way.
        """
        if isinstance(self._native, ox.QuerySolutions):
            with _failures():
                for solution in self._native:
                    yield tuple(solution)

    def triples(self) -> Iterator[ox.Triple]:
        """Yield the triples of a CONSTRUCT or DESCRIBE.

        Raises:
            QueryError: the evaluation fails on the way.
        """
        if isinstance(self._native, ox.QueryTriples):
            with _failures():
                yield from self._native

    def write(self, sink: IO[bytes], format_name: str) -> None:
        """Write the result to `sink` in one of `SOLUTION_FORMATS` or `GRAPH_FORMATS`, by name or media type.

        Raises:
            NotAcceptable: the format cannot hold this form of result.
            QueryError: the evaluation fails on the way.
        """
        with _failures():
            if isinstance(self._native, ox.QueryTriples):
                wanted = _format(format_name, GRAPH_FORMATS, self.form)
                ox.serialize(self._native, sink, wanted, prefixes=PREFIXES)
            elif isinstance(self._native, ox.QueryBoolean):
                tables = {"csv", "tsv"}
                formats = {name: found for name, found in SOLUTION_FORMATS.items() if name not in tables}
                self._native.serialize(sink, _format(format_name, formats, self.form))
            else:
                self._native.serialize(sink, _format(format_name, SOLUTION_FORMATS, self.form))

    def serialise(self, format_name: str) -> bytes:
        """Return what `write` writes."""
        sink = BytesIO()
        self.write(sink, format_name)
        return sink.getvalue()


def execute(
    store: ox.Store,
    query: str,
    *,
    base_iri: str | None = None,
    default_graphs: Iterable[str] | None = None,
    named_graphs: Iterable[str] | None = None,
) -> Results:
    """Run a SPARQL 1.1 query.

    Args:
        store: a loaded store (`Snapshot.load_store`).
        query: the text; the prefixes of `kg.vocabulary.PREFIXES` need no declaration.
        base_iri: what relative IRIs are resolved against; None = they are errors.
        default_graphs: IRIs of the graphs whose union is the default graph, as the SPARQL Protocol gives them; if these
            or the named graphs are given, the pair takes the place of the query's FROM clauses.
        named_graphs: IRIs of the named graphs, likewise. A graph that the store does not hold is empty, never fetched.

    Raises:
        QueryRefused: the query has a SERVICE clause or is an update.
        QuerySyntaxError: it is not SPARQL 1.1.
        QueryError: it cannot be evaluated, for example for an unknown function.
    """
    check_query(query)
    with _failures():
        if default_graphs is None and named_graphs is None:
            union = not has_dataset_clause(query)
            native = store.query(query, base_iri=base_iri, prefixes=PREFIXES, use_default_graph_as_union=union)
        else:
            native = store.query(
                query,
                base_iri=base_iri,
                prefixes=PREFIXES,
                default_graph=[ox.NamedNode(name) for name in default_graphs or ()],
                named_graphs=[ox.NamedNode(name) for name in named_graphs or ()],
            )
    if isinstance(native, ox.QuerySolutions):
        return Results("solutions", tuple(variable.value for variable in native.variables), native)
    return Results("boolean" if isinstance(native, ox.QueryBoolean) else "graph", (), native)


def syntax_error(text: str) -> QuerySyntaxError:
    """Return pyoxigraph's complaint about a query as our error.

    The position is where its parser gave up: at, or a few characters behind, what is wrong. The tables of characters
    that it could have taken there are left out.
    """
    match = _POSITION.fullmatch(text)
    if match is None:
        return QuerySyntaxError(f"The query is not SPARQL 1.1: {text}.")
    line, column = int(match[1]), int(match[2])
    expected = re.sub(r"(?:, )+", ", ", _CHARACTER_CLASS.sub("", match[3])).strip(" ,\n")
    more = f": {expected}" if expected not in ("expected", "expected one of") else ""
    return QuerySyntaxError(
        f"The query is not SPARQL 1.1; reading stopped at line {line}, column {column}{more}.",
        hint="Look at that place and just before it; a prefix that is not declared counts as an error too.",
        line=line,
        column=column,
    )


@contextmanager
def _failures() -> Iterator[None]:
    """Turn what pyoxigraph raises into our errors."""
    try:
        yield
    except SyntaxError as error:
        raise syntax_error(str(error)) from error
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"The query cannot be evaluated: {error}.") from error


def _format(name: str, formats: dict[str, _Format], form: Form) -> _Format:
    for short, found in formats.items():
        if name in (short, found.media_type):
            return found
    raise NotAcceptable(
        f"A result that is a {form.removesuffix('s')} cannot be written as {name!r}.",
        hint=f"It can be written as {', '.join(formats)}.",
    )
