"""Two or more plans beside each other: what each asks for an indicator, in which words they deviate, and the diff."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final

from api.pages.desk import Desk
from api.pages.related import thing
from api.pages.visit import Page, Visit
from api.pages.words import Language
from kg.diff.compare import compare_plans
from kg.diff.model import FindingState, Holder, PlanState, RowState, TargetState
from kg.diff.show import changes_table
from kg.output.bilingual import Text
from kg.output.tables import Column, Iri, TableData
from kg.views.catalogue import view
from kg.views.filters import candidates
from kg.views.model import Row, Selection, Thing

_MOST: Final = 6
"""Plans that are compared at once: columns of a page."""
_OFFERED: Final = 60
"""Most plans that the form offers; words narrow it where there are more."""
_OF_A_PLAN: Final = ("target", "lead", "deviation")
_NUMERIC: Final = frozenset({"=", ">=", ">", "<=", "<"})


@dataclass(frozen=True, slots=True)
class Cell:
    """What a plan asks for an indicator.

    Attributes:
        rows: its rows about it; none if it does not ask for it.
        target: as printed.
        leads: bodies that lead.
        sort: "higher", "lower", "other" than the first plan that asks, "same", or empty where that cannot be said.
    """

    rows: tuple[Row, ...]
    target: str
    leads: tuple[Thing, ...]
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator and what each plan asks for it; whether the kinds of the leading bodies differ."""

    item: Thing
    cells: tuple[Cell, ...]
    leads_differ: bool


def compare(visit: Visit) -> Page:
    """Return the page that compares the plans of the parameters `plan`; `all=1` shows what only one of them has."""
    desk = visit.desk
    chosen = _chosen(visit)[:_MOST]
    offered = desk.select("plans", Selection(text=visit.here.value("q"), limit=_OFFERED, facets=()))
    lines = tuple(_lines(desk, chosen, shared=visit.here.value("all") != "1")) if len(chosen) > 1 else ()
    values = {
        "known": [*chosen, *(row for row in offered.rows if row not in chosen)],
        "more": offered.total > len(offered.rows) or bool(visit.here.value("q")),
        "chosen": chosen,
        "lines": lines,
        "changes": _changes(visit, chosen) if len(chosen) == 2 else None,
    }
    things = [row.key for row in chosen]
    return Page("compare/compare.html", (), values, partial(_table, visit, chosen, lines), things)


def _chosen(visit: Visit) -> list[Row]:
    column = view("plans").column("plan")
    asked = [value for name, value in visit.here.pairs if name == "plan"]
    meant = dict.fromkeys(iri for value in asked if column is not None for iri in candidates(column, value))
    return [row for iri in meant if (row := visit.desk.row("plans", iri)) is not None]


def _lines(desk: Desk, chosen: Sequence[Row], *, shared: bool) -> Iterator[Line]:
    targets = [_by_item(desk.all("targets", plan=row.key, body="false")) for row in chosen]
    rows = [_by_item(desk.all("assignments", plan=row.key)) for row in chosen]
    items = sorted({item for each in rows for item in each}, key=lambda item: item.label.vi)
    for item in items:
        asking = [n for n, each in enumerate(rows) if item in each]
        if len(asking) < 2 and shared:
            continue
        first = targets[asking[0]].get(item, [])
        cells = tuple(
            _cell(each.get(item, []), aims.get(item, []), first if n != asking[0] else None)
            for n, (each, aims) in enumerate(zip(rows, targets, strict=True))
        )
        yield Line(item, cells, len({_kinds(cell.leads) for cell in cells if cell.rows}) > 1)


def _by_item(rows: Sequence[Row]) -> Mapping[Thing, list[Row]]:
    found: dict[Thing, list[Row]] = defaultdict(list)
    for row in rows:
        if isinstance(row["item"], Thing):
            found[row["item"]].append(row)
    return found


def _cell(rows: Sequence[Row], targets: Sequence[Row], first: Sequence[Row] | None) -> Cell:
    printed = "; ".join(str(row["printed"]) for row in targets if row["printed"])
    leads = tuple(dict.fromkeys(lead for row in rows for lead in _several(row, "lead")))
    sort = _deviation(first, targets) if rows and first is not None else ""
    return Cell(tuple(rows), printed, leads, sort)


def _several(row: Row, name: str) -> tuple[Thing, ...]:
    value = row[name]
    return value if isinstance(value, tuple) else ()


