"""The canned questions over HTTP give what the questions' room gives."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from pyoxigraph import RdfFormat, Store

from kg.output.formats import render
from kg.questions.ask import ask
from kg.questions.catalogue import questions
from kg.questions.executor import StoreExecutor
from kg.questions.tables import answer_table

if TYPE_CHECKING:
    from tests.api.conftest import Server

SMALL_GRAPH = Path(__file__).parents[1] / "questions" / "data" / "small.trig"
KIND = {"kind": "so-thu", "certainty": "possible"}


@pytest.fixture(scope="module")
def executor() -> StoreExecutor:
    store = Store()
    store.load(path=str(SMALL_GRAPH), format=RdfFormat.TRIG)
    return StoreExecutor(store)


def test_the_list_tells_every_question_with_its_parameters(asked: Server) -> None:
    listed = asked.get("/questions").json()["questions"]
    assert [each["name"] for each in listed] == [each.name for each in questions()]
    by_name = {each["name"]: each for each in listed}
    kind = by_name["leads-by-kind"]["parameters"][0]
    assert (kind["name"], kind["type"], kind["required"]) == ("kind", "agency-kind", True)
    assert by_name["leads-by-kind"]["url"] == f"{asked.base}/questions/leads-by-kind"
    assert all(each["title"]["vi"] and each["title"]["en"] for each in listed)


@pytest.mark.parametrize("format_", ["json", "csv", "tsv", "markdown"])
def test_an_answer_is_that_of_the_questions_room(asked: Server, executor: StoreExecutor, format_: str) -> None:
    response = asked.get("/questions/leads-by-kind", **KIND, format=format_)
    own = answer_table(ask(executor, "leads-by-kind", KIND, limit=3))
    assert response.content == render(own, format_)
    assert len(own.rows) > 0


def test_the_header_chooses_as_the_parameter_does(asked: Server) -> None:
    for accept, format_ in [("text/csv", "csv"), ("text/tab-separated-values", "tsv"), ("*/*", "json")]:
        by_header = asked.get("/questions/departments", accept)
        assert by_header.content == asked.get("/questions/departments", format=format_).content
        assert "Accept" in by_header.headers["vary"]
    assert asked.get("/questions/departments", "image/png").status_code == 406


def test_a_workbook_opens(asked: Server) -> None:
    response = asked.get("/questions/departments", format="xlsx")
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    assert sheet.max_row > 1


def test_labels_and_notes_come_in_the_language_asked(asked: Server) -> None:
    assert asked.get("/questions/departments", lang="en").json()["title"].startswith("How many")
    assert asked.get("/questions/departments", lang="vi").json()["title"].startswith("Mỗi cơ quan")
    header = asked.client.get("/questions/departments", headers={"Accept-Language": "en-GB, vi;q=0.5"})
    assert header.json()["title"].startswith("How many")
    assert header.headers["etag"] != asked.get("/questions/departments").headers["etag"]


def test_an_answer_that_is_cut_says_so_everywhere(asked: Server) -> None:
    as_json = asked.get("/questions/departments", limit="2")
    assert as_json.json()["truncated"] is True
    assert len(as_json.json()["rows"]) == 2
    as_csv = asked.get("/questions/departments", limit="2", format="csv")
    assert as_csv.headers["x-truncated"] == "true"
    assert len(list(csv.reader(io.StringIO(as_csv.text)))) == 3
    as_page = asked.get("/questions/departments", "text/html")
    assert 'class="truncated"' in as_page.text
    assert asked.get("/questions/leads-by-kind", kind="so-thu").headers["x-truncated"] == "false"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/questions/no-such-question", 404, "unknown-question"),
        ("/questions/leads-by-kind", 400, "bad-parameter"),
        ("/questions/leads-by-kind?kind=no-such-kind", 400, "bad-parameter"),
        ("/questions/leads-by-kind?kind=so-thu&kind=phong-thu", 400, "bad-parameter"),
        ("/questions/leads-by-kind?kind=so-thu&colour=red", 400, "bad-parameter"),
        ("/questions/departments?limit=0", 400, "bad-parameter"),
        ("/questions/departments?limit=4", 400, "bad-parameter"),
        ("/questions/departments?limit=x", 400, "bad-parameter"),
    ],
)
def test_what_is_asked_wrongly_is_told(asked: Server, path: str, status: int, code: str) -> None:
    response = asked.client.get(path, headers={"Accept": "application/json"})
    assert response.status_code == status
    assert response.json()["type"].endswith(f"/{code}")


def test_a_parameter_is_a_term_and_never_text_of_the_query(asked: Server) -> None:
    hostile = '"} UNION { ?row ?p ?o } #'
    assert asked.get("/questions/leads-by-kind", kind=hostile).status_code == 400


def test_the_page_of_a_question_has_a_form_and_the_answer(asked: Server) -> None:
    form = asked.get("/questions/leads-by-kind", "text/html", lang="en").text
    assert 'name="kind"' in form
    assert "<table" not in form
    answered = asked.get("/questions/leads-by-kind", "text/html", lang="en", **KIND).text
    assert 'value="so-thu"' in answered
    assert '<table class="stack">' in answered
    wrong = asked.get("/questions/leads-by-kind", "text/html", lang="en", kind="no-such-kind")
    assert wrong.status_code == 400
    assert 'role="alert"' in wrong.text


def test_an_answer_is_not_sent_twice(asked: Server) -> None:
    first = asked.get("/questions/departments")
    again = asked.client.get("/questions/departments", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
