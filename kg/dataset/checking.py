"""A validation report as a table, a line a finding."""

from __future__ import annotations

from typing import Final

from kg.output.bilingual import Language, Text
from kg.output.tables import Cell, Column, Iri, TableData
from kg.validation.model import Finding, Report, Side

_COLUMNS: Final = {
    "severity": Text("Mức độ", "Severity"),
    "code": Text("Mã", "Code"),
    "title": Text("Phát hiện", "Finding"),
    "message": Text("Nội dung", "Message"),
    "remedy": Text("Cách xử lý", "What to do"),
    "plan": Text("Kế hoạch", "Plan"),
    "ordinal": Text("TT", "No."),
    "label": Text("Dòng", "Row"),
    "printed": Text("In là", "Printed"),
    "otherPlan": Text("Kế hoạch kia", "Other plan"),
    "otherLabel": Text("Dòng kia", "Other row"),
    "otherPrinted": Text("Dòng kia in là", "Other row prints"),
    "fingerprint": Text("Dấu nhận dạng", "Fingerprint"),
    "assignment": Text("IRI", "IRI"),
}


def findings_table(report: Report, lang: Language) -> TableData:
    """Return the findings that nobody waived, worst first; the note says how many rules looked."""
    columns = tuple(Column(name, title.in_(lang)) for name, title in _COLUMNS.items())
    rows = tuple(_row(finding, lang) for finding in report.standing)
    checked = sum(bool(count.checked) for count in report.counts)
    note = Text(
        f"{checked} trên {len(report.counts)} quy tắc có đối tượng để xét.",
        f"{checked} of {len(report.counts)} rules had something to look at.",
    )
    return TableData(columns, rows, notes=(note.in_(lang),))


def _row(finding: Finding, lang: Language) -> tuple[Cell, ...]:
    focus, other = finding.focus, finding.other
    return (
        finding.severity.value,
        finding.code,
        finding.title.in_(lang),
        finding.message.in_(lang),
        finding.remedy.in_(lang),
        focus.plan_label,
        focus.ordinal,
        focus.label,
        _printed(focus),
        other.plan_label if other else None,
        other.label if other else None,
        _printed(other) if other else None,
        finding.fingerprint,
        Iri(finding.assignment) if finding.assignment else None,
    )


def _printed(side: Side) -> str:
    return " | ".join(cell.words for cell in side.cells)
