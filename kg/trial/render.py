"""A trial as data, as Turtle, and as a workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Final

from pyoxigraph import RdfFormat, serialize

from kg.extraction.serialise import to_json
from kg.graph.naming import names_of
from kg.output.bilingual import Language, Text
from kg.output.tables import Column, TableData
from kg.output.workbook import write_workbook
from kg.resolution.model import Link
from kg.trial.examine import links_of
from kg.trial.model import Trial
from kg.validation.model import Finding, Severity
from kg.vocabulary import PREFIXES

Json = dict[str, Any]

_COLUMNS: Final = {
    "section": Text("Mục", "Section"),
    "ordinal": Text("TT", "No."),
    "label": Text("Chỉ tiêu", "Indicator"),
    "target": Text("Mục tiêu", "Target"),
    "lead": Text("Chủ trì (in)", "Lead (printed)"),
    "leadLinks": Text("Chủ trì (hiểu là)", "Lead (read as)"),
    "coordinating": Text("Phối hợp (in)", "Coordinating (printed)"),
    "coordinatingLinks": Text("Phối hợp (hiểu là)", "Coordinating (read as)"),
    "guiding": Text("Hướng dẫn (in)", "Guiding (printed)"),
    "guidingLinks": Text("Hướng dẫn (hiểu là)", "Guiding (read as)"),
    "indicator": Text("Chỉ tiêu chuẩn", "Indicator (read as)"),
    "citations": Text("Văn bản viện dẫn", "Documents cited"),
    "note": Text("Ghi chú", "Note"),
    "flags": Text("Cờ", "Flags"),
    "findings": Text("Phát hiện", "Findings"),
}
_UNRESOLVED: Final = Text("(chưa rõ)", "(unresolved)")


def as_data(trial: Trial) -> Json:
    """Return one object: what `chitieu extract` prints, with `links` for each row, and the findings."""
    plan, report = trial.plan, trial.report
    printed = to_json(plan.record)
    found = _findings_by_row(report.findings)
    rows = []
    for row, told in zip(plan.rows, printed["rows"], strict=True):
        iri = names_of(plan).assignment(row.path).value
        links = {name: [_link(link, trial.labels) for link in group] for name, group in links_of(row).items()}
        rows.append({**told, "iri": iri, "links": links, "findings": [each.fingerprint for each in found[iri]]})
    return {
        **printed,
        "snapshot": trial.snapshot,
        "plan": {
            "iri": plan.iri,
            "label": _words(trial.labels.get(plan.iri)),
            "published": trial.published,
            "identity_method": plan.identity_method.value,
            "place": _link(plan.place, trial.labels),
            "issuer": _link(plan.issuer, trial.labels),
        },
        "rows": rows,
        "summary": {severity.value: report.number(severity) for severity in Severity},
        "findings": [_finding(finding) for finding in report.findings],
    }


def as_turtle(trial: Trial) -> bytes:
    """Return the plan's graph as Turtle, with the prefixes that it uses."""
    used = {name: base for name, base in PREFIXES.items() if any(base in str(triple) for triple in trial.triples)}
    return serialize(trial.triples, format=RdfFormat.TURTLE, prefixes=used) or b""  # bytes: no file was named


def as_workbook(trial: Trial, language: Language) -> bytes:
    """Return the rows as an .xlsx file: print, links and findings side by side; what is found elsewhere as notes."""
    found = _findings_by_row(trial.report.findings)
    columns = tuple(Column(name, title.in_(language)) for name, title in _COLUMNS.items())
    rows = []
    for row in trial.plan.rows:
        iri, printed, links = names_of(trial.plan).assignment(row.path).value, row.row, links_of(row)
        called = {name: _called(group, trial.labels, language) for name, group in links.items()}
        messages = _joined(_message(finding, language) for finding in found[iri])
        flags = _joined(f"{flag.code.value}: {flag.reason}" for flag in printed.flags)
        lead, coordinating, guiding = (
            _joined(names) for names in (printed.roles.lead, printed.roles.coordinating, printed.roles.guiding)
        )
        head = (printed.section, printed.ordinal, printed.label, _joined(printed.target_raw))
        roles = (lead, called["lead"], coordinating, called["coordinating"], guiding, called["guiding"])
        rows.append((*head, *roles, called["indicator"], called["citations"], printed.note, flags, messages))
    notes = tuple(_message(each, language) for each in trial.report.findings if each.assignment is None)
    label = trial.labels.get(trial.plan.iri)
    title = label.in_(language) if label else trial.plan.record.source.name
    return write_workbook(TableData(columns, tuple(rows), title=title, notes=notes))


def _findings_by_row(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.assignment:
            found[finding.assignment].append(finding)
    return found


def _link(link: Link, labels: Mapping[str, Text]) -> Json:
    return {
        "printed": link.printed,
        "iri": link.iri,
        "label": _words(labels.get(link.iri or "")),
        "method": link.method.value,
        "confidence": link.confidence,
        "reason": link.reason,
        "candidates": [{**asdict(each), "label": _words(labels.get(each.iri))} for each in link.candidates],
    }


def _finding(finding: Finding) -> Json:
    """Return the fields that are promised (`api.rest.extraction.TriedFinding`)."""
    return {
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "title": _words(finding.title),
        "message": _words(finding.message),
        "remedy": _words(finding.remedy),
        "focus": asdict(finding.focus),
        "other": asdict(finding.other) if finding.other else None,
        "value": finding.value,
        "fingerprint": finding.fingerprint,
    }


def _words(text: Text | None) -> Json | None:
    return None if text is None else {"vi": text.in_("vi"), "en": text.in_("en")}


def _called(links: Iterable[Link], labels: Mapping[str, Text], language: Language) -> str | None:
    names = ((labels.get(link.iri or ""), link) for link in links)
    return _joined(label.in_(language) if label else link.iri or _UNRESOLVED.in_(language) for label, link in names)


def _message(finding: Finding, language: Language) -> str:
    return f"{finding.code} {finding.message.in_(language)}"


def _joined(parts: Iterable[str]) -> str | None:
    return "; ".join(parts) or None
