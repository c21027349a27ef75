"""Targets and thresholds."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from kg.extraction.model import Target, Threshold
from kg.graph.schemes import Schemes
from kg.graph.terms import RDF_TYPE, Fact, ct, decimal, describe, integer, text, vietnamese


def target_facts(
    node: NamedNode, target: Target, plan_year: int | None, schemes: Schemes, kind: str = "Target"
) -> Iterator[Fact]:
    """Describe a target; its year is its own, else `plan_year`, the year that the plan's targets are for."""
    yield from describe(
        node,
        (RDF_TYPE, ct(kind)),
        (ct("comparator"), text(target.comparator)),
        (ct("value"), decimal(target.value)),
        (ct("valueMax"), decimal(target.value_max)),
        (ct("unit"), schemes.unit(target.unit) if target.unit else None),
        (ct("printedTarget"), text(target.raw)),
        (ct("year"), integer(target.year or plan_year)),
        (ct("scope"), text(target.scope)),
    )


def threshold_facts(node: NamedNode, threshold: Threshold, schemes: Schemes) -> Iterator[Fact]:
    """Describe a number that a label mentions and that is not the row's target."""
    yield from describe(
        node,
        (RDF_TYPE, ct("Threshold")),
        (ct("comparator"), text(threshold.comparator)),
        (ct("value"), decimal(threshold.value)),
        (ct("unit"), schemes.unit(threshold.unit) if threshold.unit else None),
        (ct("label"), vietnamese(threshold.phrase)),
    )
