"""The report for a terminal: grouped by rule, bounded, with counts."""

from __future__ import annotations

import io
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from kg.validation.model import Finding, Report, RuleCount, Severity
from kg.validation.render.words import by_rule, checked, looked_at, place, summary
from kg.validation.words import about_waiver, words

_SHOWN: Final = 10  # findings a rule; the rest is counted, and stands in the other formats
_STYLES: Final = {Severity.VIOLATION: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def as_table(report: Report, lang: str = "vi", *, width: int = 120, color: bool = False) -> str:
    """Return the report as text of `width` columns, with ANSI colours if `color`."""
    console = Console(file=io.StringIO(), width=width, force_terminal=color, color_system="auto" if color else None)
    with console.capture() as captured:
        for count, findings in by_rule(report):
            console.print(_heading(count, lang))
            console.print(_findings(findings[:_SHOWN], lang))
            if len(findings) > _SHOWN:
                console.print(f"  {words(lang)['more'].format(number=len(findings) - _SHOWN)}")
            console.print()
        console.print(words(lang)["looked"])
        for line in looked_at(report, lang):
            console.print(Padding(RichText(line), (0, 0, 0, 2)))
        for line in summary(report, lang):
            console.print(line, highlight=False)
    return captured.get()


def _heading(count: RuleCount, lang: str) -> RichText:
    heading = RichText(f"{count.code} ", style="bold")
    heading.append(words(lang)[count.severity], style=_STYLES[count.severity])
    heading.append(f" · {count.title.in_(lang)} ({checked(count, lang)})", style="not bold")
    return heading


def _findings(findings: list[Finding], lang: str) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 2), expand=True)
    table.add_column(ratio=2)
    table.add_column(ratio=3)
    for finding in findings:
        said = finding.message.in_(lang)
        if finding.other:
            said += f"\n{words(lang)['other']}: {place(finding.other, lang)} — {finding.other.label}"
        if finding.waiver:
            said += f"\n{about_waiver('waived', finding.waiver).in_(lang)}"
        # RichText: printed words may hold square brackets, which are not markup.
        table.add_row(RichText(f"{place(finding.focus, lang)}\n{_label(finding)}"), RichText(said))
    return table


def _label(finding: Finding) -> str:
    return "" if finding.focus.kind == "plan" else finding.focus.label
