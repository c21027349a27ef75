"""The competency questions, asked of the real corpus, against answers that the product did not give."""

from __future__ import annotations

import csv
import runpy
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.output.tables import Iri, cell
from kg.store.query import execute

HERE = Path(__file__).parent
QUESTIONS = sorted(HERE.glob("*.rq"))
SCRIPT = HERE.parents[1] / "scripts" / "competency_answers.py"


def shown(value: object) -> str:
    if value is None:
        return ""
    return value.curie if isinstance(value, Iri) else str(value)


@pytest.mark.parametrize("path", QUESTIONS, ids=[path.stem for path in QUESTIONS])
def test_the_graph_answers(path: Path, corpus_store: Store) -> None:
    result = execute(corpus_store, path.read_text(encoding="utf-8"))
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        names, *expected = csv.reader(file)
    if result.form == "boolean":
        assert [[str(bool(result)).lower()]] == expected
        return
    assert list(result.variables) == names
    assert sorted([shown(cell(term)) for term in row] for row in result.rows()) == sorted(expected)


def test_there_are_at_least_forty_on_every_topic() -> None:
    script = runpy.run_path(str(SCRIPT))
    heads = [script["head"](path.read_text(encoding="utf-8")) for path in QUESTIONS]
    assert len(QUESTIONS) >= 40
    assert {said["topic"] for said in heads} == set(script["TOPICS"])
    for path, said in zip(QUESTIONS, heads, strict=True):
        assert said["vi"].endswith("?"), path.name
        assert said["en"].endswith("?"), path.name
        assert (said["expected"] == "gold") == (path.stem in script["ANSWERS"]), path.name
        assert said["expected"] == "gold" or said["expected"].startswith("hand: "), path.name


def test_expected_answers_and_page_are_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    main = runpy.run_path(str(SCRIPT))["main"]
    assert main(["--check"]) == 0, f"{capsys.readouterr().out} Run python scripts/competency_answers.py"


def test_the_script_shares_no_code_with_the_product() -> None:
    source = SCRIPT.read_text(encoding="utf-8")
    assert not [line for line in source.splitlines() if line.startswith(("import kg", "from kg", "from pyoxi"))]
