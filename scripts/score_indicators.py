"""Print how well labels find their indicators on the corpus: with the shipped mappings, and by the matcher alone.

    python scripts/score_indicators.py [--misses] [--thresholds]

Pairs of rows are compared with `tests/gold/concepts.json`; a row that stands in no cluster is alone. The matcher alone:
of each document in turn everything is left out that came from it (its mappings, and labels of the registry that no
other document prints), the document is resolved, and the pairs with at least one of its rows are counted; the sums of
the five turns are the score. `--misses` lists the pairs missed and the wrong ones. "Labels differ" counts only pairs
that equality of the labels cannot find. `--thresholds` tries other thresholds of likeness.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path

from kg.curation.mappings import LabelMapping, load_mappings
from kg.curation.sources import load_sources
from kg.documents.reader import read
from kg.extraction.extract import extract
from kg.extraction.model import PlanRecord
from kg.resolution.indicators import IndicatorIndex
from kg.resolution.labels import label_key
from kg.resolution.matcher import PREDICTED_FROM
from kg.resolution.registries import Registries
from kg.resolution.resolve import resolve
from kg.resources import resource

GOLD = Path(__file__).resolve().parent.parent / "tests" / "gold"
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs of rows taken for one quantity: rightly, wrongly (of these `near`: listed as near), and pairs missed."""

    right: tuple[Pair, ...] = ()
    wrong: tuple[Pair, ...] = ()
    missed: tuple[Pair, ...] = ()
    near: tuple[Pair, ...] = ()

    def __add__(self, other: Score) -> Score:
        """Return the pairs of both, those of both twice."""
        return Score(
            self.right + other.right, self.wrong + other.wrong, self.missed + other.missed, self.near + other.near
        )

    @property
    def precision(self) -> float:
        """Share of the pairs found that are right; 1 if none is found."""
        return len(self.right) / (len(self.right) + len(self.wrong) or 1)

    @property
    def recall(self) -> float:
        """Share of the pairs of the transcription that are found."""
        return len(self.right) / (len(self.right) + len(self.missed) or 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall or 1)

    def where(self, counts: Callable[[str, str], bool]) -> Score:
        """Return the score of the pairs for which `counts` holds."""
        parts = self.right, self.wrong, self.missed, self.near
        return Score(*(tuple(pair for pair in pairs if counts(*pair)) for pairs in parts))

    def across(self) -> Score:
        """Return the score of the pairs whose rows stand in two documents."""
        return self.where(lambda one, other: document(one) != document(other))


@dataclass(frozen=True, slots=True)
class Corpus:
    """The five plans as extracted, with the transcription's ids of their rows and its clusters."""

    records: dict[str, PlanRecord]
    ids: dict[str, list[str]]
    same: frozenset[Pair]
    near: frozenset[Pair]
    mappings: tuple[LabelMapping, ...] = field(repr=False)


def document(row: str) -> str:
    """Return the document of a row's id."""
    return row.partition("/")[0]


def load_corpus() -> Corpus:
    """Extract the plans of the corpus and read the transcription."""
    paths = {path.name.partition("_")[0]: path for path in sorted(resource("corpus").glob("*.txt"))}
    concepts = json.loads((GOLD / "concepts.json").read_text("utf-8"))
    return Corpus(
        records={name: extract(read(path, max_bytes=1_000_000)) for name, path in paths.items()},
        ids={
            name: [row["id"] for row in json.loads((GOLD / f"{name}.json").read_text("utf-8"))["rows"]]
            for name in paths
        },
        same=frozenset(pair for c in concepts for pair in combinations(sorted(c["members"]), 2)),
        near=frozenset(_pair(one, other) for c in concepts for one in c["members"] for other in c["near"]),
        mappings=load_mappings(resource("ontology/mappings/indicators.sssom.tsv")),
    )


def shipped(corpus: Corpus) -> Score:
    """Score all pairs of rows with everything that ships."""
    return _score(corpus, _indicators(corpus, corpus.records, Registries.load()), None)


