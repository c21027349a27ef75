"""The registry of legal documents (`ontology/legal-documents.ttl`) and its index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kg.curation.mappings import LabelMapping
from kg.errors import ResourceError
from kg.resolution.numbers import DocumentKinds
from kg.resolution.turtle import Description, read_turtle
from kg.vietnamese import fold
from kg.vocabulary import CT, ID, expand

DOCUMENT: Final = ID + "document/"


@dataclass(frozen=True, slots=True)
class RegisteredDocument:
    """A registered document: IRI, number (None for a named scheme), year, names of its own, IRI of its issuer."""

    iri: str
    number: str | None
    year: int | None
    names: tuple[str, ...]
    issuer: str | None


class DocumentIndex:
    """The registered documents, by IRI, by number and year, and by name."""

    def __init__(
        self, documents: Iterable[RegisteredDocument], kinds: DocumentKinds, mappings: Iterable[LabelMapping] = ()
    ) -> None:
        self.kinds = kinds
        self.by_iri = {document.iri: document for document in documents}
        self._by_number: dict[str, list[RegisteredDocument]] = defaultdict(list)
        self._by_name: dict[str, RegisteredDocument] = {}
        for document in self.by_iri.values():
            if document.number:
                self._by_number[fold(document.number)].append(document)
            for name in document.names:
                self._by_name[fold(name)] = document
        self._mapped: dict[tuple[str, str], list[LabelMapping]] = defaultdict(list)
        for mapping in mappings:
            if mapping.target not in self.by_iri or mapping.scope is None:
                wanted = "a scope, and a registered document as its object"
                raise ResourceError(f"The mapping of {mapping.label!r} to {mapping.target} needs {wanted}.")
            self._mapped[fold(mapping.label), mapping.scope].append(mapping)

    def mapped(self, printed: str, plan: str) -> list[LabelMapping]:
        """Return a person's words on what a citation of one plan names or does not name."""
        return self._mapped.get((fold(printed), plan), [])

    def numbered(self, number: str, year: int | None) -> list[RegisteredDocument]:
        """Return the documents of a number and symbol, by whatever issuer; of one year, if it is known."""
        found = self._by_number.get(fold(number), [])
        return [document for document in found if year is None or document.year == year]

    def named(self, name: str) -> RegisteredDocument | None:
        """Return the document known by a name of its own ("Đề án 06")."""
        return self._by_name.get(fold(name))


def load_documents(name: str, kinds: DocumentKinds) -> DocumentIndex:
    """Read the registry of legal documents from a Turtle data file.

    Raises:
        ResourceError: a document has no Vietnamese label, or a year that is none.
    """
    described = read_turtle(name)
    return DocumentIndex([_registered(described[iri]) for iri in described if iri.startswith(DOCUMENT)], kinds)


def _registered(described: Description) -> RegisteredDocument:
    year = described.text(CT + "year")
    if not described.text(expand("rdfs:label"), "vi") or (year is not None and not year.isdigit()):
        raise ResourceError(f"{described.iri} needs a Vietnamese rdfs:label, and a ct:year of digits if it has one.")
    names = described.texts(expand("skos:altLabel"), "vi")
    issuer = next(iter(described.iris(expand("eli:passed_by"))), None)
    return RegisteredDocument(described.iri, described.text(CT + "number"), int(year) if year else None, names, issuer)
