"""The registry of places, and reading a place off the end of a name ("… huyện Kon Rẫy", "… Khánh Hòa").

A printed name alone is no identity: districts of one name stand in several provinces, and a province of 2025 may carry
the name and the code of one that ended. Province, level and date of the plan decide; what they leave open stays open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.curation.tsv import TableRow, read_table
from kg.errors import CurationError
from kg.resolution.model import Level, Place
from kg.resolution.names import Abbreviation, Words, folded_key, split, toned_key
from kg.vocabulary import ID

COLUMNS: Final = (
    "slug",
    "name",
    "kind",
    "level",
    "gso_code",
    "part_of",
    "valid_from",
    "valid_until",
    "replaced_by",
    "aliases",
    "source",
)
PLACE: Final = ID + "place/"

# The words for a level, folded; "thành phố" is a province or a district by its name only.
LEVEL_WORDS: Final[dict[tuple[str, ...], tuple[Level, ...]]] = {
    ("trung", "uong"): (Level.CENTRAL,),
    ("tinh",): (Level.PROVINCE,),
    ("thanh", "pho"): (Level.PROVINCE, Level.DISTRICT),
    ("huyen",): (Level.DISTRICT,),
    ("quan",): (Level.DISTRICT,),
    ("thi", "xa"): (Level.DISTRICT,),
    ("xa",): (Level.COMMUNE,),
    ("phuong",): (Level.COMMUNE,),
    ("thi", "tran"): (Level.COMMUNE,),
    ("dac", "khu"): (Level.COMMUNE,),
}
_FILLERS: Final = (("tren", "dia", "ban"), ("truc", "thuoc"), ("cua",), ("thuoc",), ("tai",))


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A registered place.

    Attributes:
        place: IRI, label ("huyện Kon Rẫy"), level, code, parent, validity.
        name: its own name ("Kon Rẫy").
        types: folded words for what it is or was ("huyen"; a district that became a town has both).
        replaced_by: IRI of the later place that it went into, or None.
        source: package and version that the row was taken from.
        aliases: other names or spellings, with or without the word for the level.
    """

    place: Place
    name: str
    types: frozenset[str]
    replaced_by: str | None
    source: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """What the words after a name say about the place.

    Attributes:
        levels: levels that the words allow; empty when no level is printed.
        type_word: folded word for the level as printed ("huyen", "thixa"); None after "cấp" or without one.
        name: the words of the place's own name, empty when none is printed.
        entries: the places that fit, best first; empty for a name that the registry does not know.
    """

    levels: tuple[Level, ...] = ()
    type_word: str | None = None
    name: Words = ()
    entries: tuple[PlaceEntry, ...] = ()


class PlaceIndex:
    """Places by name."""

    def __init__(self, entries: Iterable[PlaceEntry], abbreviations: Mapping[str, Abbreviation]) -> None:
        self.entries = tuple(entries)
        self.abbreviations = abbreviations
        self._by_iri = {entry.place.iri: entry for entry in self.entries}
        self._by_name: dict[str, list[tuple[str, PlaceEntry]]] = defaultdict(list)
        for entry in self.entries:
            for words in _names(entry, abbreviations):
                self._by_name[folded_key(words)].append((toned_key(words), entry))

    def get(self, iri: str | None) -> PlaceEntry | None:
        """Return the place of an IRI, or None."""
        return self._by_iri.get(iri) if iri else None

    def find(
        self,
        name: Words,
        levels: Sequence[Level] = (),
        type_word: str | None = None,
        within: str | None = None,
        date: str | None = None,
    ) -> tuple[PlaceEntry, ...]:
        """Return the places of a name.

        Args:
            name: the words of the place's own name.
            levels: levels that are possible; empty = any.
            type_word: folded word for the level, if printed; a place that never was such is left out.
            within: IRI of the province that is preferred, if it has such a place.
            date: ISO date of the text, may be partial; places that were valid then are preferred.
        """
        found = self._by_name.get(folded_key(name), [])
        exact = [entry for toned, entry in found if toned == toned_key(name)]
        fitting = [
            entry
            for entry in dict.fromkeys(exact or [entry for _, entry in found])
            if (not levels or entry.place.level in levels) and (type_word is None or type_word in entry.types)
        ]
        inside = [entry for entry in fitting if within and entry.place.part_of == within]
        timely = [entry for entry in inside or fitting if _valid_at(entry.place, date)]
        return tuple(timely or inside or fitting)

    def read(
        self, words: Words, within: str | None = None, date: str | None = None, levels: Sequence[Level] = ()
    ) -> PlaceReading | None:
        """Read the words that follow a name as a place; None when they are none.

        Args:
            words: what follows; empty gives an empty reading.
            within: IRI of the province of the text.
            date: ISO date of the text.
            levels: levels of the bodies that may bear the name; they bind a name printed without a level.
        """
        words = _without_fillers(words)
        at_level = bool(words) and words[0].folded == "cap"
        rest = words[1:] if at_level else words
        if not rest:
            return None if at_level else PlaceReading()
        type_words = _level_words(rest)
        printed = LEVEL_WORDS.get(type_words, ())
        name = rest[len(type_words) :]
        type_word = None if at_level or not type_words else "".join(type_words)
        if not name:
            return PlaceReading(printed, type_word)
        found = self._named(name, printed or tuple(levels), type_word, (within, date))
        if not found and not printed:
            found = self._named(rest, tuple(levels), None, (within, date))
        if found:
            return PlaceReading(printed, type_word, *found)
        return PlaceReading(printed, type_word, name) if printed else None

    def _named(
        self,
        words: Words,
        levels: Sequence[Level],
        type_word: str | None,
        context: tuple[str | None, str | None],
    ) -> tuple[Words, tuple[PlaceEntry, ...]] | None:
        """Split `words` into a name and, behind it, the province; the longest name that the registry knows."""
        within, date = context
        for end in range(len(words), 0, -1):
            tail = words[end:]
            of_level = (
                len(_level_words(tail)) if tail and Level.PROVINCE in LEVEL_WORDS.get(_level_words(tail), ()) else 0
            )
            tail = tail[of_level:] if len(tail) > of_level else tail
            province = self.find(tail, (Level.PROVINCE,), None, None, date) if tail else ()
            if tail and not province:
                continue
            parent = province[0].place.iri if province else within
            found = self.find(words[:end], levels, type_word, parent, date)
            if province:
                found = tuple(entry for entry in found if entry.place.part_of == parent)
            if found:
                return words[:end], found
        return None


