"""What a label of an indicator measures, taken apart: kind of quantity, what is counted, what is said of it, of what.

    Tỷ lệ | hộ gia đình | có Internet băng rộng cáp quang | / Tổng số hộ gia đình của Tỉnh
    kind  | subject     | predicate                       | denominator

Words that name the same thing (TTHC, thủ tục hành chính), words without bearing on the quantity (các, được) and the
plan's own area (toàn huyện) are levelled by the table `ontology/indicator-words.tsv`; numbers and bracketed
explanations are set apart. Nothing here depends on the registry of indicators.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from kg.curation.tsv import read_table
from kg.errors import CurationError
from kg.resolution.labels import bare_label
from kg.resolution.names import split

Phrase = tuple[str, ...]

_REMEMBERED: Final = 2000
_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
_DENOMINATOR: Final = re.compile(r"(?:/|\btrên)\s*(?=tổng\b)", re.IGNORECASE)


class Role(StrEnum):
    """What a phrase of the table does in a label."""

    ABBREVIATION = "abbreviation"
    SYNONYM = "synonym"
    FILLER = "filler"
    OWN_SCOPE = "own-scope"
    SCOPE = "scope"
    HEAD = "head"
    VERB = "verb"
    FRAME = "frame"


class QuantityKind(StrEnum):
    """The kind of quantity that a label begins with."""

    RATIO = "ratio"
    COUNT = "count"
    DEGREE = "degree"
    AMOUNT = "amount"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a label measures, in toned keys of words (`names.Word`): "có" is a verb, "cơ" of "cơ sở" is none.

    Attributes:
        kind: kind of quantity, None if the label does not begin with one.
        subject: the words of what is counted.
        predicate: what is said of it, with its setting, in the order of the print; may be empty.
        frame: whether the predicate is a setting only ("trong các cơ sở giáo dục").
        denominator: what it is divided by, if the label says so after "/" or "trên tổng"; else empty.
        numbers: numbers and words that begin with one (5G), outside brackets.
        scope: words that narrow what is counted, beside the subject.
        explained: the words in brackets.
    """

    kind: QuantityKind | None
    subject: frozenset[str]
    predicate: Phrase
    frame: bool
    denominator: frozenset[str]
    numbers: frozenset[str]
    scope: frozenset[str]
    explained: Phrase


class _Phrases:
    """Phrases and what they are rewritten to; the longest that fits wins."""

    def __init__(self, table: Mapping[Phrase, Phrase]) -> None:
        self._table = table
        self._by_first: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in sorted(table, key=len, reverse=True):
            self._by_first[phrase[0]].append(phrase)

    def at(self, words: Phrase, place: int) -> Phrase | None:
        """Return the longest phrase that stands at a place."""
        known = self._by_first.get(words[place], ()) if place < len(words) else ()
        return next((phrase for phrase in known if words[place : place + len(phrase)] == phrase), None)

    def meaning(self, phrase: Phrase) -> Phrase:
        return self._table[phrase]

    def rewrite(self, words: Phrase) -> Phrase:
        """Replace phrases by what they mean, from left to right."""
        found: list[str] = []
        place = 0
        while place < len(words):
            phrase = self.at(words, place)
            found.extend(self._table[phrase] if phrase else words[place : place + 1])
            place += len(phrase) if phrase else 1
        return tuple(found)


class LabelReader:
    """Takes labels apart with the words of a table."""

    def __init__(self, phrases: Mapping[Role, Mapping[Phrase, Phrase]]) -> None:
        self._abbreviations = _Phrases(phrases[Role.ABBREVIATION])
        self._synonyms = _Phrases({**phrases[Role.SYNONYM], **phrases[Role.OWN_SCOPE]})
        self._fillers = _Phrases(phrases[Role.FILLER])
        self._heads = _Phrases(phrases[Role.HEAD])
        self._scopes = _Phrases(phrases[Role.SCOPE])
        self._verbs = _Phrases(phrases[Role.VERB])
        self._frames = _Phrases(phrases[Role.FRAME])
        # A label is compared several times over: with the registry, with its own plan, with each candidate.
        self._read = lru_cache(maxsize=_REMEMBERED)(self._take_apart)

    def read(self, label: str) -> Quantity:
        """Take a printed label apart, with or without its target in per cent."""
        return self._read(label)

    def _take_apart(self, label: str) -> Quantity:
        bare = bare_label(label)
        above, _, below = _DENOMINATOR.sub("\n", _BRACKETS.sub(" ", bare), count=1).partition("\n")
        kind, words = self._after_head(_toned(above))
        _, denominator = self._after_head(_toned(below))
        end = self._end_of_subject(words)
        return Quantity(
            kind=QuantityKind.RATIO if denominator else kind,
            subject=frozenset(self._content(words[:end])),
            predicate=self._content(words[end:]),
            frame=self._frames.at(words, end) is not None,
            denominator=frozenset(self._content(denominator)),
            numbers=frozenset(word for word in words if word[0].isdigit()),
            scope=frozenset(word for i, word in enumerate(words) if i >= end and self._scopes.at(words, i)),
            explained=self._content(self._level(_toned(" ".join(_BRACKETS.findall(bare))))),
        )

    def _after_head(self, words: Phrase) -> tuple[QuantityKind | None, Phrase]:
        head = self._heads.at(words, 0)
        kind = QuantityKind(self._heads.meaning(head)[0]) if head else None
        return kind, self._level(words[len(head or ()) :])

    def _level(self, words: Phrase) -> Phrase:
        return self._synonyms.rewrite(self._abbreviations.rewrite(words))

    def _content(self, words: Phrase) -> Phrase:
        """Return the words that bear on the quantity."""
        return self._fillers.rewrite(words)

    def _end_of_subject(self, words: Phrase) -> int:
        """Return where the predicate begins: at the first verb or setting after the first word."""
        ends = (i for i in range(1, len(words)) if self._verbs.at(words, i) or self._frames.at(words, i))
        return next(ends, len(words))


def load_label_reader(path: Path) -> LabelReader:
    """Read the table of words.

    Raises:
        CurationError: the table cannot be read, or a role or a kind of quantity is unknown; the message names the line.
    """
    phrases: dict[Role, dict[Phrase, Phrase]] = {role: {} for role in Role}
    for row in read_table(path, ("role", "words", "meaning")):
        try:
            role = Role(row.cells["role"])
            meaning = row.cells["meaning"]
            meant = (QuantityKind(meaning).value,) if role is Role.HEAD else _toned(meaning)
        except ValueError as error:
            raise CurationError(f"{path.name}, line {row.line}: {error}.") from error
        phrases[role][_toned(row.cells["words"])] = meant
    return LabelReader(phrases)


def _toned(text: str) -> Phrase:
    return tuple(word.toned for word in split(text))
