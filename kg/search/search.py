"""Find things in a snapshot by words: labels, abbreviations, numbers of documents, printed rows and notes.

Words match without regard to diacritics and capitals; what matches them with diacritics comes first. The last word may
be unfinished. When no text holds all the words, those that hold the most telling of them are given.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kg.errors import UsageError
from kg.search.keys import exact_key, folded_key, words
from kg.store.snapshot import Snapshot
from kg.store.sources import Sources

_WORDS: Final = 32
"""Words of a search that are looked for; those beyond it are not."""
_SNIPPET: Final = 120
"""Longest snippet, in characters."""
_BEFORE: Final = 40
"""Of these, characters before the first match."""

_TELLING: Final = 10_000
"""Most texts that are ranked by how well the words match; what stands in more of them tells them no longer apart."""

_COUNT: Final = "SELECT count(*) FROM entry_index WHERE entry_index MATCH ?"
# The words themselves are read of those alone that are given: to sort them along took half of the time.
_QUERY: Final = """
SELECT entry.iri, entry.id, {score} AS score,
       entry.id IN (SELECT rowid FROM entry_index WHERE entry_index MATCH ?) AS exact
FROM entry_index JOIN entry ON entry.id = entry_index.rowid
WHERE entry_index MATCH ? AND (? = '' OR instr(?, ' ' || entry.kind || ' '))
ORDER BY exact DESC, CASE ? WHEN 'AND' THEN entry.rank END, score, entry.rank, entry.id
"""
_TEXTS: Final = "SELECT id, iri, kind, label, field, text FROM entry WHERE id IN ({})"
_AT_ONCE: Final = 500
"""Entries read by one statement."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found.

    Attributes:
        iri: the thing.
        kind: what it is: "plan", "document", "agency", "group", "agency-kind", "indicator", "place" or "assignment".
        label: its label in Vietnamese.
        field: the text that matched: "label", "abbreviation", "number", "note", …
        snippet: that text, or the part of it around the first match.
        score: how well it matches; higher is better, comparable within one search only.
        exact: it matches with its diacritics.
    """

    iri: str
    kind: str
    label: str
    field: str
    snippet: str
    score: float
    exact: bool


def search(snapshot: Snapshot, text: str, *, limit: int = 20, kinds: Collection[str] | None = None) -> tuple[Hit, ...]:
    """Return what `text` finds, best first, each thing once.

    Args:
        snapshot: where to look.
        text: words in any spelling, the first 32 of them; punctuation parts words and means nothing else.
        limit: the most things to return.
        kinds: only things of these kinds; None = of every kind.

    Raises:
        UsageError: the snapshot knows no such kind.
        SnapshotDamaged: its index cannot be read.
    """
    with snapshot.sources() as sources:
        wanted = _checked(sources, kinds)
        for joint in ("AND", "OR"):
            found = _found(sources, text, joint, wanted, limit)
            if found:
                return tuple(_hits(sources, found, folded_key(text).split()))
    return ()


def _checked(sources: Sources, kinds: Collection[str] | None) -> str:
    """Return the kinds as one string with a space around each, empty for all."""
    if not kinds:
        return ""
    known = [row[0] for row in sources.select("SELECT DISTINCT kind FROM entry ORDER BY kind")]
    unknown = sorted(set(kinds) - set(known))
    if unknown:
        raise UsageError(f"Nothing is of the kind {unknown[0]!r}.", hint=f"Kinds: {', '.join(known)}.")
    return f" {' '.join(kinds)} "


def _found(sources: Sources, text: str, joint: str, kinds: str, limit: int) -> Mapping[int, tuple[float, bool]]:
    """Return the entries that are given, best first, one a thing: score and exactness by their numbers."""
    parts = text.split()[:_WORDS]
    exact = _match("exact", [exact_key(word) for word in parts], "AND")
    keys = [folded_key(word) for word in parts]
    folded = _match("folded", keys if joint == "AND" else " ".join(keys).split(), joint)
    if not folded:
        return {}
    ((count,),) = sources.each(_COUNT, folded)
    query = _QUERY.format(score="bm25(entry_index)" if count <= _TELLING else "0.0")
    found: dict[str, tuple[int, tuple[float, bool]]] = {}
    for iri, number, score, is_exact in sources.each(query, exact, folded, kinds, kinds, joint):
        if len(found) == limit and iri not in found:
            break
        found.setdefault(iri, (number, (-score, bool(is_exact))))
    return dict(found.values())


def _match(column: str, keys: list[str], joint: str) -> str:
    """Return an FTS5 query for phrases in a column, the last one open at its end; empty without any word."""
    phrases = [f'"{key}"' for key in keys if key]
    return f"{column} : ({f' {joint} '.join(phrases)} *)" if phrases else ""


def _hits(sources: Sources, found: Mapping[int, tuple[float, bool]], tokens: list[str]) -> Iterator[Hit]:
    numbers = [*found]
    texts: dict[int, tuple[str, str, str, str, str]] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        part = numbers[start : start + _AT_ONCE]
        for number, *told in sources.each(_TEXTS.format(", ".join("?" * len(part))), *part):
            texts[number] = (told[0], told[1], told[2], told[3], told[4])
    for number, (score, exact) in found.items():
        iri, kind, label, field, text = texts[number]
        yield Hit(iri, kind, label, field, _snippet(text, tokens), score, exact)


def _snippet(text: str, tokens: list[str]) -> str:
    """Return `text`, or the part of it around the first word that begins like one of the (folded) tokens."""
    if len(text) <= _SNIPPET:
        return text
    places = [place for word, place in words(text) if folded_key(word).startswith(tuple(tokens))]
    start = max(0, (places[0] if places else 0) - _BEFORE)
    start = text.find(" ", start) + 1 if start else 0
    part = text[start : start + _SNIPPET]
    cut = part.rsplit(" ", 1)[0] if start + _SNIPPET < len(text) else part
    return ("… " if start else "") + cut + (" …" if len(cut) < len(part) or start + _SNIPPET < len(text) else "")
