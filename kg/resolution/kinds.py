"""The registry of kinds of agency (`ontology/agency-kinds.ttl`) and the index of their labels."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from kg.curation.mappings import LabelMapping
from kg.errors import ResourceError
from kg.resolution.model import Level
from kg.resolution.names import Abbreviation, Words, folded_key, split, toned_key
from kg.resolution.short_forms import short_forms
from kg.resolution.similar import in_order
from kg.resolution.turtle import Description, read_turtle
from kg.vietnamese import fold, normalise
from kg.vocabulary import CT, ID, expand

KIND = ID + "agency-kind/"
LEVEL = ID + "level/"
_PREF = expand("skos:prefLabel")
_ALT = expand("skos:altLabel")
_ATTACHED = re.compile(r"\btrực(?=\s+thuộc\b)", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?:\d+/)?\d+(?=\s+(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|sở)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of agency or of group.

    Attributes:
        iri, slug: identity; the slug is its last part.
        label: preferred label in Vietnamese ("Phòng Văn hóa và Thông tin").
        labels: alternative labels; `stems`: labels that name a body only together with a level or a place.
        level: level of administration, None where members are of several or of none.
        group: it is a kind of group.
        centrally_run, request_only: as `docs/graph.md` says.
        parent: IRI of the kind one line upwards, where a source says so.
        members: IRIs of the kinds of a group's members.
        symbols: abbreviations that stand for the issuer in document numbers.
        template: pattern of a body's name where it differs from the rule: `{name}` is the place's own name, `{short}`
            the short word for what it is ("Huyện", "Thành", "Thị"), `{place}` the place as it is called.
        namesake: IRI of the kind that had the same name before a reorganisation.
    """

    iri: str
    slug: str
    label: str
    labels: tuple[str, ...]
    stems: tuple[str, ...]
    level: Level | None
    group: bool
    centrally_run: bool
    request_only: bool
    parent: str | None
    members: tuple[str, ...]
    symbols: tuple[str, ...]
    template: str | None
    namesake: str | None = None


class Form(IntEnum):
    """What sort of label was found, best first."""

    PREFERRED = 0
    ALTERNATIVE = 1
    CORRECTION = 2


@dataclass(frozen=True, slots=True)
class LabelEntry:
    """A label of a kind: `toned` its key with marks, `stem` as in `Kind.stems`.

    Of a correction: its `reason`, and in `scope` the IRI of the one plan for which it holds, None for all.
    """

    kind: Kind
    text: str
    toned: str
    form: Form
    stem: bool = False
    reason: str = ""
    scope: str | None = None


