"""`chitieu mcp` with the protocol's own client, over standard input and output."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp_types import CallToolResult

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="chitieu mcp needs Linux, as chitieu serve does"
)
_CROSS = "SELECT ?a ?b ?c WHERE { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z } ORDER BY ?x ?y ?z"


def _call(data: Path, *calls: tuple[str, dict[str, Any]], **settings: object) -> list[Any]:
    """Start the server, make the calls in turn, and return their results."""
    given = {f"CHITIEU_{name.upper()}": str(value) for name, value in settings.items()}
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", "from kg.cli import main; main()", "mcp", "--data", str(data)],
        env={**os.environ, **given},
    )

    async def talk() -> list[Any]:
        async with stdio_client(server) as (reading, writing), ClientSession(reading, writing) as session:
            await session.initialize()
            return [await session.call_tool(name, arguments) for name, arguments in calls]

    return asyncio.run(asyncio.wait_for(talk(), 60))


def _content(result: CallToolResult) -> Mapping[str, Any]:
    assert not result.is_error, result.content
    content: Mapping[str, Any] = result.structured_content or {}
    return content


def test_tools_describe_themselves(corpus_data: Path) -> None:
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "api.mcp"], env={**os.environ, "CHITIEU_DATA_DIR": str(corpus_data)}
    )

    async def talk() -> list[Any]:
        async with stdio_client(server) as (reading, writing), ClientSession(reading, writing) as session:
            await session.initialize()
            return list((await session.list_tools()).tools)

    tools = asyncio.run(asyncio.wait_for(talk(), 60))
    assert {tool.name for tool in tools} == {"search", "list_questions", "ask_question", "sparql", "show_source"}
    for tool in tools:
        assert tool.description
        assert all(
            field.get("description") for field in tool.input_schema["properties"].values() if "$ref" not in field
        )


def test_from_words_to_the_printed_cell(corpus_data: Path) -> None:
    found, listed, answered = _call(
        corpus_data,
        ("search", {"text": "phong van hoa thong tin", "limit": 5}),
        ("list_questions", {"lang": "en"}),
        ("ask_question", {"name": "leads-by-kind", "parameters": {"kind": "Phòng Văn hóa và Thông tin"}, "lang": "en"}),
    )
    assert len(_content(found)["hits"]) == 5
    assert "departments" in {question["name"] for question in _content(listed)["questions"]}
    answer = _content(answered)
    assert answer["notes"]
    assert len(answer["rows"]) > 10
    (source,) = _call(corpus_data, ("show_source", {"row": answer["rows"][0]["row"]}))
    shown = _content(source)
    assert shown["snapshot"] == answer["snapshot"]
    assert any(cell["role"] == "label" and cell["text"] for cell in shown["cells"])
    assert shown["cells"][0]["text"].split()[0] in shown["text"]


def test_sparql_has_the_limits_of_the_endpoint(corpus_data: Path) -> None:
    counted, refused, broken, slow, after = _call(
        corpus_data,
        ("sparql", {"query": "SELECT (COUNT(*) AS ?rows) WHERE { ?row a ct:Assignment }"}),
        ("sparql", {"query": "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}),
        ("sparql", {"query": "SELECT"}),
        ("sparql", {"query": _CROSS}),
        ("sparql", {"query": "ASK { ?plan a ct:Plan }"}),
        query_seconds=1,
    )
    assert _content(counted)["result"]["results"]["bindings"][0]["rows"]["value"] == "253"
    assert _content(after)["result"]["boolean"] is True
    for result, word in ((refused, "SERVICE"), (broken, "line 1"), (slow, "")):
        assert result.is_error
        assert word in result.content[0].text


def test_what_is_wrong_is_told_in_words(corpus_data: Path) -> None:
    unknown, wrong, nowhere = _call(
        corpus_data,
        ("ask_question", {"name": "no-such"}),
        ("ask_question", {"name": "departments", "parameters": {"year": "năm ngoái"}}),
        ("show_source", {"row": "https://example.org/"}),
    )
    assert all(result.is_error for result in (unknown, wrong, nowhere))
    assert "departments" in unknown.content[0].text or "no-such" in unknown.content[0].text
    assert "year" in wrong.content[0].text
    assert "is no row of a plan" in nowhere.content[0].text
