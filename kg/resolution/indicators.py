"""Printed labels → indicators: equality of bare labels, or a curator's mapping; never likeness.

A label that neither names nor is mapped to an indicator of the registry gives an indicator of the plan's own, with the
labels that are spelled alike as candidates for a person to decide on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kg.curation.mappings import Justification, LabelMapping
from kg.errors import ResourceError
from kg.resolution.labels import bare_label, label_key
from kg.resolution.model import Candidate, Indicator, Link, Method
from kg.resolution.similar import similar
from kg.resolution.turtle import read_turtle
from kg.vocabulary import ID, expand

INDICATOR: Final = ID + "indicator/"


@dataclass(frozen=True, slots=True)
class RegisteredIndicator:
    """An indicator of `ontology/indicators.ttl`: IRI and Vietnamese labels, the preferred one first."""

    iri: str
    labels: tuple[str, ...]


class IndicatorIndex:
    """Indicators by label, with the curator's mappings."""

    def __init__(self, indicators: Iterable[RegisteredIndicator], mappings: Iterable[LabelMapping]) -> None:
        self.indicators: dict[str, RegisteredIndicator] = {indicator.iri: indicator for indicator in indicators}
        self._by_label: dict[str, RegisteredIndicator] = {}
        self._mapped: dict[str, list[LabelMapping]] = defaultdict(list)
        for indicator in self.indicators.values():
            for label in indicator.labels:
                other = self._by_label.setdefault(label_key(label), indicator)
                if other is not indicator:
                    raise ResourceError(f"{other.iri} and {indicator.iri} both bear the label {label!r}.")
        for mapping in mappings:
            if mapping.target not in self.indicators:
                raise ResourceError(f"The mapping of {mapping.label!r} names {mapping.target}, which is no indicator.")
            self._mapped[label_key(mapping.label)].append(mapping)
        self._texts: dict[str, str] = {indicator.iri: key for key, indicator in self._by_label.items()}

    def resolve(self, printed: str, plan: str, path: str) -> tuple[Link, Indicator | None]:
        """Resolve one printed label.

        Args:
            printed: the label, with or without its target inside.
            plan: IRI of the plan.
            path: path of the row (or `body/<n>`) below the plan.

        Returns:
            The link, and the plan's own indicator when the registry knows none.
        """
        key = label_key(printed)
        mappings = [mapping for mapping in self._mapped.get(key, ()) if mapping.scope in (None, plan)]
        rejected = {mapping.target for mapping in mappings if mapping.rejected}
        decided = [mapping for mapping in mappings if not mapping.rejected]
        decided.sort(key=lambda mapping: (mapping.scope is None, mapping.justification is not Justification.MANUAL))
        if decided and (decided[0].scope or decided[0].justification is Justification.MANUAL):
            first = decided[0]
            return Link(printed, first.target, Method.CURATED, first.confidence, first.reason), None
        named = self._by_label.get(key)
        if named and named.iri not in rejected:
            return _named(printed, named), None
        return self._own(printed, key, f"{plan}/indicator/{path}", rejected)

    def _own(self, printed: str, key: str, iri: str, rejected: set[str]) -> tuple[Link, Indicator]:
        near = similar(key, self._texts) if key else []
        candidates = tuple(
            Candidate(target, round(score, 2), "a label that is spelled alike")
            for target, score in near
            if target not in rejected
        )
        reason = "No indicator of the registry bears this label, and no mapping names one."
        return Link(printed, iri, Method.LOCAL, 1.0, reason, candidates), Indicator(iri, bare_label(printed) or printed)


def _named(printed: str, indicator: RegisteredIndicator) -> Link:
    if bare_label(printed) == indicator.labels[0]:
        reason = "The label, without its target, is the indicator's."
        return Link(printed, indicator.iri, Method.EXACT, 1.0, reason)
    reason = f"The label equals {indicator.labels[0]!r} but for case, marks or punctuation."
    return Link(printed, indicator.iri, Method.NORMALISED, 0.98, reason)


def load_indicators(name: str, mappings: Iterable[LabelMapping]) -> IndicatorIndex:
    """Read the registry of indicators from a Turtle data file.

    Raises:
        ResourceError: an indicator has no Vietnamese label, or two bear the same.
    """
    found = []
    for iri, described in read_turtle(name).items():
        if iri.startswith(INDICATOR):
            preferred = described.texts(expand("skos:prefLabel"), "vi")
            if not preferred:
                raise ResourceError(f"{iri} has no Vietnamese skos:prefLabel.")
            found.append(RegisteredIndicator(iri, (*preferred, *described.texts(expand("skos:altLabel"), "vi"))))
    return IndicatorIndex(found, mappings)