def load_places(path: Path, abbreviations: Mapping[str, Abbreviation]) -> PlaceIndex:
    """Read the table of places.

    Raises:
        CurationError: a cell is not what its column asks for; the message names the line.
    """
    rows = read_table(path, COLUMNS)
    slugs = {row.cells["slug"] for row in rows}
    return PlaceIndex((_entry(row, slugs, path.name) for row in rows), abbreviations)


def _entry(row: TableRow, slugs: set[str], file: str) -> PlaceEntry:
    cells = row.cells
    for column in ("part_of", "replaced_by"):
        if cells[column] and cells[column] not in slugs:
            raise CurationError(f"{file}, line {row.line}: {column} names {cells[column]!r}, which has no row.")
    try:
        level = Level(cells["level"])
    except ValueError:
        raise CurationError(f"{file}, line {row.line}: level is {cells['level']!r}, expected tinh or huyen.") from None
    place = Place(
        iri=PLACE + cells["slug"],
        label=f"{cells['kind']} {cells['name']}",
        level=level,
        gso_code=cells["gso_code"] or None,
        part_of=PLACE + cells["part_of"] if cells["part_of"] else None,
        valid_from=cells["valid_from"] or None,
        valid_until=cells["valid_until"] or None,
    )
    aliases = tuple(alias for alias in cells["aliases"].split("|") if alias)
    typed = (cells["kind"], *aliases)
    return PlaceEntry(
        place,
        cells["name"],
        frozenset("".join(_level_words(split(text))) for text in typed) - {""},
        PLACE + cells["replaced_by"] if cells["replaced_by"] else None,
        cells["source"],
        aliases,
    )


def _names(entry: PlaceEntry, abbreviations: Mapping[str, Abbreviation]) -> Iterable[Words]:
    yield split(entry.name)
    for name in entry.aliases:
        alias = split(name, abbreviations)
        yield alias[len(_level_words(alias)) :]


def _level_words(words: Words) -> tuple[str, ...]:
    """Return the folded words for a level with which `words` begin, or none."""
    for length in (2, 1):
        start = tuple(word.folded for word in words[:length])
        if start in LEVEL_WORDS:
            return start
    return ()


def _without_fillers(words: Words) -> Words:
    for filler in _FILLERS:
        if tuple(word.folded for word in words[: len(filler)]) == filler:
            return words[len(filler) :]
    return words


def _valid_at(place: Place, date: str | None) -> bool:
    """Return whether the place was valid at a date; a partial date counts as far as it goes."""
    if not date:
        return True
    since, until = place.valid_from, place.valid_until
    return not (since and date < since[: len(date)]) and not (until and date[: len(until)] > until[: len(date)])
