"""Printed labels → indicators: a curator's mapping, equality of bare labels, or a prediction that is marked as one.

A label for which none of these gives an indicator of the registry is one of the plan's own, with the labels that are
spelled alike as candidates for a person to decide on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kg.curation.mappings import Justification, LabelMapping
from kg.errors import ResourceError
from kg.resolution.labels import bare_label, label_key
from kg.resolution.matcher import PREDICTED_FROM, LabelMatcher, Match, compare
from kg.resolution.model import Candidate, Indicator, Link, Method
from kg.resolution.quantity import LabelReader
from kg.resolution.similar import in_order, similar
from kg.resolution.turtle import read_turtle
from kg.vocabulary import ID, expand

INDICATOR: Final = ID + "indicator/"


@dataclass(frozen=True, slots=True)
class RegisteredIndicator:
    """An indicator of the registry: IRI and Vietnamese labels, the preferred one first.

    `added` is true of one that a curator's folder adds to `ontology/indicators.ttl`; the plan must describe it.
    """

    iri: str
    labels: tuple[str, ...]
    added: bool = False


class IndicatorIndex:
    """Indicators by label, with the curator's mappings, and what the matcher predicts from both."""

    def __init__(
        self,
        indicators: Iterable[RegisteredIndicator],
        mappings: Iterable[LabelMapping],
        reader: LabelReader,
        predicted_from: float = PREDICTED_FROM,
    ) -> None:
        self.indicators: dict[str, RegisteredIndicator] = {indicator.iri: indicator for indicator in indicators}
        self.mappings = tuple(mappings)
        self.reader = reader
        self._by_label: dict[str, RegisteredIndicator] = {}
        self._mapped: dict[str, list[LabelMapping]] = defaultdict(list)
        self._matcher = LabelMatcher(reader, predicted_from)
        for indicator in self.indicators.values():
            for label in indicator.labels:
                other = self._by_label.setdefault(label_key(label), indicator)
                if other is not indicator:
                    raise ResourceError(f"{other.iri} and {indicator.iri} both bear the label {label!r}.")
                self._matcher.add(label, indicator.iri)
        for mapping in self.mappings:
            if mapping.target not in self.indicators:
                raise ResourceError(f"The mapping of {mapping.label!r} names {mapping.target}, which is no indicator.")
            self._mapped[label_key(mapping.label)].append(mapping)
            if not mapping.rejected and mapping.scope is None:
                self._matcher.add(mapping.label, mapping.target)
        self._texts: dict[str, str] = {indicator.iri: in_order(key) for key, indicator in self._by_label.items()}

    def resolve(self, printed: str, plan: str, path: str, own: LabelMatcher) -> tuple[Link, Indicator | None]:
        """Resolve one printed label.

        Args:
            printed: the label, with or without its target inside.
            plan: IRI of the plan.
            path: path of the row (or `body/<n>`) below the plan.
            own: the labels of this plan's own indicators so far; a new one is added.

        Returns:
            The link, and the indicator if it must be described: one that a curator added, or the plan's own.
        """
        key = label_key(printed)
        mappings = [mapping for mapping in self._mapped.get(key, ()) if mapping.scope in (None, plan)]
        rejected = {mapping.target for mapping in mappings if mapping.rejected}
        if link := self._known(printed, key, mappings, rejected):
            target = self.indicators[link.iri or ""]
            return link, Indicator(target.iri, target.labels[0]) if target.added else None
        if match := own.match(printed, rejected):
            return _predicted(printed, match, "a label of the same plan"), None
        return self._own(printed, f"{plan}/indicator/{path}", rejected, own)

    def _known(self, printed: str, key: str, mappings: list[LabelMapping], rejected: set[str]) -> Link | None:
        """Return the link to an indicator of the registry, None if there is none to make."""
        if curated := _curated(printed, mappings, rejected):
            return curated
        named = self._by_label.get(key)
        if named and named.iri not in rejected:
            return _named(printed, named)
        match = self._matcher.match(printed, rejected)
        return _predicted(printed, match, f"a label of {self.indicators[match.iri].labels[0]!r}") if match else None

    def _own(self, printed: str, iri: str, rejected: set[str], own: LabelMatcher) -> tuple[Link, Indicator]:
        key = label_key(printed)
        candidates = tuple(
            Candidate(target, round(score, 2), self._against(printed, target))
            for target, score in (similar(key, self._texts) if key else [])
            if target not in rejected
        )
        own.add(printed, iri)
        reason = "No indicator of the registry bears this label, no mapping names one, and none measures the same."
        return Link(printed, iri, Method.LOCAL, 1.0, reason, candidates), Indicator(iri, bare_label(printed) or printed)

    def _against(self, printed: str, target: str) -> str:
        difference = compare(self.reader.read(printed), self.reader.read(self.indicators[target].labels[0])).difference
        return f"spelled alike; {difference or 'nothing but another candidate speaks against it'}"


def _curated(printed: str, mappings: list[LabelMapping], rejected: set[str]) -> Link | None:
    """Return a person's word on a label: the one for this plan before the general one, among equals the first."""
    decided = [m for m in mappings if m.target not in rejected and (m.scope or m.justification is Justification.MANUAL)]
    decided.sort(key=lambda mapping: (mapping.scope is None, mapping.justification is not Justification.MANUAL))
    first = next(iter(decided), None)
    return Link(printed, first.target, Method.CURATED, first.confidence, first.reason) if first else None


def _predicted(printed: str, match: Match, what: str) -> Link:
    reason = f"Predicted, not confirmed: measures the same as {match.label!r}, {what}."
    return Link(printed, match.iri, Method.SIMILARITY, match.confidence, reason)


def _named(printed: str, indicator: RegisteredIndicator) -> Link:
    if bare_label(printed) == indicator.labels[0]:
        reason = "The label, without its target, is the indicator's."
        return Link(printed, indicator.iri, Method.EXACT, 1.0, reason)
    reason = f"The label equals {indicator.labels[0]!r} but for case, marks or punctuation."
    return Link(printed, indicator.iri, Method.NORMALISED, 0.98, reason)


def load_indicators(name: str, mappings: Iterable[LabelMapping], reader: LabelReader) -> IndicatorIndex:
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
    return IndicatorIndex(found, mappings, reader)
