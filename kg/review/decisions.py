"""A person's decisions on links, written to the mapping files of a folder; a build with that folder honours them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kg.curation.mappings import (
    COLUMNS,
    NEW_INDICATOR_COLUMNS,
    NEW_INDICATORS,
    Justification,
    MappingFile,
    load_new_indicators,
)
from kg.curation.tsv import write_row
from kg.errors import UsageError
from kg.graph.mapping import NameKind
from kg.output.tables import Iri
from kg.resolution.indicators import INDICATOR
from kg.resolution.kinds import KIND
from kg.resolution.labels import bare_label
from kg.resolution.registries import Registries
from kg.review.links import ReviewLink
from kg.vietnamese import slug
from kg.vocabulary import expand

_FILES: Final = {
    NameKind.AGENCY: MappingFile.AGENCIES,
    NameKind.INDICATOR: MappingFile.INDICATORS,
    NameKind.DOCUMENT: MappingFile.DOCUMENTS,
}
_BODY: Final = re.compile(r"/agency(?:-group)?/([^/]+)")
_KEY: Final = ("object_id", "subject_source", "subject_label")
_CONFIDENCE: Final = 0.95
_NOT: Final = "Not"
_SLUG_LENGTH: Final = 80


def confirm(link: ReviewLink, thing: str, reason: str, folder: Path, *, only_here: bool = False) -> Path:
    """Write down that a printed name means a thing; an earlier word of this folder on the name gives way.

    Args:
        link: the link that was looked over.
        thing: CURIE or IRI: an indicator, a registered document, a kind of agency (or a body or group of that kind).
        reason: why; never empty.
        folder: the folder of mappings; made if it is not there.
        only_here: the decision holds for the link's plan only, as one on a document always does.

    Returns:
        The file that was written.

    Raises:
        UsageError: the reason is empty, the registries know no such thing, or places are asked of.
        CurationError: the file is wrong or cannot be written.
    """
    return _decide(link, thing, reason, folder, only_here=only_here)


def reject(link: ReviewLink, thing: str, reason: str, folder: Path, *, only_here: bool = False) -> Path:
    """Write down that a printed name does not mean a thing; parameters, result and errors as for `confirm`."""
    return _decide(link, thing, reason, folder, only_here=only_here, modifier=_NOT)


def new_indicator(link: ReviewLink, label: str, reason: str, folder: Path) -> tuple[str, Path]:
    """Add an indicator to the registry of a folder, and confirm that the link's name means it.

    Args:
        link: a link of an indicator's name.
        label: the Vietnamese label; empty = the print without its target.
        reason: why; never empty.
        folder: the folder of mappings.

    Returns:
        The IRI of the indicator, and the file that maps the name to it.

    Raises:
        UsageError: the link is not of an indicator's name, or the registry has an indicator of such a name.
        CurationError: a file is wrong or cannot be written.
    """
    if link.kind is not NameKind.INDICATOR:
        raise UsageError(
            f"{link.printed!r} is the name of a {link.kind.value}; only indicators can be added here.",
            hint="Kinds of agency stand in ontology/agency-kinds.ttl, documents in ontology/legal-documents.ttl.",
        )
    label = label or bare_label(link.printed)
    iri = f"{INDICATOR}{slug(label)[:_SLUG_LENGTH].rstrip('-')}"
    if iri in _labels(NameKind.INDICATOR, folder):
        raise UsageError(
            f"There is an indicator {Iri(iri).curie} already.", hint="Confirm it, or choose another label."
        )
    cells = {"id": Iri(iri).curie, "label": label, "reason": _given(reason)}
    write_row(folder / NEW_INDICATORS, NEW_INDICATOR_COLUMNS, cells, ("id",))
    return iri, confirm(link, iri, reason, folder)


def _decide(link: ReviewLink, thing: str, reason: str, folder: Path, *, only_here: bool, modifier: str = "") -> Path:
    if link.kind not in _FILES:
        hint = "State ct:place of the document in sources.toml."
        raise UsageError(f"{link.printed!r} is the name of a place, which has no mapping file.", hint=hint)
    labels, iri = _labels(link.kind, folder), _meant(thing, link.kind)
    if iri not in labels:
        wanted = {NameKind.AGENCY: "a kind of agency", NameKind.DOCUMENT: "a registered document"}.get(link.kind)
        hint = f"Give {wanted or 'an indicator of the registry'}; `chitieu search` finds them."
        raise UsageError(f"{thing} is not known to the registry.", hint=hint)
    label = bare_label(link.printed) if link.kind is NameKind.INDICATOR else link.printed
    plan = Iri(link.plan).curie
    cells = {
        "subject_label": label,
        "subject_source": plan,
        "scope": plan if only_here or link.kind is NameKind.DOCUMENT else "",
        "predicate_modifier": modifier,
        "predicate_id": "skos:exactMatch",
        "object_id": Iri(iri).curie,
        "object_label": labels[iri],
        "mapping_justification": Justification.MANUAL.value,
        "confidence": f"{_CONFIDENCE:g}",
        "comment": _given(reason),
    }
    path = folder / _FILES[link.kind].value

    def outdated(row: Mapping[str, str]) -> bool:
        same = row["subject_label"] == " ".join(label.split()) and row["scope"] == cells["scope"]
        return same and not modifier and row["predicate_modifier"] != _NOT

    write_row(path, COLUMNS, cells, _KEY, outdated)
    return path


def _given(reason: str) -> str:
    if not reason.strip():
        raise UsageError("A decision needs its reason.", hint="Add --reason '…'.")
    return reason


def _meant(thing: str, kind: NameKind) -> str:
    """Return the IRI that a CURIE or IRI stands for; of a body or a group its kind, which is what names map to."""
    try:
        iri = thing if "://" in thing else expand(thing)
    except KeyError as error:
        raise UsageError(f"{thing!r} is neither an IRI nor a CURIE.", hint="Write ctid:…, as shown.") from error
    body = _BODY.search(iri) if kind is NameKind.AGENCY else None
    return KIND + body[1] if body else iri


def _labels(kind: NameKind, folder: Path) -> dict[str, str]:
    """Return the things that names of a kind can mean, with their labels."""
    registries = Registries.load()
    if kind is NameKind.AGENCY:
        return {iri: known.label for iri, known in registries.kinds.kinds.items()}
    if kind is NameKind.DOCUMENT:
        documents = registries.documents.by_iri.values()
        return {known.iri: known.number or next(iter(known.names), "") for known in documents}
    labels = {iri: known.labels[0] for iri, known in registries.indicators.indicators.items()}
    return labels | {known.iri: known.label for known in load_new_indicators(folder)}
