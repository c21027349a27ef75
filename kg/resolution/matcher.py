"""Which known label a printed label measures the same as: features compared one by one, then words by likeness.

A link is predicted only when kind of quantity, what is counted, denominator, numbers and scope agree and one label says
no more than the other but a little at its end. A word replaced ("hợp đồng", "hóa đơn") or put in
between ("nền tảng chuyển đổi số", "nền tảng số") makes another quantity. `scripts/score_indicators.py` prints what
this is worth on the corpus; the threshold comes from there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz.distance import Indel

from kg.resolution.quantity import LabelReader, Phrase, Quantity, QuantityKind

PREDICTED_FROM: Final = 0.9
"""Least likeness of words for a prediction, chosen on the corpus (`docs/registries.md`)."""

_SUREST: Final = 0.95
_LEAST_WORDS: Final = 4
_CLEARLY_BETTER: Final = 0.02
_UNSAID: Final = frozenset({None, QuantityKind.RATIO}), frozenset({None, QuantityKind.ACTION})


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike the words of two quantities are, from 0 to 1, and what makes them two; None if nothing does."""

    likeness: float
    difference: str | None


@dataclass(frozen=True, slots=True)
class Match:
    """A known label that measures the same: its thing, the label, and a confidence from 0 to 1."""

    iri: str
    label: str
    confidence: float


def compare(one: Quantity, other: Quantity, predicted_from: float = PREDICTED_FROM) -> Comparison:
    """Compare two quantities; what is in brackets counts if that makes them more alike.

    Args:
        one: a quantity.
        other: another.
        predicted_from: least likeness of words for the two to be one.
    """
    difference = _features(one, other)
    readings = [_words(one, a, other, b) for a in _readings(one) for b in _readings(other)]
    readings = [
        replace(found, difference="many words added")
        if found.likeness < predicted_from and not found.difference
        else found
        for found in readings
    ]
    best = max(readings, key=lambda found: (found.difference is None, found.likeness))
    return Comparison(best.likeness, difference or best.difference)


def _features(one: Quantity, other: Quantity) -> str | None:
    kinds = frozenset({one.kind, other.kind})
    if len(kinds) > 1 and kinds not in _UNSAID:
        return "another kind of quantity"
    if one.subject != other.subject:
        return "something else is counted"
    if (one.denominator or one.subject) != (other.denominator or other.subject):
        return "another denominator"
    if one.numbers != other.numbers:
        return "other numbers"
    return None if one.scope == other.scope else "another scope"


def _readings(quantity: Quantity) -> set[Phrase]:
    return {quantity.predicate, quantity.explained} if quantity.explained else {quantity.predicate}


def _words(one: Quantity, predicate: Phrase, other: Quantity, other_predicate: Phrase) -> Comparison:
    """Compare the predicates in the given readings; the likeness is that of all words, without their order."""
    words, other_words = one.subject | set(predicate), other.subject | set(other_predicate)
    likeness = Indel.normalized_similarity(sorted(words), sorted(other_words))
    more, less = (predicate, other_words) if other_words <= words else (other_predicate, words)
    if not (words <= other_words or other_words <= words):
        return Comparison(likeness, "other words")
    if bool(predicate) != bool(other_predicate) and not (one.frame or other.frame):
        return Comparison(likeness, "one label says less")
    added = [word not in less for word in more]
    if added != sorted(added):
        return Comparison(likeness, "words added in between")
    return Comparison(likeness, None)


class LabelMatcher:
    """Labels of known things, found by what they measure."""

    def __init__(self, reader: LabelReader, predicted_from: float = PREDICTED_FROM) -> None:
        self._reader = reader
        self._predicted_from = predicted_from
        self._by_subject: dict[frozenset[str], dict[tuple[str, str], Quantity]] = defaultdict(dict)

    def add(self, label: str, iri: str) -> None:
        """Make a label known as one of the thing `iri`; labels of too few words are never matched."""
        quantity = self._reader.read(label)
        if len(quantity.subject | set(quantity.predicate)) >= _LEAST_WORDS:
            self._by_subject[quantity.subject][iri, label] = quantity

    def match(self, printed: str, without: Collection[str] = ()) -> Match | None:
        """Return the thing whose label measures the same as a printed one; None also when two things fit equally.

        Args:
            printed: the label, with or without its target in per cent.
            without: IRIs of things that are ruled out.
        """
        quantity = self._reader.read(printed)
        best: dict[str, Match] = {}
        for (iri, label), known in self._by_subject.get(quantity.subject, {}).items():
            found = compare(quantity, known, self._predicted_from)
            if found.difference is None and iri not in without:
                match = Match(iri, label, round(_SUREST * found.likeness, 2))
                best[iri] = max(best.get(iri, match), match, key=lambda one: one.confidence)
        ranked = sorted(best.values(), key=lambda one: -one.confidence)
        if len(ranked) > 1 and ranked[0].confidence - ranked[1].confidence < _CLEARLY_BETTER:
            return None
        return ranked[0] if ranked else None
