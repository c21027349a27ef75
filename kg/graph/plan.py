"""The graph of one plan: every fact whose subject is the plan or is minted below it, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from kg.graph.assignment import assignment_facts
from kg.graph.citation import citation_facts, relation_facts
from kg.graph.context import PlanContext, context_of
from kg.graph.curated import curated_facts
from kg.graph.header import header_facts
from kg.graph.local import local_facts
from kg.graph.parts import part_facts
from kg.graph.source import derived_from
from kg.graph.target import target_facts
from kg.graph.terms import Fact, below, ct, describe, vietnamese
from kg.resolution.model import ResolvedPlan


def plan_facts(plan: ResolvedPlan) -> Iterator[Fact]:
    """Yield all facts of a plan's own graph, in the order of the print; some may come twice."""
    context = context_of(plan)
    header = list(header_facts(plan, context.names))
    yield from header
    yield from curated_facts(plan, context.names, {predicate for _, predicate, _ in header})
    yield from relation_facts(plan)
    yield from part_facts(plan, context.names, context.schemes)
    yield from local_facts(plan, context.names)
    for position, row in enumerate(plan.rows, start=1):
        yield from assignment_facts(row, position, context)
    yield from _body_facts(plan, context)


def _body_facts(plan: ResolvedPlan, context: PlanContext) -> Iterator[Fact]:
    """Describe the targets and citations of the running text."""
    names, body = context.names, below(context.names.node, "body")
    for n, resolved in enumerate(plan.body_targets, start=1):
        node, printed = below(body, "target", n), resolved.body_target
        yield from target_facts(node, printed.target, context.target_year, context.schemes, kind="BodyTarget")
        yield from describe(
            node,
            (ct("plan"), names.node),
            (ct("item"), names.item(resolved.indicator, f"body/{n}")),
            (ct("label"), vietnamese(printed.phrase)),
        )
        yield from derived_from(node, below(node, "source"), context.file, printed.location)
    for n, citation in enumerate(plan.body_citations, start=1):
        yield from citation_facts(below(body, "citation", n), citation, names.node)
