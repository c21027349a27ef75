"""The words that all renderers share: headings, places, summaries (`shapes/words.toml`)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kg.validation.model import Finding, Report, RuleCount, Severity, Side
from kg.validation.words import words


def summary(report: Report, lang: str) -> list[str]:
    """Return the closing lines: how much was found and waived, which rules found nothing or had nothing to look at."""
    says = words(lang)
    numbers = {f"{severity}s": report.number(severity) for severity in Severity}
    lines = [says["summary"].format(**numbers, rules=len(report.counts))]
    if not report.findings:
        lines.append(says["nothing"])
    silent = [count.code for count in report.counts if count.checked and not count.findings]
    idle = [count.code for count in report.counts if not count.checked]
    if report.waived:
        lines.append(says["waived_number"].format(number=report.waived))
    lines += [notice.in_(lang) for notice in report.notices]
    for key, codes in (("silent", silent), ("idle", idle)):
        if codes:
            lines.append(says[key].format(number=len(codes), codes=", ".join(codes)))
    return lines


def checked(count: RuleCount, lang: str) -> str:
    """Return how much a rule looked at and found, in words."""
    return words(lang)["checked"].format(
        checked=count.checked, population=count.population.in_(lang), findings=count.findings
    )


def place(side: Side, lang: str) -> str:
    """Return where a side stands: plan, row or running text, page and lines."""
    says = words(lang)
    parts = [side.plan_label, side.section, _within(side, says)]
    if side.page is not None:
        parts.append(says["page"].format(page=side.page))
    if side.first_line is not None:
        last = side.last_line or side.first_line
        key = "line" if last == side.first_line else "lines"
        parts.append(says[key].format(first=side.first_line, last=last))
    return " · ".join(part for part in parts if part)


def _within(side: Side, says: dict[str, str]) -> str:
    if side.kind != "row":
        return says.get(side.kind, "")
    return says["row"].format(ordinal=side.ordinal) if side.ordinal else says["unnumbered"]


def by_rule(report: Report) -> Iterator[tuple[RuleCount, list[Finding]]]:
    """Yield each rule that found something with its findings, in the order of the report (worst first)."""
    counts = {count.code: count for count in report.counts}
    for code, findings in groupby(report.findings, key=lambda finding: finding.code):
        yield counts[code], list(findings)
