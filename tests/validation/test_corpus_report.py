"""What validation says of the five plans, against the hand-made list of issues."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest

from kg.validation.catalogue import load_catalogue
from kg.validation.engine import SparqlEngine
from kg.validation.model import Report, Severity
from kg.validation.report import validate_graph, validate_plan

ROOT = Path(__file__).parents[2]
# Rules whose fault no plan of the corpus has.
SILENT = {"CT-A002", "CT-C009", "CT-L006", "CT-M007", "CT-O001", "CT-O002", "CT-R001", "CT-R008", "CT-R009", "CT-X003"}


@pytest.fixture(scope="session")
def scoring() -> ModuleType:
    """`scripts/score_findings.py`, which is no package."""
    spec = importlib.util.spec_from_file_location("score_findings", ROOT / "scripts/score_findings.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("severity", "at_least"), [("high", 19), ("medium", 45), ("low", 60)])
def test_finds_the_issues_of_the_hand_made_list(
    scoring: ModuleType, corpus_store: ox.Store, corpus_report: Report, severity: str, at_least: int
) -> None:
    result = scoring.score(corpus_report, scoring.issues(corpus_store))
    assert sum(issue.severity == severity for issue in result.found) >= at_least


def test_every_category_is_answered_by_a_rule_or_has_a_reason(scoring: ModuleType, corpus_store: ox.Store) -> None:
    assert {issue.category for issue in scoring.issues(corpus_store)} == scoring.Mapping.load().codes.keys()


def test_every_missed_issue_has_a_reason_and_no_reason_is_left_over(
    scoring: ModuleType, corpus_store: ox.Store, corpus_report: Report
) -> None:
    result = scoring.score(corpus_report, scoring.issues(corpus_store))
    assert {issue.number for issue in result.missed} == scoring.Mapping.load().reasons.keys()


def test_every_finding_answers_an_issue_or_is_argued_and_hardly_any_is_wrong(
    scoring: ModuleType, corpus_store: ox.Store, corpus_report: Report
) -> None:
    argued = tomllib.loads((ROOT / "tests/validation/argued_findings.toml").read_text(encoding="utf-8"))
    result = scoring.score(corpus_report, scoring.issues(corpus_store))
    assert {finding.fingerprint for finding in result.beyond} == argued["right"].keys() | argued["wrong"].keys()
    assert not argued["right"].keys() & argued["wrong"].keys()
    assert len(argued["wrong"]) <= 0.02 * len(corpus_report.findings)


def test_looks_at_everything(corpus_report: Report) -> None:
    assert [count.code for count in corpus_report.counts if not count.checked] == []
    assert {count.code for count in corpus_report.counts if not count.findings} <= SILENT


def test_violations_are_on_rows_or_plans_that_the_list_calls_high(
    scoring: ModuleType, corpus_store: ox.Store, corpus_report: Report
) -> None:
    high = [issue for issue in scoring.issues(corpus_store) if issue.severity == "high"]
    rows = {row for issue in high for row in issue.rows}
    plans = {plan for issue in high if not issue.rows for plan in issue.plans}
    beyond = [
        finding
        for finding in corpus_report.findings
        if finding.severity is Severity.VIOLATION and finding.focus.iri not in rows | plans
    ]
    assert beyond == []


def test_every_finding_says_where_and_shows_the_print(corpus_report: Report) -> None:
    for finding in corpus_report.findings:
        assert finding.focus.kind in {"plan", "row", "body"}
        assert finding.focus.file
        assert finding.focus.first_line or finding.focus.kind in {"plan", "body"}
        assert finding.focus.cells or finding.focus.kind == "plan"
        for text in (finding.message.vi, finding.message.en, finding.title.vi, finding.remedy.en):
            assert text
            assert "http" not in text
            assert "{" not in text


def test_fingerprints_are_single_and_the_same_in_a_store_filled_in_another_order(
    corpus_store: ox.Store, corpus_report: Report
) -> None:
    other = ox.Store()
    for quad in sorted(corpus_store, key=lambda quad: str(quad)[::-1]):
        other.add(quad)
    assert validate_graph(other) == corpus_report
    assert len({finding.fingerprint for finding in corpus_report.findings}) == len(corpus_report.findings)


@pytest.mark.parametrize("threads", [1, 3])
def test_queries_evaluated_one_by_one_or_side_by_side_find_the_same_in_the_same_order(
    corpus_store: ox.Store, corpus_report: Report, threads: int
) -> None:
    catalogue = load_catalogue()
    assert validate_graph(corpus_store, threads) == corpus_report
    solutions = list(SparqlEngine(corpus_store, catalogue, threads).run(catalogue))
    assert [solution.rule.code for solution in solutions] == sorted(solution.rule.code for solution in solutions)


def test_a_plan_gets_what_touches_it(corpus_store: ox.Store, corpus_report: Report) -> None:
    plan = next(finding.plan for finding in corpus_report.findings if finding.plan)
    report = validate_plan(corpus_store, plan)
    assert report.findings == tuple(finding for finding in corpus_report.findings if finding.touches(plan))
    assert 0 < len(report.findings) < len(corpus_report.findings)
    assert sum(count.findings for count in report.counts) == len(report.findings)


def test_an_empty_graph_has_looked_at_nothing_and_says_so() -> None:
    report = validate_graph(ox.Store())
    assert report.findings == ()
    assert {count.checked for count in report.counts} == {0}
