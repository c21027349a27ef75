"""Everything that resolution knows beforehand, read once from `ontology/`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from kg.curation.mappings import LabelMapping, MappingFile, load_folder, load_mappings, load_new_indicators
from kg.errors import ResourceError
from kg.resolution.bodies import AGENCY, central_body, placed_body
from kg.resolution.document_index import DocumentIndex, load_documents
from kg.resolution.indicators import IndicatorIndex, RegisteredIndicator, load_indicators
from kg.resolution.kinds import KIND, KindIndex, load_kinds
from kg.resolution.labels import label_key
from kg.resolution.model import Entity
from kg.resolution.names import load_abbreviations
from kg.resolution.numbers import load_document_kinds
from kg.resolution.places import PLACE, PlaceIndex, load_places
from kg.resolution.quantity import load_label_reader
from kg.resolution.reorganisations import Reorganisations, load_reorganisations
from kg.resources import resource


@dataclass(frozen=True, slots=True)
class Registries:
    """The registries: kinds of agency, places, legal documents, indicators.

    What they hold as Turtle goes into the reference graph as it stands; places come from a table
    (`places.entries`), and the bodies that documents and reorganisations name from `named_bodies()`.
    """

    kinds: KindIndex
    places: PlaceIndex
    documents: DocumentIndex
    indicators: IndicatorIndex
    reorganisations: Reorganisations

    @staticmethod
    @cache
    def load() -> Registries:
        """Read the registries that ship with chitieu; read once a process.

        Raises:
            ResourceError, CurationError: a data file is missing or wrong.
        """
        abbreviations = load_abbreviations(resource("ontology/agency-abbreviations.tsv"))
        corrections = load_mappings(resource("ontology/mappings/agencies.sssom.tsv"))
        mappings = load_mappings(resource("ontology/mappings/indicators.sssom.tsv"))
        reader = load_label_reader(resource("ontology/indicator-words.tsv"))
        document_kinds = load_document_kinds(resource("ontology/document-kinds.tsv"))
        return Registries(
            kinds=load_kinds("ontology/agency-kinds.ttl", abbreviations, corrections),
            places=load_places(resource("ontology/places.tsv"), abbreviations),
            documents=load_documents("ontology/legal-documents.ttl", document_kinds),
            indicators=load_indicators("ontology/indicators.ttl", mappings, reader),
            reorganisations=load_reorganisations("ontology/reorganisations.ttl"),
        )

    def with_mappings(self, folder: Path) -> Registries:
        """Return the registries with a curator's folder of mappings, which go before the shipped ones.

        A mapping of the folder replaces the shipped one of the same words, scope and thing.

        Raises:
            CurationError: there is no such folder, or a file of it is wrong.
            ResourceError: a mapping names a thing that no registry has.
        """
        own = load_folder(folder)
        added = tuple(RegisteredIndicator(new.iri, (new.label,), added=True) for new in load_new_indicators(folder))
        indicators, mappings = self.indicators, own[MappingFile.INDICATORS]
        return replace(
            self,
            kinds=KindIndex(
                self.kinds.kinds.values(),
                self.kinds.abbreviations,
                _joined(own[MappingFile.AGENCIES], self.kinds.mappings),
            ),
            documents=DocumentIndex(self.documents.by_iri.values(), self.documents.kinds, own[MappingFile.DOCUMENTS]),
            indicators=IndicatorIndex(
                (*indicators.indicators.values(), *added), _joined(mappings, indicators.mappings), indicators.reader
            ),
        )

    def named_bodies(self) -> tuple[Entity, ...]:
        """Return the bodies that registered documents and reorganisations name, with those above them, by IRI.

        Raises:
            ResourceError: a body is named that no rule makes.
        """
        issuers = {document.issuer for document in self.documents.by_iri.values() if document.issuer}
        iris = sorted(issuers.union(self.reorganisations.bodies))
        bodies = {entity.iri: entity for iri in iris for entity in self._bodies(iri)}
        return tuple(bodies[iri] for iri in sorted(bodies))

    def _bodies(self, iri: str) -> tuple[Entity, ...]:
        kind_slug, _, place_slug = iri.removeprefix(AGENCY).partition("/")
        kind, place = self.kinds.kinds.get(KIND + kind_slug), self.places.get(PLACE + place_slug)
        if kind is None or (place_slug and place is None):
            raise ResourceError(f"A registry names the body {iri}, of which kind or place is unknown.")
        return placed_body(kind, place, self.kinds, self.places).entities if place else (central_body(kind),)


def _joined(own: tuple[LabelMapping, ...], shipped: tuple[LabelMapping, ...]) -> tuple[LabelMapping, ...]:
    decided = {(label_key(mapping.label), mapping.scope, mapping.target) for mapping in own}
    kept = (m for m in shipped if (label_key(m.label), m.scope, m.target) not in decided)
    return (*own, *kept)