def matcher_alone(corpus: Corpus, predicted_from: float = PREDICTED_FROM) -> dict[str, Score]:
    """Score, by document left out, the pairs with at least one of its rows."""
    registries = Registries.load()
    known = _indicators(corpus, corpus.records, registries)
    scores = {}
    for name in corpus.records:
        index = _without(name, corpus, registries.indicators, predicted_from)
        found = _indicators(corpus, [name], replace(registries, indicators=index))
        scores[name] = _score(corpus, known | found, name)
    return scores


def _indicators(corpus: Corpus, names: Iterable[str], registries: Registries) -> dict[str, str]:
    """Return the IRI of each row's indicator."""
    curation = load_sources()
    plans = {name: resolve(corpus.records[name], registries, curation) for name in names}
    return {
        row: resolved.indicator.iri or row
        for name, plan in plans.items()
        for row, resolved in zip(corpus.ids[name], plan.rows, strict=True)
    }


def _without(name: str, corpus: Corpus, index: IndicatorIndex, predicted_from: float) -> IndicatorIndex:
    """Return the registry as it would be had the document not been seen."""
    iri = resolve(corpus.records[name], Registries.load(), load_sources()).iri
    only_here = set(_keys(corpus.records[name])) - {
        key for other, record in corpus.records.items() if other != name for key in _keys(record)
    }
    mappings = [mapping for mapping in corpus.mappings if mapping.seen_in != iri]
    of_this_alone = {m.target for m in corpus.mappings} - {m.target for m in mappings}
    kept = []
    for indicator in index.indicators.values():
        labels = [label for label in indicator.labels if label_key(label) not in only_here]
        labels += [mapping.label for mapping in mappings if mapping.target == indicator.iri]
        if labels and indicator.iri not in of_this_alone:
            kept.append(replace(indicator, labels=tuple(labels)))
    return IndicatorIndex(kept, mappings, index.reader, predicted_from)


def _keys(record: PlanRecord) -> Iterator[str]:
    yield from (label_key(row.label) for row in record.rows)
    yield from (label_key(target.phrase) for target in record.body_targets)


def _keys_by_row(corpus: Corpus, name: str) -> Iterator[tuple[str, str]]:
    return zip(corpus.ids[name], (label_key(row.label) for row in corpus.records[name].rows), strict=True)


def _score(corpus: Corpus, by_row: dict[str, str], name: str | None) -> Score:
    counted = {pair for pair in combinations(sorted(by_row), 2) if name is None or name in map(document, pair)}
    found = {pair for pair in counted if by_row[pair[0]] == by_row[pair[1]]}
    same = corpus.same & counted
    parts = found & same, found - same, same - found, found & corpus.near
    return Score(*(tuple(sorted(part)) for part in parts))


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def _line(name: str, score: Score) -> str:
    pairs = f"{len(score.right):5} {len(score.wrong):5} {len(score.missed):6} {len(score.near):5}"
    return f"{name:30} {pairs}  {score.precision:9.3f} {score.recall:6.3f} {score.f1:6.3f}"


def main(arguments: Sequence[str]) -> int:
    """Print the scores."""
    corpus = load_corpus()
    alone = matcher_alone(corpus)
    total = sum(alone.values(), Score())
    print(f"{'':30} right wrong missed  near  precision recall     F1")
    print(_line("shipped mappings", shipped(corpus)))
    for name, score in alone.items():
        print(_line(f"matcher, without {name}", score))
    print(_line("matcher alone", total))
    print(_line("  across documents", total.across()))
    keys = {row: key for name in corpus.records for row, key in _keys_by_row(corpus, name)}
    print(_line("  labels differ", total.where(lambda one, other: keys[one] != keys[other])))
    for threshold in (0.7, 0.8, 0.9, 0.95) if "--thresholds" in arguments else ():
        print(_line(f"  threshold {threshold}", sum(matcher_alone(corpus, threshold).values(), Score())))
    if "--misses" in arguments:
        print(*(f"missed {one} {other}" for one, other in total.missed), sep="\n")
        print(*(f"wrong {one} {other}" for one, other in total.wrong), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
