"""How the printed names of a plan were resolved: one `ct:Mapping` a name, plan and thing that it was taken for."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from itertools import chain

from pyoxigraph import NamedNode

from kg.graph.terms import RDF_TYPE, Fact, ct, decimal, describe, integer, text, true_or_absent
from kg.resolution.model import Candidate, Link, Method, ResolvedPlan, ResolvedRoles, ResolvedRow
from kg.vocabulary import ID


class NameKind(StrEnum):
    """What a printed name is a name of."""

    AGENCY = "agency"
    PLACE = "place"
    INDICATOR = "indicator"
    DOCUMENT = "document"


_Named = tuple[NameKind, Link]
_Key = tuple[str, str | None]


def mapping_facts(plan: ResolvedPlan) -> Iterator[Fact]:
    """Describe every link of the plan that starts from printed words."""
    names: dict[_Key, _Named] = {}
    occurrences: Counter[_Key] = Counter()
    for counted, place in chain([(0, _of_header(plan))], ((1, place) for place in _places(plan))):
        found = {_key(link): (kind, link) for kind, link in place if link.printed.strip()}
        names |= found
        occurrences.update(dict.fromkeys(found, counted))
    for key, (kind, link) in names.items():
        yield from _facts_of(kind, link, plan.iri, occurrences[key])


def _key(link: Link) -> _Key:
    return link.printed, link.iri


def _of_header(plan: ResolvedPlan) -> Iterator[_Named]:
    yield NameKind.AGENCY, plan.issuer
    yield NameKind.PLACE, plan.place


def _places(plan: ResolvedPlan) -> Iterator[Iterator[_Named]]:
    """Yield the names of each row, and of each target and citation of the running text."""
    yield from map(_of_row, plan.rows)
    yield from (iter([(NameKind.INDICATOR, target.indicator)]) for target in plan.body_targets)
    yield from (iter([(NameKind.DOCUMENT, citation.document)]) for citation in plan.body_citations)


def _of_row(row: ResolvedRow) -> Iterator[_Named]:
    for roles in (row.roles, row.alternative_roles or ResolvedRoles()):
        yield from ((NameKind.AGENCY, link) for link in (*roles.lead, *roles.coordinating, *roles.guiding))
    yield NameKind.INDICATOR, row.indicator
    yield from ((NameKind.DOCUMENT, citation.document) for citation in row.citations)


def _facts_of(kind: NameKind, link: Link, plan: str, occurrences: int) -> Iterator[Fact]:
    key = "\n".join((plan, link.printed, link.iri or ""))
    yield from describe(
        NamedNode(f"{ID}mapping/{hashlib.sha256(key.encode()).hexdigest()[:16]}"),
        (RDF_TYPE, ct("Mapping")),
        (ct("plan"), NamedNode(plan)),
        (ct("printed"), text(link.printed)),
        (ct("nameKind"), text(kind)),
        (ct("occurrences"), integer(occurrences)),
        (ct("mapsTo"), NamedNode(link.iri) if link.iri else None),
        (ct("method"), text(link.method)),
        (ct("predicted"), true_or_absent(link.method is Method.SIMILARITY)),
        (ct("confidence"), decimal(link.confidence)),
        (ct("reason"), text(link.reason)),
        *((ct("candidate"), NamedNode(candidate.iri)) for candidate in link.candidates),
        *((ct("candidateReason"), text(_reason(candidate))) for candidate in link.candidates),
    )


def _reason(candidate: Candidate) -> str:
    return f"ctid:{candidate.iri.removeprefix(ID)}: {candidate.confidence:g}: {candidate.reason}"
