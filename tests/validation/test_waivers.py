"""Waivers: marked, never hidden; past their day or without a finding they are told."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from kg.errors import CurationError
from kg.resources import resource
from kg.validation.model import Report, Severity, Waiver
from kg.validation.render import FORMATS, render
from kg.validation.waivers import load_waivers, waive

DAY = dt.date(2024, 6, 30)
ENTRY = """[[waiver]]
finding = "0123456789abcdef"
reason = "Said by the office."
by = "Nguyễn Văn A"
date = 2024-01-31
expires = 2024-06-30
"""


def waiver(finding: str, expires: dt.date = DAY) -> Waiver:
    return Waiver(finding, "Đã hỏi lại văn phòng.", "Nguyễn Văn A", dt.date(2024, 1, 1), expires)


@pytest.fixture(scope="session")
def waived(corpus_report: Report) -> Report:
    """The corpus's report with its violations waived, one waiver without a finding and one that has expired."""
    violations = [f.fingerprint for f in corpus_report.findings if f.severity is Severity.VIOLATION]
    last = corpus_report.findings[-1].fingerprint
    waivers = [*map(waiver, violations), waiver("0" * 16), waiver(last, DAY - dt.timedelta(days=1))]
    return waive(corpus_report, waivers, DAY)


def test_what_is_waived_does_not_count_and_stays(corpus_report: Report, waived: Report) -> None:
    assert corpus_report.reaches(Severity.VIOLATION)
    assert not waived.reaches(Severity.VIOLATION)
    assert waived.reaches(Severity.WARNING)
    assert waived.number(Severity.VIOLATION) == 0
    assert waived.waived == corpus_report.number(Severity.VIOLATION)
    assert [f.fingerprint for f in waived.findings] == [f.fingerprint for f in corpus_report.findings]


def test_a_waiver_without_a_finding_and_one_past_its_day_are_told(waived: Report) -> None:
    unmatched, expired = waived.notices
    assert "0" * 16 in unmatched.en
    assert "matches no finding" in unmatched.en
    assert "expired on 2024-06-29" in expired.en
    assert waived.findings[-1].waiver is None


def test_a_waiver_holds_on_its_last_day_and_not_after(corpus_report: Report) -> None:
    first = corpus_report.findings[0].fingerprint
    assert waive(corpus_report, [waiver(first)], DAY).waived == 1
    assert waive(corpus_report, [waiver(first)], DAY + dt.timedelta(days=1)).waived == 0


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_shows_waiver_and_notices(waived: Report, form: str) -> None:
    text = " ".join(render(waived, form, "vi").split())
    assert "Đã hỏi lại văn phòng." in text
    assert "0" * 16 in text


def test_programs_see_waived_findings_as_such(waived: Report) -> None:
    log = json.loads(render(waived, "sarif", "en"))["runs"][0]
    assert sum("suppressions" in result for result in log["results"]) == waived.waived
    content = json.loads(render(waived, "json"))
    assert content["summary"]["waived"] == waived.waived
    assert content["findings"][0]["waiver"]["expires"] == "2024-06-30"
    root = ET.fromstring(render(waived, "junit", "en"))  # noqa: S314 - our own
    assert len(root.findall(".//skipped")) == waived.waived
    assert int(root.get("failures", "0")) == waived.number(Severity.WARNING)


def test_the_file_of_the_corpus_is_read() -> None:
    assert load_waivers(resource("corpus")) == ()


def test_a_file_is_read_and_a_folder_without_one_has_none(tmp_path: Path) -> None:
    assert load_waivers(tmp_path) == ()
    (tmp_path / "waivers.toml").write_text(ENTRY, encoding="utf-8")
    (one,) = load_waivers(tmp_path)
    assert one == load_waivers(tmp_path / "waivers.toml")[0]
    assert one.expires == DAY


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ENTRY.replace("0123456789abcdef", "0123"), "16 hex digits"),
        (ENTRY.replace('by = "Nguyễn Văn A"\n', ""), "expected exactly the keys"),
        (ENTRY.replace("2024-06-30", '"2024-06-30"'), "must be a date"),
        (ENTRY.replace("2024-06-30", "2023-06-30"), "before its date"),
        (ENTRY.replace("Said by the office.", " "), "says something"),
        (ENTRY * 2, "waived twice"),
        ("[waiver]\na = 1\n", r"\[\[waiver\]\] entries"),
        ("[[other]]\n", "found other"),
        ("[[", "cannot be read as TOML"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "waivers.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CurationError, match=told) as caught:
        load_waivers(path)
    assert str(path) in str(caught.value)
