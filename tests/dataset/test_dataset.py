"""`kg.open` on a snapshot and on a running server: the same calls, the same frames."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import kg
from kg.dataset.dataset import Dataset
from kg.errors import BadParameter, BadSelection, QuerySyntaxError, RemoteError, SnapshotNotFound, UsageError
from kg.questions.catalogue import questions
from kg.resources import resource

_COUNTS = (
    "SELECT ?plan (COUNT(?row) AS ?rows) WHERE { ?row a ct:Assignment ; ct:plan ?plan } GROUP BY ?plan ORDER BY ?plan"
)
_CORPUS_ROWS = 253


@pytest.fixture(scope="module", params=["snapshot", "server"])
def data(request: pytest.FixtureRequest, corpus_data: Path) -> Dataset:
    """The corpus, opened both ways."""
    return kg.open(corpus_data if request.param == "snapshot" else request.getfixturevalue("corpus_server"))


def test_it_says_what_is_inside(data: Dataset) -> None:
    assert data.summary["plans"] == 5
    assert data.summary["assignments"] == _CORPUS_ROWS
    assert f"{_CORPUS_ROWS} assignments" in repr(data)
    assert data.snapshot in repr(data)
    assert f"<td>{_CORPUS_ROWS}</td>" in data._repr_html_()


def test_a_question_gives_a_frame_with_titles_and_notes(data: Dataset) -> None:
    frame = data.ask("departments", lang="en")
    assert list(frame.columns[:2]) == ["kind", "kindLabel"]
    assert frame["rows"].dtype == "Int64"
    assert frame.attrs["titles"]["rows"]
    assert frame.attrs["snapshot"] == data.snapshot
    assert not frame.attrs["truncated"]
    assert data.ask("departments", limit=1).attrs["truncated"]


def test_every_question_that_needs_nothing_is_answered_alike(corpus_data: Path, corpus_server: str) -> None:
    here, there = kg.open(corpus_data), kg.open(corpus_server)
    for question in questions():
        if not any(parameter.required for parameter in question.parameters):
            pd.testing.assert_frame_equal(here.ask(question.name), there.ask(question.name))


def test_a_wrong_parameter_is_told(data: Dataset) -> None:
    with pytest.raises(BadParameter):
        data.ask("departments", year="năm ngoái")


def test_assignments_are_filtered_by_column_and_by_words(data: Dataset) -> None:
    everything = data.assignments()
    assert len(everything) == _CORPUS_ROWS
    plan = everything["plan"].iloc[0]
    assert len(data.assignments(plan=plan)) == (everything["plan"] == plan).sum()
    several = sorted(everything["plan"].unique())[:2]
    assert len(data.assignments(plan=several)) == everything["plan"].isin(several).sum()
    found = data.assignments(text="dich vu cong truc tuyen")
    assert 0 < len(found) < _CORPUS_ROWS
    with pytest.raises(BadSelection, match="has no filter"):
        data.assignments(colour="red")


def test_findings_stand_in_both_languages(data: Dataset) -> None:
    vietnamese, english = data.findings(), data.findings(lang="en")
    assert len(vietnamese) == len(english) == data.summary["findings"]
    assert (vietnamese["message"] != english["message"]).mean() > 0.9


def test_sparql_of_every_form(data: Dataset) -> None:
    counted = data.sparql(_COUNTS)
    assert isinstance(counted, pd.DataFrame)
    assert counted["rows"].sum() == _CORPUS_ROWS
    assert data.sparql("ASK { ?plan a ct:Plan }") is True
    turtle = data.sparql("CONSTRUCT { ?plan a ct:Plan } WHERE { ?plan a ct:Plan }")
    assert isinstance(turtle, str)
    assert "ct:Plan" in turtle
    with pytest.raises(QuerySyntaxError, match="line 1"):
        data.sparql("SELECT")


def test_search_finds_with_and_without_marks(data: Dataset) -> None:
    hits = data.search("kon ray", limit=5)
    assert 0 < len(hits) <= 5
    assert list(hits.columns) == ["kind", "label", "field", "snippet", "exact", "iri"]
    assert hits["iri"].str.startswith("https://w3id.org/chitieu/id/").all()


def test_a_document_is_checked_against_a_snapshot(corpus_data: Path) -> None:
    found = kg.open(corpus_data).check(next(resource("corpus").glob("*.txt")), lang="en")
    assert len(found) > 0
    assert set(found["severity"]) <= {"violation", "warning", "info"}
    assert "rules had something to look at" in found.attrs["notes"][0]


def test_a_server_does_not_read_files_of_this_machine(corpus_server: str) -> None:
    with pytest.raises(UsageError, match="cannot be checked"):
        kg.open(corpus_server).check("plan.docx")


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SnapshotNotFound, match="Nothing is published"):
        kg.open(tmp_path)
    with pytest.raises(RemoteError, match="cannot be reached"):
        kg.open("http://127.0.0.1:9/")


def test_opening_loads_no_pandas(corpus_data: Path) -> None:
    script = "import sys, kg; kg.open(sys.argv[1]).summary; print('pandas' in sys.modules, 'rdflib' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", script, str(corpus_data)], capture_output=True, text=True, check=True, timeout=240
    )
    assert told.stdout.split() == ["False", "False"]
