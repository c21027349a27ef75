"""Every format says the same findings in the form that its readers expect."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.validation.model import Report, Severity
from kg.validation.quads import report_quads
from kg.validation.render import FORMATS, render
from kg.validation.render.table import as_table
from kg.validation.report import validate_graph
from kg.vocabulary import FINDINGS_GRAPH, expand


@pytest.fixture(scope="session")
def empty() -> Report:
    return validate_graph(ox.Store())


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_renders_both_a_full_and_an_empty_report(
    corpus_report: Report, empty: Report, form: str, lang: str
) -> None:
    assert render(empty, form, lang) != render(corpus_report, form, lang)
    assert render(corpus_report, form, lang) == render(corpus_report, form, lang)


def test_an_unknown_format_is_refused_with_the_known_ones(empty: Report) -> None:
    with pytest.raises(UsageError, match="table, json, turtle, html, junit, sarif"):
        render(empty, "pdf")


def test_table_is_grouped_bounded_and_counted(corpus_report: Report) -> None:
    text = as_table(corpus_report, "vi", width=100)
    assert "CT-T001 Lỗi" in text
    assert "phát hiện nữa" in text
    assert max(len(line) for line in text.splitlines()) <= 100
    assert f"{corpus_report.number(Severity.VIOLATION)} lỗi" in text
    assert "\x1b" not in text
    assert "\x1b" in as_table(corpus_report, "vi", color=True)


def test_table_of_nothing_says_that_nothing_was_checked(empty: Report) -> None:
    assert f"{len(empty.counts)} rules had nothing to check" in " ".join(render(empty, "table", "en").split())


def test_json_holds_findings_counts_and_both_languages(corpus_report: Report) -> None:
    content = json.loads(render(corpus_report, "json"))
    assert len(content["findings"]) == len(corpus_report.findings) == sum(content["summary"].values())
    assert {"vi", "en"} == content["findings"][0]["message"].keys()
    assert content["findings"][0]["focus"]["cells"]
    assert [rule["code"] for rule in content["rules"]] == [count.code for count in corpus_report.counts]


def test_turtle_is_a_shacl_report(corpus_report: Report) -> None:
    store = ox.Store()
    store.load(render(corpus_report, "turtle").encode(), format=ox.RdfFormat.TURTLE)
    results = list(store.quads_for_pattern(None, ox.NamedNode(expand("sh:focusNode")), None))
    assert len(results) == len(corpus_report.findings)
    (conforms,) = store.quads_for_pattern(None, ox.NamedNode(expand("sh:conforms")), None)
    assert conforms.object == ox.Literal(False)


def test_quads_stand_in_their_own_graph_and_nowhere_else(corpus_store: ox.Store, corpus_report: Report) -> None:
    quads = report_quads(corpus_report)
    graph = ox.NamedNode(FINDINGS_GRAPH)
    assert {quad.graph_name for quad in quads} == {graph}
    others = {quad.triple for quad in corpus_store if quad.graph_name != graph}
    assert not others & {quad.triple for quad in quads}
    assert quads == sorted(set(quads), key=str)


class _Page(HTMLParser):
    """Collects tags and everything that would be fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [value or "" for name, value in attrs if name in {"src", "href"}]
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_html_is_whole_and_fetches_nothing(corpus_report: Report) -> None:
    page = _Page()
    page.feed(render(corpus_report, "html", "en"))
    assert page.open == []
    assert page.fetched == []
    assert "script" not in page.tags
    assert page.tags.count("article") == len(corpus_report.findings)
    assert page.tags.count("mark") > len(corpus_report.findings) / 2


def test_html_marks_what_the_finding_is_about_on_both_sides(corpus_report: Report) -> None:
    page = render(corpus_report, "html", "vi")
    article = page.partition('<details id="CT-C001"')[2].partition("</article>")[0]
    focus, _, other = article.partition('class="other"')
    assert "<mark>100%</mark>" in focus
    assert "<mark>&gt;=10%</mark>" in other
    leads = page.partition('<details id="CT-R002"')[2].partition("</article>")[0]
    assert leads.count("<mark>UBND các xã</mark>") >= 2, "the printed name, not that of the registry"


def test_junit_fails_for_violations_and_warnings_and_skips_what_checked_nothing(
    corpus_report: Report, empty: Report
) -> None:
    root = ET.fromstring(render(corpus_report, "junit", "en"))  # noqa: S314 - our own
    noted = corpus_report.number(Severity.INFO)
    assert root.tag == "testsuites"
    assert len(root.findall("testsuite")) == len(corpus_report.counts)
    assert int(root.get("failures", "0")) == len(corpus_report.findings) - noted == len(root.findall(".//failure"))
    assert len(root.findall(".//system-out")) == noted
    assert all(case.get("name") and case.get("classname") for case in root.iter("testcase"))
    nothing = ET.fromstring(render(empty, "junit", "en"))  # noqa: S314 - our own
    assert len(nothing.findall(".//skipped")) == len(empty.counts) == int(nothing.get("tests", "0"))


def test_sarif_has_rules_levels_places_and_fingerprints(corpus_report: Report) -> None:
    log = json.loads(render(corpus_report, "sarif", "en"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(corpus_report.findings)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["partialFingerprints"]["chitieu/v1"]
        (location,) = result["locations"]
        region = location["physicalLocation"].get("region", {"startLine": 1, "endLine": 1})
        assert 1 <= region["startLine"] <= region["endLine"]
