"""The plans of a graph as they are compared."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Final, cast

import pyoxigraph as ox

from kg.diff.model import FindingState, Holder, PlanState, RowState, TargetState
from kg.errors import UsageError
from kg.vocabulary import PREFIXES

ROLES: Final = ("lead", "coordinating", "guiding")

_PLANS: Final = """SELECT DISTINCT ?plan ?label ?number WHERE {
    ?row ct:position ?position ; ct:plan ?plan . ?plan rdfs:label ?label OPTIONAL { ?plan ct:number ?number } }"""
_ROWS: Final = """SELECT ?plan ?row ?position ?item ?label ?ordinal WHERE {
    ?row ct:position ?position ; ct:plan ?plan ; ct:item ?item ; ct:label ?label OPTIONAL { ?row ct:ordinal ?ordinal } }
    ORDER BY ?plan ?position"""
_TARGETS: Final = """SELECT ?row ?target ?printed ?comparator ?value ?most ?unit WHERE {
    ?row ct:position ?position ; ct:hasTarget ?target . ?target ct:comparator ?comparator FILTER (?comparator != "none")
    OPTIONAL { ?target ct:printedTarget ?printed } OPTIONAL { ?target ct:value ?value }
    OPTIONAL { ?target ct:valueMax ?most } OPTIONAL { ?target ct:unit ?unit } } ORDER BY ?row ?target"""
_HOLDERS: Final = """SELECT ?row ?role ?holder ?kind ?name WHERE {
    { ?row ct:lead ?holder BIND ("lead" AS ?role) }
    UNION { ?row ct:coordinating ?holder BIND ("coordinating" AS ?role) }
    UNION { ?row ct:guiding ?holder BIND ("guiding" AS ?role) }
    ?holder rdfs:label ?name OPTIONAL { ?holder ct:kind ?kind } } ORDER BY ?name ?holder"""
_FINDINGS: Final = """SELECT ?finding ?fingerprint ?code ?vi ?en ?focus ?plan WHERE {
    ?finding a ct:Finding ; dcterms:identifier ?fingerprint ; sh:focusNode ?focus ; ct:plan ?plan ;
        sh:sourceShape/dcterms:identifier ?code ; sh:resultMessage ?vi, ?en
    FILTER (LANG(?vi) = "vi" && LANG(?en) = "en") } ORDER BY ?code ?fingerprint"""


def plans_of(store: ox.Store) -> dict[str, PlanState]:
    """Return the plans that have rows, by IRI, with their rows in order and their findings."""
    targets, holders = _targets(store), _holders(store)
    rows: dict[str, list[RowState]] = defaultdict(list)
    for one in _select(store, _ROWS):
        iri = one["row"].value
        rows[one["plan"].value].append(
            RowState(
                iri=iri,
                position=int(one["position"].value),
                item=one["item"].value,
                label=one["label"].value,
                ordinal=_text(one["ordinal"]) or "",
                targets=tuple(targets[iri]),
                roles={role: tuple(holders[iri, role]) for role in ROLES},
            )
        )
    findings = _findings(store)
    labels = {one["plan"].value: one["label"].value for one in _select(store, _PLANS)}
    return {iri: PlanState(iri, label, tuple(rows[iri]), tuple(findings[iri])) for iri, label in sorted(labels.items())}


def find_plan(store: ox.Store, name: str) -> str:
    """Return the IRI of the one plan that `name` names: its IRI, the end of it, or its number.

    Raises:
        UsageError: there is none, or several have that number; the message lists what there is.
    """
    listed: dict[str, tuple[str | None, str]]
    listed = {one["plan"].value: (_text(one["number"]), one["label"].value) for one in _select(store, _PLANS)}
    fitting = [iri for iri, (number, _) in listed.items() if name in {number, iri} or iri.endswith(f"/{name}")]
    if len(fitting) == 1:
        return fitting[0]
    known = "; ".join(f"{iri.partition('/id/document/')[2]} ({label})" for iri, (_, label) in sorted(listed.items()))
    what = "Several plans are called" if fitting else "There is no snapshot and no plan called"
    raise UsageError(f"{what} {name!r}.", hint=f"Plans: {known}.")


def _targets(store: ox.Store) -> dict[str, list[TargetState]]:
    found: dict[str, list[TargetState]] = defaultdict(list)
    for one in _select(store, _TARGETS):
        value, most = _text(one["value"]), _text(one["most"])
        found[one["row"].value].append(
            TargetState(
                printed=_text(one["printed"]) or "",
                comparator=one["comparator"].value,
                value=Decimal(value) if value else None,
                most=Decimal(most) if most else None,
                unit=_text(one["unit"]),
            )
        )
    return found


def _holders(store: ox.Store) -> dict[tuple[str, str], list[Holder]]:
    found: dict[tuple[str, str], list[Holder]] = defaultdict(list)
    for one in _select(store, _HOLDERS):
        iri = one["holder"].value
        found[one["row"].value, one["role"].value].append(Holder(iri, _text(one["kind"]) or iri, one["name"].value))
    return found


def _findings(store: ox.Store) -> dict[str, list[FindingState]]:
    found: dict[str, list[FindingState]] = defaultdict(list)
    for one in _select(store, _FINDINGS):
        state = FindingState(*(one[name].value for name in ("fingerprint", "code", "vi", "en", "focus")))
        found[one["plan"].value].append(state)
    return found


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str | None:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else None


def _select(store: ox.Store, query: str) -> ox.QuerySolutions:
    solutions = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    return cast("ox.QuerySolutions", solutions)  # every query here is a SELECT
