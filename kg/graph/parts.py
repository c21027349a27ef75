"""Appendix, tables and sections of a plan."""

from __future__ import annotations

from collections.abc import Iterator

from kg.graph.citation import cited_documents
from kg.graph.naming import PlanNames
from kg.graph.schemes import Schemes
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Fact, below, ct, describe, text, vietnamese
from kg.resolution.model import ResolvedPlan

_UNLABELLED_TABLE = "Bảng phân công"


def part_facts(plan: ResolvedPlan, names: PlanNames, schemes: Schemes) -> Iterator[Fact]:
    """Describe the parts that the plan's rows stand in."""
    yield from _appendix_facts(plan, names)
    yield from _table_facts(plan, names)
    yield from _section_facts(plan, names, schemes)


def _appendix_facts(plan: ResolvedPlan, names: PlanNames) -> Iterator[Fact]:
    printed = plan.record.document
    label = ". ".join(filter(None, (printed.appendix_label, printed.appendix_title)))
    if label:
        node = below(names.node, "appendix")
        yield from describe(node, (RDF_TYPE, ct("Appendix")), (ct("plan"), names.node), (RDFS_LABEL, vietnamese(label)))


def _table_facts(plan: ResolvedPlan, names: PlanNames) -> Iterator[Fact]:
    titles = {row.table: row.table for row in plan.record.rows}
    titles |= {heading.table: heading.title or heading.table for heading in plan.record.tables}
    for label, title in titles.items():
        yield from describe(
            names.table(label),
            (RDF_TYPE, ct("Table")),
            (ct("plan"), names.node),
            (ct("ordinal"), text(label)),
            (RDFS_LABEL, vietnamese(title or _UNLABELLED_TABLE)),
        )


def _section_facts(plan: ResolvedPlan, names: PlanNames, schemes: Schemes) -> Iterator[Fact]:
    cited = cited_documents(plan)
    titles = {(row.table, row.section, row.section_title): row.section_title for row in plan.record.rows}
    titles |= {(group.table, group.section, group.title): group.title for group in plan.record.group_rows}
    for (table, label, _), title in titles.items():
        node = names.section(table, label, title)
        if node is None:
            continue
        yield from describe(
            node,
            (RDF_TYPE, ct("Section")),
            (ct("plan"), names.node),
            (ct("table"), names.table(table)),
            (ct("ordinal"), text(label)),
            (RDFS_LABEL, vietnamese(title or label)),
            (ct("pillar"), schemes.pillar(title)),
            (ct("group"), schemes.group(title, cited)),
        )
