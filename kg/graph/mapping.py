"""How the printed names of a plan were resolved: one `ct:Mapping` a name, plan and thing that it was taken for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from pyoxigraph import NamedNode

from kg.graph.citation import all_citations
from kg.graph.local import agency_links
from kg.graph.terms import RDF_TYPE, Fact, ct, decimal, describe, text
from kg.resolution.model import Link, ResolvedPlan
from kg.vocabulary import ID


def mapping_facts(plan: ResolvedPlan) -> Iterator[Fact]:
    """Describe every link of the plan that starts from printed words."""
    links = {(link.printed, link.iri): link for link in _links(plan) if link.printed.strip()}
    for link in links.values():
        yield from _facts_of(link, plan.iri)


def _links(plan: ResolvedPlan) -> Iterator[Link]:
    yield from (plan.issuer, plan.place)
    yield from agency_links(plan)
    yield from (row.indicator for row in plan.rows)
    yield from (target.indicator for target in plan.body_targets)
    yield from (citation.document for citation in all_citations(plan))


def _facts_of(link: Link, plan: str) -> Iterator[Fact]:
    key = "\n".join((plan, link.printed, link.iri or ""))
    yield from describe(
        NamedNode(f"{ID}mapping/{hashlib.sha256(key.encode()).hexdigest()[:16]}"),
        (RDF_TYPE, ct("Mapping")),
        (ct("plan"), NamedNode(plan)),
        (ct("printed"), text(link.printed)),
        (ct("mapsTo"), NamedNode(link.iri) if link.iri else None),
        (ct("method"), text(link.method)),
        (ct("confidence"), decimal(link.confidence)),
        (ct("reason"), text(link.reason)),
        *((ct("candidate"), NamedNode(candidate.iri)) for candidate in link.candidates),
    )
