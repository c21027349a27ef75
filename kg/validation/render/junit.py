"""The report as JUnit XML, for continuous integration."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from kg.validation.model import Finding, Report, RuleCount, Severity
from kg.validation.render.words import checked, place
from kg.validation.words import about_waiver


def as_junit(report: Report, lang: str = "vi") -> str:
    """Return a JUnit file: a suite a rule, a case a finding.

    Violations and warnings fail, notes pass with their words in `system-out`. A rule that found nothing is one passing
    case; one that had nothing to look at is skipped, so that "all green" cannot mean "checked nothing". A waived
    finding is skipped with its reason; a waiver that does not hold is a passing case of the suite "waivers".
    """
    root = ET.Element("testsuites", name="chitieu validate")
    for count in report.counts:
        findings = [finding for finding in report.findings if finding.code == count.code]
        root.append(_suite(count, findings, lang))
    if report.notices:
        root.append(_waivers(report, lang))
    for key in ("tests", "failures", "errors"):  # the schema of readers has no sum of skipped cases
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(count: RuleCount, findings: list[Finding], lang: str) -> ET.Element:
    suite = ET.Element("testsuite", name=f"{count.code} {count.title.in_(lang)}")
    for finding in findings:
        suite.append(_case(finding, lang))
    if not findings:
        case = ET.SubElement(suite, "testcase", name=checked(count, lang), classname=count.code)
        if not count.checked:
            ET.SubElement(case, "skipped", message=checked(count, lang))
    return _counted(suite)


def _waivers(report: Report, lang: str) -> ET.Element:
    suite = ET.Element("testsuite", name="waivers")
    for number, notice in enumerate(report.notices, 1):
        case = ET.SubElement(suite, "testcase", name=f"waiver {number}", classname="waivers")
        ET.SubElement(case, "system-out").text = notice.in_(lang)
    return _counted(suite)


def _counted(suite: ET.Element) -> ET.Element:
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    suite.set("errors", "0")
    return suite


def _case(finding: Finding, lang: str) -> ET.Element:
    case = ET.Element("testcase", name=f"{place(finding.focus, lang)} [{finding.fingerprint}]", classname=finding.code)
    said = _text(finding, lang)
    if finding.waiver:
        ET.SubElement(case, "skipped", message=about_waiver("waived", finding.waiver).in_(lang))
        ET.SubElement(case, "system-out").text = said
    elif finding.severity is Severity.INFO:
        ET.SubElement(case, "system-out").text = said
    else:
        failure = ET.SubElement(case, "failure", type=finding.severity.value, message=finding.message.in_(lang))
        failure.text = said
    return case


def _text(finding: Finding, lang: str) -> str:
    cells = [f"{cell.column}: {cell.words}" for cell in finding.focus.cells]
    other = [f"↔ {place(finding.other, lang)}: {finding.other.label}"] if finding.other else []
    return "\n".join([finding.message.in_(lang), finding.focus.label, *cells, *other, finding.remedy.in_(lang)])