class KindIndex:
    """Kinds by IRI, by label, by the abbreviation in document numbers."""

    def __init__(
        self,
        kinds: Iterable[Kind],
        abbreviations: Mapping[str, Abbreviation],
        corrections: Iterable[LabelMapping] = (),
    ) -> None:
        self.kinds: dict[str, Kind] = {kind.iri: kind for kind in kinds}
        self.abbreviations = abbreviations
        self.mappings = tuple(corrections)
        self.labels: dict[str, list[LabelEntry]] = defaultdict(list)
        self.by_symbol: dict[str, list[Kind]] = defaultdict(list)
        self.group_of: dict[str, Kind] = {}
        self.renewed: dict[str, Kind] = {}
        self.texts: dict[str, str] = {}
        self._rejected: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
        for kind in self.kinds.values():
            self._add_kind(kind)
        self._add_short_forms()
        for mapping in self.mappings:
            kind = self._target(mapping)
            if mapping.rejected:
                self._rejected[folded_key(self.split(mapping.label))].add((kind.iri, mapping.scope))
            else:
                self._add_correction(kind, mapping)

    def split(self, text: str) -> Words:
        """Return the words of a printed name, abbreviations expanded.

        "11 xã" is read as "các xã", "trực thuộc" as "thuộc".
        """
        return split(_ATTACHED.sub("", _COUNTED.sub("các", normalise(text))), self.abbreviations)

    def rejected(self, words: Words, plan: str) -> frozenset[str]:
        """Return the kinds that a person said a whole name is not of, in all plans or in this one."""
        found = self._rejected.get(folded_key(words), ())
        return frozenset(kind for kind, scope in found if scope in (None, plan))

    def at(self, words: Words, plan: str) -> tuple[LabelEntry, ...]:
        """Return the labels that equal `words` when folded; if some equal them with marks, only those.

        What a person decided for this very plan goes before all else.
        """
        found = [entry for entry in self.labels.get(folded_key(words), []) if entry.scope in (None, plan)]
        if decided := tuple(entry for entry in found if entry.scope):
            return decided
        toned = toned_key(words)
        return tuple(entry for entry in found if entry.toned == toned) or tuple(
            entry for entry in found if entry.form is not Form.CORRECTION
        )

    def _add_kind(self, kind: Kind) -> None:
        self._add(kind, kind.label, Form.PREFERRED)
        if kind.namesake:
            self.renewed[kind.namesake] = kind
        self.texts[kind.iri] = in_order(" ".join(word.folded for word in self.split(kind.label)))
        for label in kind.labels:
            self._add(kind, label, Form.ALTERNATIVE)
        for label in (*kind.stems, *_without_level(kind)):
            self._add(kind, label, Form.ALTERNATIVE, stem=True)
        for symbol in kind.symbols:
            self.by_symbol[symbol].append(kind)
        if kind.group and len(kind.members) == 1:
            self.group_of.setdefault(kind.members[0], kind)

    def _add_correction(self, kind: Kind, mapping: LabelMapping) -> None:
        if mapping.scope is None:
            self._add(kind, mapping.label, Form.CORRECTION, reason=mapping.reason)
            return
        words = self.split(mapping.label)
        entry = LabelEntry(
            kind, mapping.label, toned_key(words), Form.CORRECTION, reason=mapping.reason, scope=mapping.scope
        )
        self.labels[folded_key(words)].append(entry)

    def _add_short_forms(self) -> None:
        """Add the short forms that no label is like and that are of one kind only."""
        heads = {folded_key(found.expansion) for found in self.abbreviations.values() if found.first_only}
        shortened: dict[str, dict[str, tuple[Kind, str]]] = defaultdict(dict)
        for kind in self.kinds.values():
            for text in short_forms(kind.label, heads):
                shortened[folded_key(self.split(text))].setdefault(kind.iri, (kind, text))
        for key, found in shortened.items():
            if key not in self.labels and len(found) == 1:
                for kind, text in found.values():
                    self._add(kind, text, Form.ALTERNATIVE)

    def _add(self, kind: Kind, text: str, form: Form, *, stem: bool = False, reason: str = "") -> None:
        words = self.split(text)
        entries = self.labels[folded_key(words)]
        if not any(entry.kind is kind and entry.toned == toned_key(words) for entry in entries):
            entries.append(LabelEntry(kind, text, toned_key(words), form, stem, reason))

    def _target(self, mapping: LabelMapping) -> Kind:
        try:
            return self.kinds[mapping.target]
        except KeyError:
            raise ResourceError(f"The mapping of {mapping.label!r} names {mapping.target}, which is no kind.") from None


def _without_level(kind: Kind) -> tuple[str, ...]:
    """Return what names a body with its place alone: "Kho bạc Nhà nước tỉnh" in Kon Tum is "Kho bạc Nhà nước Kon Tum".

    Not of communes, of which the registry has no names that would tell a body from any words with capitals.
    """
    if kind.group or kind.level not in (Level.PROVINCE, Level.DISTRICT):
        return ()
    heads = (label.rpartition(" ") for label in (kind.label, *kind.labels))
    return tuple(head for head, _, end in heads if fold(end) == kind.level.value and " " in head)


def load_kinds(
    name: str, abbreviations: Mapping[str, Abbreviation], corrections: Iterable[LabelMapping] = ()
) -> KindIndex:
    """Read the registry of kinds from a Turtle data file.

    Raises:
        ResourceError: a kind has no Vietnamese label, or names a parent or member that the file does not describe.
    """
    described = read_turtle(name)
    kinds = [_kind(described[iri]) for iri in described if iri.startswith(KIND)]
    known = {kind.iri for kind in kinds}
    for kind in kinds:
        for other in (*kind.members, *filter(None, (kind.parent, kind.namesake))):
            if other not in known:
                raise ResourceError(f"{name}: {kind.iri} refers to {other}, which is not described.")
    return KindIndex(kinds, abbreviations, corrections)


def _kind(described: Description) -> Kind:
    label = described.text(_PREF, "vi")
    if label is None:
        raise ResourceError(f"{described.iri} has no Vietnamese skos:prefLabel.")
    levels = described.iris(CT + "level")
    return Kind(
        iri=described.iri,
        slug=described.iri.removeprefix(KIND),
        label=label,
        labels=described.texts(_ALT, "vi"),
        stems=described.texts(CT + "stemLabel", "vi"),
        level=Level(levels[0].removeprefix(LEVEL)) if levels else None,
        group=described.truth(CT + "isGroupKind"),
        centrally_run=described.truth(CT + "centrallyRun"),
        request_only=described.truth(CT + "requestOnly"),
        parent=next(iter(described.iris(CT + "parentKind")), None),
        members=described.iris(CT + "memberKind"),
        symbols=described.texts(CT + "documentSymbol"),
        template=described.text(CT + "nameTemplate"),
        namesake=next(iter(described.iris(CT + "namesake")), None),
    )
