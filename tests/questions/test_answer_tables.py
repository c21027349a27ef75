"""An answer becomes a table with titles in its language."""

from __future__ import annotations

import json

from kg.output.formats import render
from kg.questions.ask import ask
from kg.questions.tables import answer_table, parameters_table, questions_table

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


def test_people_read_coded_values_in_their_language(small: Recorder) -> None:
    answer = ask(small, "roles", {"agency": "so-thu/an", "certainty": "possible"})
    table = answer_table(answer)
    shown = table.for_little_room()
    assert [column.name for column in shown.columns] == [
        *("planLabel", "ordinal", "label", "itemLabel", "role", "holderLabel", "viaGroup", "certainty")
    ]
    assert shown.rows[1][-4:] == ("phối hợp", "Sở Thử tỉnh An", "không", "có thể")
    assert table.rows[1][-5:] == (
        "coordinating",
        "https://w3id.org/chitieu/id/agency/so-thu/an",
        "Sở Thử tỉnh An",
        False,
        "possible",
    )


def test_the_questions_themselves_are_a_table() -> None:
    table = questions_table("en")
    asked = "How many rows does each department lead in each plan?"
    assert table.rows[0] == ("departments", asked, "year, place, as_of")
    assert ("leads-by-kind", "kind*, groups, certainty, as_of") in [(row[0], row[2]) for row in table.rows]
    assert [column.title for column in questions_table("vi").columns] == ["Câu hỏi", "Hỏi gì", "Tham số"]


def test_the_parameters_of_a_question_are_a_table() -> None:
    table = parameters_table("leads-by-kind", "en")
    assert table.rows[0][0::3] == ("kind*", "(ctid:agency-kind/phong-van-hoa-va-thong-tin)")
    assert table.rows[2] == ("certainty", "certainty", "choice", "certain", "certain, possible")


def test_titles_are_in_the_language_asked_for(small: Recorder) -> None:
    table = answer_table(ask(small, "plan-table"))
    assert (table.title, table.columns[0].title) == ("Bảng phân công của kế hoạch này gồm những gì?", "Kế hoạch (IRI)")
