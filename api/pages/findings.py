"""Findings: all of them, one with both printed sides, and the rules that find them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from api.addresses import iri_of
from api.pages.listing import listing, table_of
from api.pages.source import Printed, printed
from api.pages.visit import Page, Visit
from kg.output.tables import Column, TableData
from kg.validation.catalogue import Rule, rules
from kg.views.catalogue import view
from kg.views.model import Row, Selection, Thing

_LEFT_OUT: Final = ("code", "item", "place", "year", "level", "ordinal", "otherPlan", "waived", "value")
"""Columns that the list has no room for; they filter all the same."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a finding: what it is about, its row if it is one, where that is printed."""

    thing: Thing
    row: Row | None
    printed: Printed | None


def findings(visit: Visit) -> Page:
    """Return the list of findings."""
    found = listing(visit, "findings", without=_LEFT_OUT)
    return Page("findings/list.html", (), {"listing": found}, found.table, found.keys)


def finding(visit: Visit) -> Page:
    """Return the page of a finding.

    Raises:
        NoSuchPage: there is none of that fingerprint.
    """
    iri = iri_of(visit.here.path) or ""
    row = visit.desk.row("findings", iri)
    if row is None:
        raise visit.missing()
    rule = next((each for each in rules() if each.code == row["code"]), None)
    sides = [_side(visit, each, rule) for each in (row["focus"], row["other"]) if isinstance(each, Thing)]
    values = {"row": row, "rule": rule, "sides": sides}
    only = partial(table_of, view("findings"), [row], visit.here.language)
    return Page("findings/finding.html", [visit.crumb("findings")], values, only, (iri,))


def catalogue(visit: Visit) -> Page:
    """Return the page of all rules, with how many findings each has."""
    (of_rules,) = visit.desk.select("findings", Selection(limit=1, facets=("rule",), facet_values=len(rules()))).facets
    counts = Counter({value.iri: value.count for value in of_rules.values})
    language = visit.here.language
    values = {"rules": rules(), "counts": counts}
    names = ("code", "severity", "title", "count")
    table = TableData(
        tuple(Column(name, visit.said(f"rule_{name}")) for name in names),
        tuple((r.code, r.severity.value, r.title.in_(language), counts[r.iri]) for r in rules()),
    )
    return Page("findings/rules.html", [visit.crumb("findings")], values, lambda: table, [rule.iri for rule in rules()])


def _side(visit: Visit, about: Thing, rule: Rule | None) -> Side:
    row = visit.desk.row("assignments", about.iri)
    if row is None:
        return Side(about, None, None)
    with visit.desk.snapshot.sources() as sources:
        return Side(about, row, printed(sources, about.iri, _cell(rule)))


def _cell(rule: Rule | None) -> str:
    cells: Sequence[str] = () if rule is None else rule.cells
    return next((cell for cell in cells if cell != "label"), "")
