"""The quality checks: none finds anything in ours, and each finds its own fault in a file made for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.ontology import load, load_checks, run_checks

BROKEN = Path(__file__).parent / "broken"
CHECKS = {check.name: check for check in load_checks()}


def test_ours_has_no_errors_and_no_warnings() -> None:
    problems = run_checks(load(), CHECKS.values())
    assert [str(problem) for problem in problems if problem.check.severity != "INFO"] == []


def test_every_check_has_a_file_that_fires_it() -> None:
    assert {path.stem for path in BROKEN.glob("*.ttl")} == set(CHECKS)
    assert len(CHECKS) >= 15


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
