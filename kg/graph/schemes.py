"""The small schemes of `ontology/schemes.ttl`, indexed by their labels: units, pillars, groups of indicators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.graph.terms import PREF_LABEL, RDF_TYPE, RDFS_LABEL, Fact, Term, ct, name, part
from kg.graph.turtle import facts_of
from kg.vietnamese import fold
from kg.vocabulary import ID

_LABELS: Final = (RDFS_LABEL, PREF_LABEL, name("skos:altLabel"))


@dataclass(frozen=True, slots=True)
class Schemes:
    """What printed units and headings stand for; keys are folded labels.

    Attributes:
        units: printed unit → unit node.
        pillars: heading → pillar.
        groups: heading → group of indicators and the document that defines its set.
    """

    units: Mapping[str, NamedNode]
    pillars: Mapping[str, NamedNode]
    groups: Mapping[str, tuple[NamedNode, NamedNode]]

    def unit(self, printed: str) -> NamedNode:
        """Return the node of a printed unit: the scheme's, else a counting unit named after the print."""
        return self.units.get(fold(printed)) or NamedNode(f"{ID}unit/{part(printed)}")

    def pillar(self, title: str | None) -> NamedNode | None:
        """Return the pillar that a heading names, if it is one of the pillars' labels."""
        return self.pillars.get(fold(title)) if title else None

    def group(self, title: str | None, cited: frozenset[NamedNode]) -> NamedNode | None:
        """Return the group that a heading names, provided that the plan cites the document which defines the set."""
        group, definition = self.groups.get(fold(title), (None, None)) if title else (None, None)
        return group if definition in cited else None


@cache
def load_schemes() -> Schemes:
    """Read `ontology/schemes.ttl`, once a process."""
    facts = facts_of("ontology/schemes.ttl")
    # Scheme → the document that defines it.
    defined: dict[Term, NamedNode] = {s: o for s, p, o in facts if p == ct("definedIn") and isinstance(o, NamedNode)}
    scheme = {s: o for s, p, o in facts if p == name("skos:inScheme")}
    groups = _by_label(facts, ct("IndicatorGroup"))
    return Schemes(
        units=_by_label(facts, ct("Unit")),
        pillars=_by_label(facts, ct("Pillar")),
        groups={label: (node, defined[scheme[node]]) for label, node in groups.items()},
    )


def _by_label(facts: Iterable[Fact], kind: NamedNode) -> dict[str, NamedNode]:
    """Return folded label → node, for the things of class `kind`."""
    members = {s for s, p, o in facts if p == RDF_TYPE and o == kind}
    return {
        fold(o.value): s
        for s, p, o in facts
        if p in _LABELS and s in members and isinstance(s, NamedNode) and isinstance(o, Literal)
    }
