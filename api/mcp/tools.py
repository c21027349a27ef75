"""The tools that an assistant is given. What they take and say is their documentation: the assistant reads it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from decimal import Decimal
from functools import wraps
from typing import Annotated, Any, Final, ParamSpec, TypeVar

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from api.executor import ask_pool
from kg.errors import BadParameter, ChitieuError
from kg.output.bilingual import Language
from kg.output.tables import Cell
from kg.output.text import readable
from kg.questions.catalogue import questions
from kg.questions.model import Parameter
from kg.questions.tables import answer_table
from kg.search.search import search as find
from kg.serving.pool import Pool
from kg.serving.protocol import QueryRequest
from kg.store.snapshot import Snapshot

_RESULT_BYTES: Final = 200_000  # what an assistant can read at once; a longer answer is refused with advice
_CLIENT: Final = "mcp"

Lang = Annotated[Language, Field(description="Language of labels and notes: vi or en.")]
_P = ParamSpec("_P")
_R = TypeVar("_R")


def _told(tool: Callable[_P, Awaitable[_R]]) -> Callable[_P, Awaitable[_R]]:
    """Let a tool's own errors reach the assistant in their words."""

    @wraps(tool)
    async def telling(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return await tool(*args, **kwargs)
        except ChitieuError as error:
            raise ToolError(str(error)) from error

    return telling


class Tools:
    """The tools over a pool of query workers: the limits are those of the SPARQL endpoint.

    Args:
        pool: started and closed by the server.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def all(self) -> tuple[Callable[..., Awaitable[dict[str, Any]]], ...]:
        """Return the tools, each with its name, its description and the types of what it takes."""
        return self.search, self.list_questions, self.ask_question, self.sparql, self.show_source

    @_told
    async def search(
        self,
        text: Annotated[
            str, Field(description="Words in Vietnamese, with or without diacritics, or a document number.")
        ],
        limit: Annotated[int, Field(ge=1, le=100, description="Most hits.")] = 10,
    ) -> dict[str, Any]:
        """Find plans, rows, agencies, indicators, places and legal documents, each with its IRI for the other tools."""
        hits = await run_in_threadpool(find, self._pool.snapshot, text, limit=limit)
        names = ("kind", "label", "field", "snippet", "iri")
        return self._cited(hits=[{name: getattr(hit, name) for name in names} for hit in hits])

    @_told
    async def list_questions(self, lang: Lang = "vi") -> dict[str, Any]:
        """List the canned questions with their parameters. Prefer them to SPARQL: they tell certain from possible."""
        listed = [
            {
                "name": one.name,
                "title": one.title.in_(lang),
                "comment": one.comment.in_(lang),
                "parameters": [_parameter(parameter, lang) for parameter in one.parameters],
            }
            for one in questions()
        ]
        return self._cited(questions=listed)

    @_told
    async def ask_question(
        self,
        name: Annotated[str, Field(description="Name of the question, from list_questions.")],
        parameters: Annotated[
            dict[str, str] | None, Field(description="Its parameters: names, numbers or IRIs.")
        ] = None,
        lang: Lang = "vi",
        limit: Annotated[int, Field(ge=1, le=1000, description="Most rows.")] = 100,
    ) -> dict[str, Any]:
        """Answer a canned question: columns, rows, and notes that belong to it ("33 certain, up to 40 more")."""
        answer, snapshot = await ask_pool(self._pool, name, parameters or {}, lang=lang, limit=limit, client=_CLIENT)
        table = answer_table(answer)
        return {
            "title": table.title,
            "columns": {column.name: column.title for column in table.columns},
            "rows": [
                {c.name: _plain(value) for c, value in zip(table.columns, row, strict=True) if value is not None}
                for row in table.rows
            ],
            "notes": list(table.notes),
            "truncated": table.truncated,
            "snapshot": snapshot,
        }

    @_told
    async def sparql(
        self,
        query: Annotated[str, Field(description="SPARQL 1.1 query; the prefixes ct:, ctid:, skos: … are declared.")],
    ) -> dict[str, Any]:
        """Run SPARQL 1.1 on the graph; its terms are in it (`?term rdfs:isDefinedBy ?ontology`). Use LIMIT."""
        answer = await self._pool.query(QueryRequest(query, result_bytes=_RESULT_BYTES), client=_CLIENT)
        body = answer.body.decode()
        return {"result": body if answer.form == "graph" else json.loads(body), "snapshot": answer.snapshot}

    @_told
    async def show_source(
        self, row: Annotated[str, Field(description="IRI of a row (an assignment), from an answer or a search.")]
    ) -> dict[str, Any]:
        """Show where a row is printed: file, page, table, lines, the words of each cell, and the text around them."""
        return await run_in_threadpool(_source, self._pool.snapshot, row)

    def _cited(self, **content: object) -> dict[str, Any]:
        return {**content, "snapshot": self._pool.snapshot.id}


def _plain(value: Cell) -> object:
    """Return a cell as JSON has it: decimals as people write them, IRIs in full, for the other tools."""
    return readable(value) if isinstance(value, Decimal) else value


def _parameter(parameter: Parameter, lang: Language) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "title": parameter.title.in_(lang),
        "type": parameter.type.value,
        "required": parameter.required,
        "example": "" if parameter.shown is None else parameter.shown.value,
        "choices": {choice.value: choice.title.in_(lang) for choice in parameter.choices},
    }


def _source(snapshot: Snapshot, row: str) -> dict[str, Any]:
    with snapshot.sources() as sources:
        found = sources.row_of(row)
        if found is None:
            raise BadParameter(
                f"{row!r} is no row of a plan.", hint="Give the IRI of an assignment: search finds them."
            )
        files = {document.sha256: document.name for document in sources.documents()}
        lines = [line for cell in found.cells for line in (cell.first_line, cell.last_line) if line is not None]
        text = sources.text_of(found.plan, (min(lines), max(lines))) if lines else None
    places = ("role", "text", "page", "table", "row", "column", "first_line", "last_line")
    cells = [{place: getattr(cell, place) for place in places} for cell in found.cells]
    return {"plan": found.plan, "file": files.get(found.sha256), "cells": cells, "text": text, "snapshot": snapshot.id}
