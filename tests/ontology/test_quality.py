"""The quality checks: none finds anything in ours, and each finds its own fault in a file made for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.errors import ResourceError
from kg.ontology import load, load_checks, run_checks
from kg.vocabulary import CT, expand

BROKEN = Path(__file__).parent / "broken"
CHECKS = {check.name: check for check in load_checks()}


def test_ours_has_no_errors_and_no_warnings() -> None:
    problems = run_checks(load(), CHECKS.values())
    assert [str(problem) for problem in problems if problem.check.severity != "INFO"] == []


def test_every_check_has_a_file_that_fires_it() -> None:
    assert {path.stem for path in BROKEN.glob("*.ttl")} == set(CHECKS)
    assert len(CHECKS) >= 25


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_check_fires(name: str) -> None:
    """The first line of the file names the entities at fault; nothing else in it is."""
    path = BROKEN / f"{name}.ttl"
    expected = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# at fault: ").split()
    found = run_checks(load([path]), [CHECKS[name]])
    assert sorted({problem.entity.rpartition("#")[2].rpartition("/")[2] for problem in found}) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# severity: FATAL\n# title: x\n# follows: y\nSELECT ?entity {}", r"x\.rq must begin with"),
        ("# severity: WARN\nSELECT ?entity {}", r"x\.rq must begin with"),
    ],
)
def test_a_check_without_its_head_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "x.rq").write_text(text, encoding="utf-8")
    with pytest.raises(ResourceError, match=message):
        load_checks(tmp_path)


def test_a_check_that_is_no_select_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.rq").write_text("# severity: WARN\n# title: x\n# follows: y\nASK {}", encoding="utf-8")
    with pytest.raises(ResourceError, match="x is not a SELECT"):
        run_checks(load(), load_checks(tmp_path))


def test_a_problem_reads_as_a_line() -> None:
    problem = run_checks(load([BROKEN / "missing-label.ttl"]), [CHECKS["missing-label"]])[0]
    assert str(problem) == "ERROR missing-label: https://w3id.org/chitieu/def#Nameless vi"


def test_every_check_and_every_class_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "ontology.md").read_text(encoding="utf-8")
    lines = [f"| `{check.name}` | {check.severity} | {check.title} ({check.follows}) |" for check in CHECKS.values()]
    assert [line for line in lines if line not in page] == []
    classes = {
        triple.subject.value
        for triple in load()
        if isinstance(triple.subject, NamedNode) and triple.object == NamedNode(expand("owl:Class"))
    }
    ours = sorted(iri.removeprefix(CT) for iri in classes if iri.startswith(CT))
    assert [local for local in ours if f"`ct:{local}`" not in page] == []
