"""The words that all renderers share: headings, places, summaries (`shapes/words.toml`)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kg.validation.model import Against, Finding, Report, RuleCount, Severity, Side
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
    lines += [*_against(report.against, says), *(notice.in_(lang) for notice in report.notices)]
    for key, codes in (("silent", silent), ("idle", idle)):
        if codes:
            lines.append(says[key].format(number=len(codes), codes=", ".join(codes)))
    return lines


def looked_at(report: Report, lang: str) -> list[str]:
    """Return how much each rule looked at: one line for the rules that look at the same things."""
    codes: dict[tuple[str, int], list[str]] = {}
    for count in report.counts:
        codes.setdefault((count.population.in_(lang), count.checked), []).append(count.code)
    says = words(lang)["looked_at"]
    return [says.format(population=name, checked=number, codes=", ".join(of)) for (name, number), of in codes.items()]


def _against(against: Against | None, says: dict[str, str]) -> Iterator[str]:
    if against is None:
        return
    if against.snapshot is None:
        yield says["alone"]
        return
    yield says["against"].format(snapshot=against.snapshot, plans=against.plans)
    related = {key: getattr(against, key) for key in ("above", "beside", "below")}
    for key, names in related.items():
        if names:
            yield says[key].format(names="; ".join(names))
    if not any(related.values()):
        yield says["unrelated"]


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