def _deviation(first: Sequence[Row], other: Sequence[Row]) -> str:
    """Return how targets stand to others: by number only where both are one number of one unit and comparator."""
    if sorted(map(_meaning, first)) == sorted(map(_meaning, other)):
        return "same"
    if len(first) == len(other) == 1:
        was, now = first[0], other[0]
        alike = was["unit"] == now["unit"] and was["comparator"] == now["comparator"] and was["comparator"] in _NUMERIC
        if alike and isinstance(was["value"], Decimal) and isinstance(now["value"], Decimal):
            return "higher" if now["value"] > was["value"] else "lower"
    return "other"


def _meaning(row: Row) -> str:
    words = str(row["printed"]).split() if row["value"] is None else ""
    return repr((row["comparator"], row["value"], row["most"], thing(row, "unit").iri, words))


def _kinds(leads: Sequence[Thing]) -> frozenset[str]:
    """Return the kinds of bodies as their IRIs tell them: what stands between "agency" and the place."""
    return frozenset(lead.iri.partition("/agency")[2].split("/")[1] for lead in leads if "/agency" in lead.iri)


def _changes(visit: Visit, chosen: Sequence[Row]) -> TableData:
    old, new = (_state(visit.desk, row) for row in chosen)
    return changes_table(compare_plans(old, new), visit.here.language).for_reading()


def _state(desk: Desk, plan: Row) -> PlanState:
    """Return a plan as `kg.diff` compares it, from the views."""
    targets: dict[str, list[TargetState]] = defaultdict(list)
    for row in desk.all("targets", plan=plan.key, body="false"):
        if row["comparator"] != "none":
            targets[thing(row, "row").iri].append(_target(row))
    holders: dict[tuple[str, str], list[Holder]] = defaultdict(list)
    for row in desk.all("roles", plan=plan.key):
        holder, kind = thing(row, "holder"), thing(row, "kind")
        held = Holder(holder.iri, kind.iri or holder.iri, holder.label.vi)
        holders[thing(row, "row").iri, str(row["role"])].append(held)
    rows = tuple(_row(row, targets, holders) for row in desk.all("assignments", plan=plan.key))
    findings = tuple(_finding(row) for row in desk.all("findings", plan=plan.key))
    return PlanState(plan.key, thing(plan, "plan").label.vi, rows, findings)


def _row(
    row: Row, targets: Mapping[str, list[TargetState]], holders: Mapping[tuple[str, str], list[Holder]]
) -> RowState:
    return RowState(
        iri=row.key,
        position=int(str(row["position"])),
        item=thing(row, "item").iri,
        label=thing(row, "row").label.vi,
        ordinal=str(row["ordinal"] or ""),
        targets=tuple(targets.get(row.key, ())),
        roles={role: tuple(holders.get((row.key, role), ())) for role in ("lead", "coordinating", "guiding")},
    )


def _target(row: Row) -> TargetState:
    value, most = row["value"], row["most"]
    return TargetState(
        printed=str(row["printed"] or ""),
        comparator=str(row["comparator"]),
        value=value if isinstance(value, Decimal) else None,
        most=most if isinstance(most, Decimal) else None,
        unit=thing(row, "unit").iri or None,
    )


def _finding(row: Row) -> FindingState:
    said = row["message"] if isinstance(row["message"], Text) else Text("", "")
    return FindingState(row.key, str(row["code"]), said.vi, said.in_("en"), thing(row, "focus").iri)


def _table(visit: Visit, chosen: Sequence[Row], lines: Sequence[Line]) -> TableData:
    """Return the matrix for programs: a line an indicator, three columns a plan."""
    language = visit.here.language
    columns = [Column("item", visit.said("compare_item")), Column("itemLabel", visit.said("compare_item"))]
    for n, row in enumerate(chosen, start=1):
        label = thing(row, "plan").label.in_(language)
        columns += [Column(f"{name}{n}", f"{label}: {visit.said(f'compare_{name}')}") for name in _OF_A_PLAN]
    rows = tuple(
        (
            Iri(line.item.iri),
            line.item.label.in_(language),
            *(value for cell in line.cells for value in (cell.target, _names(cell.leads, language), cell.sort)),
        )
        for line in lines
    )
    return TableData(tuple(columns), rows, title=visit.said("compare_title"))


def _names(things: Sequence[Thing], language: Language) -> str:
    return "; ".join(each.label.in_(language) for each in things)
