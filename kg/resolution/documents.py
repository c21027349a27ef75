"""Citations → legal documents, and the identity of documents: issuer, number, symbol and year, all four.

A document of which a part is unknown gets a node of the citing plan's own, with the documents that it may be as
candidates. Two documents are never joined by number alone: 528/QĐ-UBND is issued every year by every province.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.extraction.model import Citation
from kg.resolution.agencies import resolve_agency
from kg.resolution.bodies import central_body
from kg.resolution.context import PlanContext
from kg.resolution.document_index import DOCUMENT, DocumentIndex
from kg.resolution.model import Agency, Candidate, Entity, LegalDocument, Level, Link, Method, ResolvedCitation
from kg.resolution.numbers import DocumentKinds, DocumentNumber, parse_number
from kg.resolution.registries import Registries
from kg.vietnamese import fold, normalise, slug

_NAME_LENGTH: Final = 80
_OFFICES: Final = ("bo truong ", "thu truong ", "chu tich ")
_CANDIDATE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a document's identity.

    `iri` is None unless issuer, number and year are all known; `missing` says what is not.
    """

    number: DocumentNumber | None
    year: int | None
    issuer: Agency | None
    entities: tuple[Entity, ...]
    missing: tuple[str, ...]

    @property
    def iri(self) -> str | None:
        """The canonical IRI of a document of full identity."""
        if self.missing or not (self.number and self.issuer):
            return None
        return f"{DOCUMENT}{slug(self.issuer.label)}/{self.year}/{self.number.slug}"


def identify(
    number: str | None, date: str | None, issuer: str | None, context: PlanContext, registries: Registries
) -> Identity:
    """Work out the identity of a document from what is printed of it.

    Args:
        number: number and symbol, or None.
        date: ISO date, may be partial.
        issuer: issuer as printed, or None.
        context: the plan in which it stands.
        registries: what is known beforehand.
    """
    parsed = parse_number(number, registries.documents.kinds.symbols)
    year = parsed.year if parsed and parsed.year else int(date[:4]) if date else None
    body, entities = _issuer(parsed, issuer, context, registries)
    missing = [
        name
        for name, known in (
            ("its number", parsed),
            ("its date", year),
            ("its issuer" if issuer is None else f"which {issuer!r} it is of", body),
        )
        if not known
    ]
    return Identity(parsed, year, body, entities, tuple(missing))


def _issuer(
    number: DocumentNumber | None, printed: str | None, context: PlanContext, registries: Registries
) -> tuple[Agency | None, tuple[Entity, ...]]:
    """Return the issuing body: a central one by the symbol, any other by the printed name; None when it stays open."""
    by_symbol = registries.kinds.by_symbol.get(number.issuer_symbol, []) if number else []
    if len(by_symbol) == 1 and by_symbol[0].level is Level.CENTRAL:
        body = central_body(by_symbol[0])
        return body, (body,)
    if printed is None:
        return None, ()
    resolved = resolve_agency(_body_name(printed), context, registries)
    found = next((e for e in resolved.entities if isinstance(e, Agency) and e.iri == resolved.link.iri), None)
    if found is None or found.local or (by_symbol and found.kind not in {kind.iri for kind in by_symbol}):
        return None, ()
    return found, resolved.entities


def _body_name(printed: str) -> str:
    """Return the body of an office-holder ("Bộ trưởng Bộ Y tế" → "Bộ Y tế"): a minister signs for the ministry."""
    for office in _OFFICES:
        if fold(printed).startswith(office):
            return normalise(printed)[len(office) :]
    return printed


