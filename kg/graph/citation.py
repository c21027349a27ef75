"""Citations, and the relations between documents that they make."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from kg.graph.terms import RDF_TYPE, Fact, concept, ct, describe, name, text
from kg.resolution.model import Link, Method, ResolvedCitation, ResolvedPlan


def citation_facts(node: NamedNode, citation: ResolvedCitation, plan: NamedNode) -> Iterator[Fact]:
    """Describe one citation of `plan`."""
    printed, document = citation.citation, citation.document
    yield from describe(
        node,
        (RDF_TYPE, ct("Citation")),
        (ct("plan"), plan),
        (ct("citedDocument"), NamedNode(document.iri) if document.iri else None),
        (ct("documentCertainty"), concept("certainty", "certain" if is_certain(document) else "uncertain")),
        (ct("printedCitation"), text(printed.raw)),
        (ct("citedIn"), text(printed.where)),
        (ct("pinpoint"), text(printed.locator)),
    )


def is_certain(document: Link) -> bool:
    """Tell whether the print decides which document is meant: a local node stands for one of unknown identity."""
    return document.iri is not None and document.method is not Method.LOCAL


def all_citations(plan: ResolvedPlan) -> Iterator[ResolvedCitation]:
    """Yield the citations of the rows, then those of the running text."""
    for row in plan.rows:
        yield from row.citations
    yield from plan.body_citations


def relation_facts(plan: ResolvedPlan) -> Iterator[Fact]:
    """State what the plan as a whole does with the documents it names: rests on, cites, carries out."""
    for citation in all_citations(plan):
        if citation.document.iri is not None:
            yield NamedNode(plan.iri), name(citation.relation), NamedNode(citation.document.iri)


def cited_documents(plan: ResolvedPlan) -> frozenset[NamedNode]:
    """Return the documents that the plan names with certainty."""
    links = (citation.document for citation in all_citations(plan))
    return frozenset(NamedNode(link.iri) for link in links if link.iri is not None and is_certain(link))
