"""What a curator says of a plan because its print does not: the statement itself, and a note with the reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache

from pyoxigraph import Literal, NamedNode

from kg.graph.naming import PlanNames
from kg.graph.terms import RDF_TYPE, Fact, Term, ct, describe, name, text
from kg.graph.turtle import facts_of
from kg.resolution.model import ResolvedPlan, Statement
from kg.vocabulary import PREFIXES


def curated_facts(plan: ResolvedPlan, names: PlanNames, printed: Collection[NamedNode]) -> Iterator[Fact]:
    """State what the curator adds to the plan, each with its reason.

    Args:
        plan: the resolved plan.
        names: names its nodes.
        printed: the properties of the plan that its print fills; of those that take one value the print stands.
    """
    for statement in plan.statements:
        predicate = name(statement.property)
        if predicate not in printed or not _has_one_value(predicate):
            yield names.node, predicate, _value(statement)
        note = f"{statement.property} = {statement.value}: {statement.reason}"
        yield from describe(names.node, (ct("curatorNote"), text(note)))


def _value(statement: Statement) -> Term:
    """Return the value as a thing (a CURIE), as the number that the property's range asks for, or as text."""
    prefix, colon, _ = statement.value.partition(":")
    if colon and prefix in PREFIXES:
        return name(statement.value)
    is_integer = (name(statement.property), name("rdfs:range"), name("xsd:integer")) in _vocabulary()
    return Literal(int(statement.value)) if is_integer else Literal(statement.value)


def _has_one_value(predicate: NamedNode) -> bool:
    return (predicate, RDF_TYPE, name("owl:FunctionalProperty")) in _vocabulary()


@cache
def _vocabulary() -> frozenset[Fact]:
    return frozenset(facts_of("ontology/chitieu.ttl"))