def resolve_citation(
    citation: Citation, context: PlanContext, registries: Registries
) -> tuple[ResolvedCitation, tuple[Entity, ...]]:
    """Resolve one citation; gives it with the entities that the graph must describe for it."""
    documents = registries.documents
    relation = "eli:based_on" if citation.based_on else "eli:cites"
    if citation.number is None and (known := documents.named(_name(citation))):
        reason = "The print is the name of a registered document."
        return ResolvedCitation(citation, Link(citation.raw, known.iri, Method.EXACT, 1.0, reason), relation), ()
    decided = documents.mapped(citation.raw, context.iri)
    if confirmed := next((mapping for mapping in decided if not mapping.rejected), None):
        link = Link(citation.raw, confirmed.target, Method.CURATED, confirmed.confidence, confirmed.reason)
        return ResolvedCitation(citation, link, relation), ()
    identity = identify(citation.number, citation.date, citation.issuer_raw, context, registries)
    if identity.iri is None:
        link, entities = _local(citation, identity, context, documents)
        return ResolvedCitation(citation, link, relation), entities
    reason = "Issuer, number, symbol and year are known."
    method, confidence = (Method.EXACT, 1.0) if citation.issuer_raw is None else (Method.CONTEXT, 0.95)
    if identity.issuer and identity.issuer.level is Level.CENTRAL:
        method, confidence = Method.EXACT, 1.0
    link = Link(citation.raw, identity.iri, method, confidence, reason)
    if identity.iri in documents.by_iri:
        return ResolvedCitation(citation, link, relation), identity.entities
    described = _describe(identity.iri, citation, identity, documents.kinds, local=False)
    return ResolvedCitation(citation, link, relation), (described, *identity.entities)


def _name(citation: Citation) -> str:
    """Return the words of a citation without its issuer, by which a named document is known."""
    text = normalise(citation.raw)
    return text.removesuffix(citation.issuer_raw or "").removesuffix(" của ").strip() if citation.issuer_raw else text


def _local(
    citation: Citation, identity: Identity, context: PlanContext, documents: DocumentIndex
) -> tuple[Link, tuple[Entity, ...]]:
    kind = documents.kinds.of(citation.type, identity.number)[1]
    name = " ".join(filter(None, (kind, identity.number.text, citation.date))) if identity.number else citation.raw
    iri = f"{context.iri}/cited/{slug(name)[:_NAME_LENGTH].rstrip('-')}"
    rejected = {mapping.target for mapping in documents.mapped(citation.raw, context.iri) if mapping.rejected}
    candidates = tuple(one for one in _candidates(identity, documents) if one.iri not in rejected)
    reason = f"The print does not give {' and '.join(identity.missing)}."
    link = Link(citation.raw, iri, Method.LOCAL, 0.5, reason, candidates)
    return link, (_describe(iri, citation, identity, documents.kinds, local=True), *identity.entities)


def _candidates(identity: Identity, documents: DocumentIndex) -> tuple[Candidate, ...]:
    if identity.number is None:
        return ()
    issuer = f"{DOCUMENT}{slug(identity.issuer.label)}/" if identity.issuer else DOCUMENT
    known = documents.numbered(identity.number.text, identity.year)
    reason = "same number, symbol and year" if identity.year else "same number and symbol"
    return tuple(Candidate(d.iri, _CANDIDATE, reason) for d in known if d.iri.startswith(issuer))


def _describe(iri: str, citation: Citation, identity: Identity, kinds: DocumentKinds, *, local: bool) -> LegalDocument:
    class_, kind_label = kinds.of(citation.type, identity.number)
    number = identity.number.text if identity.number else None
    issuer = identity.issuer.label if identity.issuer else citation.issuer_raw
    return LegalDocument(
        iri=iri,
        label=document_label(kind_label, number, citation.date, issuer) if number else normalise(citation.raw),
        kind=class_,
        number=number,
        date=citation.date,
        issuer=identity.issuer.iri if identity.issuer else None,
        issuer_printed=citation.issuer_raw,
        local=local,
    )


def document_label(kind: str, number: str | None, date: str | None, issuer: str | None) -> str:
    """Return how a document is cited in full (NĐ 30/2020/NĐ-CP): kind, number, date, issuer, as far as they are known.

    >>> document_label("Quyết định", "528/QĐ-UBND", "2023-10-27", "UBND tỉnh Kon Tum")
    'Quyết định 528/QĐ-UBND ngày 27/10/2023 của UBND tỉnh Kon Tum'
    """
    parts = [kind, number, _printed_date(date), f"của {issuer}" if issuer else None]
    return " ".join(part for part in parts if part)


def _printed_date(date: str | None) -> str | None:
    if not date:
        return None
    year, *rest = date.split("-")
    month = rest[0] if rest and int(rest[0]) < 3 else rest[0].lstrip("0") if rest else ""
    if len(rest) == 2:
        return f"ngày {rest[1]}/{month}/{year}"
    return f"tháng {month}/{year}" if rest else f"năm {year}"
