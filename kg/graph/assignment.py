"""One row of a plan: its item, roles, targets, citations and place in the print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.extraction.model import FlagCode, Row
from kg.graph.citation import citation_facts
from kg.graph.context import PlanContext
from kg.graph.naming import PlanNames
from kg.graph.source import derived_from
from kg.graph.target import target_facts, threshold_facts
from kg.graph.terms import RDF_TYPE, Fact, below, concept, ct, describe, integer, text, true_or_absent, vietnamese
from kg.resolution.model import ResolvedRoles, ResolvedRow

_ADOPTED: Final = ("lead", "coordinating", "guiding")
_ALTERNATIVE: Final = ("alternativeLead", "alternativeCoordinating", "alternativeGuiding")


def assignment_facts(row: ResolvedRow, position: int, context: PlanContext) -> Iterator[Fact]:
    """Describe the `position`-th row of a plan (from 1) with all that hangs on it."""
    names, printed = context.names, row.row
    node = names.assignment(row.path)
    yield from describe(
        node,
        (RDF_TYPE, ct("Assignment")),
        (ct("plan"), names.node),
        (ct("table"), names.table(printed.table)),
        (ct("section"), names.section_of(printed)),
        (ct("ordinal"), text(printed.ordinal)),
        (ct("position"), integer(position)),
        (ct("partOfAssignment"), context.parent(row.path, printed)),
        (ct("isHeading"), true_or_absent(printed.is_parent)),
        (ct("rowKind"), concept("row-kind", printed.row_kind)),
        (ct("item"), names.item(row.indicator, row.path)),
        (ct("label"), vietnamese(printed.label)),
        (ct("note"), text(printed.note)),
        (ct("deadline"), text(printed.deadline)),
        (ct("deliverable"), text(printed.deliverable)),
    )
    yield from _role_facts(node, row, names)
    yield from _flag_facts(node, printed)
    yield from _target_facts(node, printed, context)
    yield from _citation_facts(node, row, names)
    yield from derived_from(node, below(node, "source"), context.file, printed.location)


def roles_are_certain(row: ResolvedRow) -> bool:
    """Tell whether the print decides the roles of the row."""
    flagged = any(flag.code is FlagCode.ROLE_UNCERTAIN for flag in row.row.flags)
    return not flagged and row.alternative_roles is None


def _role_facts(node: NamedNode, row: ResolvedRow, names: PlanNames) -> Iterator[Fact]:
    """State who has which role, in the adopted and the alternative reading, and the words of the cells."""
    yield from _reading(node, row.roles, names, _ADOPTED)
    if row.alternative_roles is not None:
        yield from _reading(node, row.alternative_roles, names, _ALTERNATIVE)
    yield node, ct("certainty"), concept("certainty", "certain" if roles_are_certain(row) else "uncertain")
    yield from describe(
        node,
        (ct("printedLead"), _cell(row.row, "lead")),
        (ct("printedCoordinating"), _cell(row.row, "coordinating")),
        (ct("printedGuiding"), _cell(row.row, "guiding")),
        *((ct("agencyRemark"), text(remark.printed)) for remark in row.row.agency_remarks),
    )


def _reading(node: NamedNode, roles: ResolvedRoles, names: PlanNames, properties: tuple[str, ...]) -> Iterator[Fact]:
    for role, links in zip(properties, (roles.lead, roles.coordinating, roles.guiding), strict=True):
        for link in links:
            yield node, ct(role), names.agency(link)


def _cell(row: Row, column: str) -> Literal | None:
    """Return the words of a row's cells in one column, one line a cell."""
    return text("\n".join(cell.text for cell in row.cells if cell.column == column))


def _flag_facts(node: NamedNode, row: Row) -> Iterator[Fact]:
    for flag in row.flags:
        reason = text(f"{flag.code}: {flag.reason}")
        yield from describe(node, (ct("flag"), concept("flag", flag.code)), (ct("flagReason"), reason))


def _target_facts(node: NamedNode, row: Row, context: PlanContext) -> Iterator[Fact]:
    for n, target in enumerate(row.targets, start=1):
        target_node = below(node, "target", n)
        yield node, ct("hasTarget"), target_node
        yield from target_facts(target_node, target, context.target_year, context.schemes)
    for n, threshold in enumerate(row.label_thresholds, start=1):
        threshold_node = below(node, "threshold", n)
        yield node, ct("hasThreshold"), threshold_node
        yield from threshold_facts(threshold_node, threshold, context.schemes)


def _citation_facts(node: NamedNode, row: ResolvedRow, names: PlanNames) -> Iterator[Fact]:
    for n, citation in enumerate(row.citations, start=1):
        citation_node = below(node, "citation", n)
        yield node, ct("hasCitation"), citation_node
        yield from citation_facts(citation_node, citation, names.node)
