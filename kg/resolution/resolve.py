"""From what is printed to what it means: the door of the room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kg.curation.sources import Curation
from kg.extraction.model import Citation, PlanRecord, Roles, Row
from kg.resolution.agencies import ResolvedAgency, resolve_agency
from kg.resolution.context import PlanContext
from kg.resolution.documents import resolve_citation
from kg.resolution.identity import identify_plan
from kg.resolution.matcher import LabelMatcher
from kg.resolution.model import (
    AgencyGroup,
    Entity,
    Link,
    ResolvedBodyTarget,
    ResolvedCitation,
    ResolvedPlan,
    ResolvedRoles,
    ResolvedRow,
    Statement,
)
from kg.resolution.paths import assignment_paths
from kg.resolution.registries import Registries


def resolve(record: PlanRecord, registries: Registries, curation: Curation) -> ResolvedPlan:
    """Resolve a plan: its identity, place and issuer, and every agency, item and document that it names.

    Pure: the same arguments give the same plan. The print stays beside every link.

    Args:
        record: what is printed.
        registries: what is known beforehand, `Registries.load()`.
        curation: the curator's word on documents, found by the SHA-256 of the file.
    """
    entry = curation.entry(record.source.sha256)
    identity = identify_plan(record, entry, registries)
    names = _Names(identity.context, registries, LabelMatcher(registries.indicators.reader))
    names.describe(identity.entities)
    paths = assignment_paths(record.rows)
    return ResolvedPlan(
        record=record,
        iri=identity.iri,
        slug=identity.slug,
        identity_method=identity.method,
        place=identity.place,
        issuer=identity.issuer,
        rows=tuple(names.row(row, path) for row, path in zip(record.rows, paths, strict=True)),
        body_targets=tuple(
            ResolvedBodyTarget(target, names.item(target.phrase, f"body/{n}"))
            for n, target in enumerate(record.body_targets, 1)
        ),
        body_citations=names.citations(record.body_citations),
        statements=tuple(Statement(s.property, s.value, s.reason) for s in entry.statements) if entry else (),
        entities=tuple(sorted(names.entities.values(), key=lambda entity: entity.iri)),
    )


@dataclass(slots=True)
class _Names:
    """Resolves the names of one plan, each print once, and gathers what the graph must describe for them."""

    context: PlanContext
    registries: Registries
    own_items: LabelMatcher
    entities: dict[str, Entity] = field(default_factory=dict)
    agencies: dict[str, ResolvedAgency] = field(default_factory=dict)

    def row(self, row: Row, path: str) -> ResolvedRow:
        alternative = row.alternative_roles
        return ResolvedRow(
            row=row,
            path=path,
            indicator=self.item(row.label, path),
            roles=self.roles(row.roles),
            alternative_roles=self.roles(alternative) if alternative else None,
            citations=self.citations(row.citations),
        )

    def roles(self, roles: Roles) -> ResolvedRoles:
        return ResolvedRoles(
            lead=tuple(map(self.agency, roles.lead)),
            coordinating=tuple(map(self.agency, roles.coordinating)),
            guiding=tuple(map(self.agency, roles.guiding)),
        )

    def agency(self, printed: str) -> Link:
        if printed not in self.agencies:
            self.agencies[printed] = resolve_agency(printed, self.context, self.registries)
            self.describe(self.agencies[printed].entities)
        return self.agencies[printed].link

    def item(self, printed: str, path: str) -> Link:
        link, own = self.registries.indicators.resolve(printed, self.context.iri, path, self.own_items)
        self.describe((own,) if own else ())
        return link

    def citations(self, citations: Iterable[Citation]) -> tuple[ResolvedCitation, ...]:
        resolved = []
        for citation in citations:
            one, entities = resolve_citation(citation, self.context, self.registries)
            self.describe(entities)
            resolved.append(one)
        return tuple(resolved)

    def describe(self, entities: Iterable[Entity]) -> None:
        """Keep one description a thing; of a group the one with a level, which not every print gives."""
        for entity in entities:
            known = self.entities.setdefault(entity.iri, entity)
            if isinstance(known, AgencyGroup) and isinstance(entity, AgencyGroup) and known.level is None:
                self.entities[entity.iri] = replace(known, level=entity.level)
