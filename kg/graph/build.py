"""From resolved plans to the named graphs, pairwise disjoint (`docs/graph.md`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from pyoxigraph import NamedNode, Quad

from kg.graph.inferred import inferred_facts
from kg.graph.mapping import mapping_facts
from kg.graph.naming import names_of
from kg.graph.plan import plan_facts
from kg.graph.reference import reference_facts
from kg.graph.source import file_node
from kg.graph.terms import Fact, ct, in_graph
from kg.graph.vocabulary import ontology_graph
from kg.resolution.model import ResolvedPlan
from kg.resolution.registries import Registries
from kg.vocabulary import INFERRED_GRAPH, MAPPINGS_GRAPH, REFERENCE_GRAPH


def build_quads(plans: Sequence[ResolvedPlan], registries: Registries) -> list[Quad]:
    """Return the graphs of plans, reference, ontology, mappings and what is inferred from them.

    Pure but for reading the data files of `ontology/`. The order of `plans` does not matter, except that of two files
    of one plan the first describes it. Findings and questions add graphs of their own; `describe_dataset` comes last.
    """
    first = {plan.iri: plan for plan in reversed(plans)}
    described = [first[iri] for iri in sorted(first)]
    shared, own = _split(reference_facts(plans, registries), first)
    graphs = {names_of(plan).graph: _plan_graph(plan, plans, own[NamedNode(plan.iri)]) for plan in described}
    graphs[NamedNode(REFERENCE_GRAPH)] = shared
    asserted = [fact for facts in graphs.values() for fact in facts]
    graphs[NamedNode(MAPPINGS_GRAPH)] = [fact for plan in described for fact in mapping_facts(plan)]
    graphs[NamedNode(INFERRED_GRAPH)] = list(inferred_facts(asserted))
    quads = [quad for graph, facts in graphs.items() for quad in in_graph(graph, facts)]
    return [*quads, *ontology_graph()]


def plan_graph(plan: ResolvedPlan) -> list[Quad]:
    """Return the graph of one plan by itself, in the order of the print."""
    return list(in_graph(names_of(plan).graph, plan_facts(plan)))


def _split(facts: Iterable[Fact], plans: Collection[str]) -> tuple[list[Fact], dict[NamedNode, list[Fact]]]:
    """Set what the registries say of a loaded plan apart from the rest: a plan's graph alone describes the plan."""
    shared: list[Fact] = []
    own: dict[NamedNode, list[Fact]] = defaultdict(list)
    for fact in facts:
        subject = fact[0]
        if isinstance(subject, NamedNode) and subject.value in plans:
            own[subject].append(fact)
        else:
            shared.append(fact)
    return shared, own


def _plan_graph(plan: ResolvedPlan, plans: Sequence[ResolvedPlan], registered: Iterable[Fact]) -> list[Fact]:
    """Return a plan's facts, completed from the registries where the print is silent, and all its source files."""
    facts = list(plan_facts(plan))
    printed = {predicate for subject, predicate, _ in facts if subject == NamedNode(plan.iri)}
    facts += [fact for fact in registered if fact[1] not in printed]
    facts += [(NamedNode(plan.iri), ct("sourceFile"), file_node(p.record.source)) for p in plans if p.iri == plan.iri]
    return facts
