"""An answer becomes a table with titles in its language."""

from __future__ import annotations

import json

from kg.output.formats import render
from kg.questions.ask import ask
from kg.questions.tables import answer_table

from .conftest import Recorder


def test_an_answer_is_written_with_its_notes(small: Recorder) -> None:
    answer = ask(small, "leads-by-kind", {"kind": "so-thu", "certainty": "possible"}, lang="en", limit=3)
    written = json.loads(render(answer_table(answer), "json"))
    assert written["title"] == "Which indicators do bodies of this kind lead?"
    assert written["columns"][0] == {"name": "row", "title": "Row (IRI)"}
    assert [row["ordinal"] for row in written["rows"]] == ["1", "2", "3"]
    assert written["rows"][0]["viaGroup"] is False
    assert written["notes"] == ["2 certain, up to 2 more", "There is more: only the first 3 rows are given."]
    assert written["truncated"] is True


def test_titles_are_in_the_language_asked_for(small: Recorder) -> None:
    table = answer_table(ask(small, "plan-table"))
    assert (table.title, table.columns[0].title) == ("Bảng phân công của kế hoạch này gồm những gì?", "Kế hoạch (IRI)")
