"""The answer to a question is the same wherever it is asked: page, JSON, CSV, command, SPARQL and `kg.open`."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import lxml.html
import pytest

import kg
from kg.output.text import plain
from kg.questions.ask import bound_query
from kg.questions.catalogue import questions
from kg.questions.model import Question

_ROWS = 200  # compared at most
_QUESTIONS = questions()


def _parameters(question: Question) -> dict[str, str]:
    return {each.name: each.shown.value for each in question.parameters if each.shown is not None}


def _lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _by_command(question: Question, data: Path) -> list[dict[str, str]]:
    given = [f"--param={name}={value}" for name, value in _parameters(question).items()]
    options = ["--format", "csv", "--lang", "en", "--limit", str(_ROWS), "--data", str(data)]
    script = "from kg.cli import main; main()"
    told = subprocess.run(
        [sys.executable, "-c", script, "query", question.name, *given, *options],
        capture_output=True,
        check=True,
        timeout=240,
    )
    return _lines(told.stdout.decode())


def _by_sparql(question: Question, address: str) -> list[dict[str, str]]:
    terms = {each.name: each.shown for each in question.parameters if each.shown is not None}
    query = f"{bound_query(question, terms, 'en')}\nLIMIT {_ROWS}"
    answer = httpx.post(f"{address}/sparql", data={"query": query}, headers={"Accept": "text/csv"}, timeout=240)
    assert answer.status_code == 200, answer.text
    return _lines(answer.text)


def _by_notebook(question: Question, data: Path) -> list[dict[str, str]]:
    frame = kg.open(data).ask(question.name, lang="en", limit=_ROWS, **_parameters(question))
    cells = frame.astype("object").where(frame.notna(), None)
    return [{str(name): _text(value) for name, value in row.items()} for row in cells.to_dict("records")]


def _text(value: Any) -> str:  # noqa: ANN401  # whatever a cell of a frame or of JSON holds
    whole = isinstance(value, float) and value.is_integer()
    return plain(int(value) if whole else value)


def _as_on_page(question: Question, rows: list[dict[str, Any]]) -> list[list[str]]:
    """Return the cells that the page shows as they are: no IRIs, no codes that it puts into words."""
    plain_ones = [column.name for column in question.columns if not column.choices]
    named = {column.name for column in question.columns}
    shown = [name for name in plain_ones if f"{name}Label" not in named]
    return [[_text(row[name]) for name in shown if "://" not in _text(row[name])] for row in rows]


@pytest.mark.parametrize("question", _QUESTIONS, ids=lambda question: question.name)
def test_the_answer_is_the_same_everywhere(question: Question, corpus_data: Path, corpus_server: str) -> None:
    given = {**_parameters(question), "lang": "en", "limit": str(_ROWS)}
    address = f"{corpus_server}/questions/{question.name}"
    told = httpx.get(address, params={**given, "format": "json"}, timeout=240).json()
    expected = [{name: _text(value) for name, value in row.items()} for row in told["rows"]]

    assert _lines(httpx.get(address, params={**given, "format": "csv"}, timeout=240).text) == expected
    assert _by_command(question, corpus_data) == expected
    assert _by_notebook(question, corpus_data) == expected
    assert [{k: _decimal(v) for k, v in row.items()} for row in _by_sparql(question, corpus_server)] == expected

    page = lxml.html.fromstring(httpx.get(address, params={**given, "format": "html"}, timeout=240).content)
    cells = [[cell.text_content().strip() for cell in row.iter("td")] for row in page.xpath("//table[1]/tbody/tr")]
    wanted = _as_on_page(question, told["rows"])
    assert len(cells) == len(wanted)
    for shown, row in zip(cells, wanted, strict=True):
        assert [
            value for value in row if " ".join(value.split()) not in {" ".join(cell.split()) for cell in shown}
        ] == []


def _decimal(text: str) -> str:
    """Return a number as our own writers write it: SPARQL's CSV keeps the zeros of a decimal."""
    try:
        number = json.loads(text)
    except ValueError:
        return text
    return _text(number) if isinstance(number, float) and "." in text else text
