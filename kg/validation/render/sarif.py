"""The report as SARIF 2.1.0 (OASIS, 27 March 2020), for code scanning in continuous integration."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import quote

from kg.validation.catalogue import load_catalogue
from kg.validation.model import Finding, Report, RuleCount, Severity, Side
from kg.validation.render.words import place
from kg.validation.words import about_waiver
from kg.version import VERSION

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_sarif(report: Report, lang: str = "vi") -> str:
    """Return a SARIF log with one run; fingerprints let a CI follow a finding from run to run."""
    driver = {
        "name": "chitieu",
        "version": VERSION,
        "rules": [_rule(count, lang) for count in report.counts],
    }
    index = {count.code: number for number, count in enumerate(report.counts)}
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "results": [_result(finding, index[finding.code], lang) for finding in report.findings],
    }
    if report.notices:
        told = [{"level": "warning", "message": {"text": notice.in_(lang)}} for notice in report.notices]
        run["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": told}]
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(count: RuleCount, lang: str) -> dict[str, Any]:
    rule = load_catalogue().rule(count.code)
    return {
        "id": count.code,
        "shortDescription": {"text": count.title.in_(lang)},
        "fullDescription": {"text": rule.rationale.in_(lang)},
        "help": {"text": rule.remedy.in_(lang)},
        "defaultConfiguration": {"level": _LEVELS[count.severity]},
        "properties": {"checked": count.checked, "population": count.population.in_(lang)},
    }


def _result(finding: Finding, index: int, lang: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message.in_(lang)},
        "locations": [_location(finding.focus, lang)],
        "partialFingerprints": {"chitieu/v1": finding.fingerprint},
    }
    if finding.waiver:
        result["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": about_waiver("waived", finding.waiver).in_(lang),
            }
        ]
    if finding.other:
        result["relatedLocations"] = [_location(finding.other, lang)]
    return result


def _location(side: Side, lang: str) -> dict[str, Any]:
    location: dict[str, Any] = {
        "message": {"text": f"{place(side, lang)}: {side.label}"},
        "logicalLocations": [{"fullyQualifiedName": side.iri, "kind": side.kind}],
    }
    if side.file:
        physical: dict[str, Any] = {"artifactLocation": {"uri": quote(side.file)}}
        if side.first_line:
            physical["region"] = {"startLine": side.first_line, "endLine": side.last_line or side.first_line}
        location["physicalLocation"] = physical
    return location
