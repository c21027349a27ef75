"""Examine one document against the published plans, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kg.curation.sources import load_sources
from kg.errors import InputError
from kg.graph.build import build_quads
from kg.graph.naming import names_of
from kg.output.bilingual import Text
from kg.pipeline.checking import check_model
from kg.pipeline.plans import registries_for
from kg.records.read import read_record
from kg.resolution.model import Link, ResolvedPlan, ResolvedRow
from kg.resolution.resolve import resolve
from kg.settings import Settings
from kg.trial.model import Trial
from kg.trial.published import Published, beside
from kg.validation.gate import Gate
from kg.validation.report import validate_plan
from kg.vocabulary import expand

_NAMING: Final = tuple(NamedNode(expand(curie)) for curie in ("rdfs:label", "skos:prefLabel", "ct:label"))


def examine(path: Path, published: Published | None, settings: Settings) -> Trial:
    """Read a document, resolve it, and validate it against the published plans, as `chitieu validate FILE` does.

    Args:
        path: the document. The curator's word on it is looked for, by its hash, in the corpus that ships with chitieu.
        published: what is published; None = the document by itself.
        settings: limits; see `kg.settings`.

    Raises:
        InputError: the document cannot be used.
        ModelViolation: its graph breaks `shapes/model`, which is a defect of ours.
    """
    with Gate() as gate:  # it loads pyshacl while the document is read
        record = read_record(path, max_bytes=settings.max_document_bytes)
        if isinstance(record, InputError):
            raise record
        registries = registries_for(settings)
        plan = resolve(record, registries, load_sources())
        quads = build_quads([plan], registries)
        gate.submit(quads)
        store, graph = Store(), names_of(plan).graph
        store.extend(quads)
        known = published is not None and beside(store, plan.iri, graph.value, published)
        report = validate_plan(store, plan.iri)
        check_model(store, gate.verdict(), graph.value)
    return Trial(
        plan=plan,
        published=known,
        report=report,
        labels={iri: label for iri in sorted(_linked(plan)) if (label := _label(store, iri))},
        triples=tuple(quad.triple for quad in store.quads_for_pattern(None, None, None, graph)),
        snapshot=published.snapshot if published else None,
    )


def links_of(row: ResolvedRow) -> dict[str, tuple[Link, ...]]:
    """Return the links of a row by what they are of: "indicator", the roles, "citations"."""
    return {
        "indicator": (row.indicator,),
        "lead": row.roles.lead,
        "coordinating": row.roles.coordinating,
        "guiding": row.roles.guiding,
        "citations": tuple(citation.document for citation in row.citations),
    }


def _linked(plan: ResolvedPlan) -> set[str]:
    """Return the IRIs of everything that the plan is linked to, or might be."""
    links = [plan.place, plan.issuer, *(citation.document for citation in plan.body_citations)]
    links += [link for row in plan.rows for group in links_of(row).values() for link in group]
    return {plan.iri, *_targets(links)}


def _targets(links: Iterable[Link]) -> Iterator[str]:
    for link in links:
        yield from (candidate.iri for candidate in link.candidates)
        if link.iri is not None:
            yield link.iri


def _label(store: Store, iri: str) -> Text | None:
    """Return what a thing is called; the words of the other language where it has a name in one only."""
    names: dict[str, str] = {}
    for predicate in _NAMING:
        for quad in store.quads_for_pattern(NamedNode(iri), predicate, None):
            if isinstance(quad.object, Literal):
                names.setdefault(quad.object.language or "vi", quad.object.value)
    vietnamese = names.get("vi") or names.get("en")
    return Text(vietnamese, names.get("en", "")) if vietnamese else None
