"""The queries of docs/def-queries.md: of terms that /def describes alone, with the answers that the page gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

from kg.resources import read_text
from kg.vocabulary import PREFIXES

PAGE = (Path(__file__).parents[2] / "docs" / "def-queries.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"\n## ([^\n]+)\n.*?```sparql\n(.+?)```\n\n((?:\|[^\n]*\n)+)", PAGE, re.DOTALL)


def test_there_are_five() -> None:
    assert len(QUERIES) >= 5


@pytest.mark.parametrize(("query", "table"), [each[1:] for each in QUERIES], ids=[each[0] for each in QUERIES])
def test_the_page_gives_the_answer(corpus_store: Store, query: str, table: str) -> None:
    head, _, *rows = [[cell.strip() for cell in line.strip("|\n").split(" | ")] for line in table.splitlines()]
    answer = corpus_store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(answer, QuerySolutions)
    assert [variable.value for variable in answer.variables] == head
    assert [[getattr(term, "value", "") for term in row] for row in answer] == rows


@pytest.mark.parametrize("query", [each[1] for each in QUERIES])
def test_every_term_of_ours_is_on_the_page_of_the_vocabulary(query: str) -> None:
    page = read_text("ontology/reference/en.html")
    terms = set(re.findall(r"\bct:(\w+)", query))
    assert terms
    assert [term for term in terms if f'id="{term}"' not in page] == []
    assert "ctid:" not in query
