"""SARIF and JUnit files obey the schemas that their readers check them by."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pyoxigraph as ox
import pytest
from lxml import etree

from kg.validation.model import Report, Waiver
from kg.validation.render import render
from kg.validation.report import validate_graph
from kg.validation.waivers import waive

SCHEMAS = Path(__file__).parent / "schemas"
DAY = dt.date(2024, 1, 31)


@pytest.fixture(scope="module")
def reports(corpus_report: Report) -> list[Report]:
    """The corpus with a waived finding and a waiver that matches nothing; and a report of nothing."""
    waived = corpus_report.findings[0].fingerprint
    waivers = [Waiver(finding, "đã biết", "kiểm thử", DAY, DAY) for finding in (waived, "0" * 16)]
    return [waive(corpus_report, waivers, DAY), validate_graph(ox.Store())]


@pytest.fixture(scope="module")
def sarif() -> jsonschema.Draft4Validator:
    schema = json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())


@pytest.fixture(scope="module")
def junit() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_sarif_obeys_its_schema(reports: list[Report], sarif: jsonschema.Draft4Validator, lang: str) -> None:
    for report in reports:
        log = json.loads(render(report, "sarif", lang))
        assert not [f"{error.json_path}: {error.message}" for error in sarif.iter_errors(log)]


def test_the_sarif_schema_refuses_what_is_wrong(reports: list[Report], sarif: jsonschema.Draft4Validator) -> None:
    log = json.loads(render(reports[0], "sarif", "vi"))
    log["runs"][0]["results"][0]["level"] = "violation"
    assert not sarif.is_valid(log)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_junit_obeys_its_schema(reports: list[Report], junit: etree.XMLSchema, lang: str) -> None:
    for report in reports:
        valid = junit.validate(etree.fromstring(render(report, "junit", lang).encode()))
        assert valid, str(junit.error_log)


def test_the_junit_schema_refuses_what_is_wrong(reports: list[Report], junit: etree.XMLSchema) -> None:
    root = etree.fromstring(render(reports[0], "junit", "vi").encode())
    del root[0].attrib["failures"]
    assert not junit.validate(root)
