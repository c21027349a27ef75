"""A person's word on what printed words name: SSSOM tables (https://w3id.org/sssom/), one mapping a row.

A folder of mappings holds up to three of them (`MappingFile`), and a table of indicators that the registry lacks.

The subject is the printed text itself (`subject_type` "rdfs literal" in SSSOM's words). `subject_source` is the plan in
which it was seen and is a record of where the mapping comes from; `scope`, when filled, binds the mapping to that plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from kg.curation.tsv import TableRow, read_table
from kg.errors import CurationError
from kg.vocabulary import expand

COLUMNS: Final = (
    "subject_label",
    "subject_source",
    "scope",
    "predicate_modifier",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "comment",
)


class MappingFile(StrEnum):
    """The files of a folder of mappings, by what the printed words are a name of."""

    AGENCIES = "agencies.sssom.tsv"
    INDICATORS = "indicators.sssom.tsv"
    DOCUMENTS = "documents.sssom.tsv"


NEW_INDICATORS: Final = "new-indicators.tsv"
NEW_INDICATOR_COLUMNS: Final = ("id", "label", "reason")


class Justification(StrEnum):
    """Why a mapping holds (terms of the semantic mapping vocabulary, semapv)."""

    MANUAL = "semapv:ManualMappingCuration"
    LEXICAL = "semapv:LexicalMatching"


@dataclass(frozen=True, slots=True)
class LabelMapping:
    """Printed words and the thing that they name.

    Attributes:
        label: the printed words.
        seen_in: IRI of the plan in which they were seen, or None.
        scope: IRI of the only plan for which the mapping holds, or None for all.
        rejected: the mapping says that the words do *not* name the thing.
        target: IRI of the thing.
        justification: a person's decision, or equality of normalised words.
        confidence: 0 to 1.
        reason: why, in a sentence; never empty for a person's decision.
    """

    label: str
    seen_in: str | None
    scope: str | None
    rejected: bool
    target: str
    justification: Justification
    confidence: float
    reason: str


def load_mappings(path: Path) -> tuple[LabelMapping, ...]:
    """Return the mappings of one SSSOM table, in the order of the file.

    Raises:
        CurationError: a cell is not what its column asks for; the message names file, line and column.
    """
    return tuple(_mapping(row, path.name) for row in read_table(path, COLUMNS))


def load_folder(folder: Path) -> dict[MappingFile, tuple[LabelMapping, ...]]:
    """Return the mappings of each file of a folder; a file that is not there has none.

    Raises:
        CurationError: there is no such folder, or a file is wrong.
    """
    if not folder.is_dir():
        raise CurationError(f"There is no folder of mappings {folder}.", hint="Correct --mappings or make the folder.")
    return {file: load_mappings(folder / file.value) if (folder / file.value).is_file() else () for file in MappingFile}


@dataclass(frozen=True, slots=True)
class NewIndicator:
    """An indicator that a curator added: IRI and Vietnamese label."""

    iri: str
    label: str


def load_new_indicators(folder: Path) -> tuple[NewIndicator, ...]:
    """Return the indicators that a folder of mappings adds to the registry.

    Raises:
        CurationError: a cell is empty or no CURIE; the message names file and line.
    """
    path = folder / NEW_INDICATORS
    if not path.is_file():
        return ()
    found = []
    for row in read_table(path, NEW_INDICATOR_COLUMNS):
        if not all(row.cells[column] for column in NEW_INDICATOR_COLUMNS):
            raise CurationError(f"{path.name}, line {row.line}: a cell is empty; id, label and reason are needed.")
        found.append(NewIndicator(_iri(row.cells["id"], "id", path.name, row.line), row.cells["label"]))
    return tuple(found)


def _mapping(row: TableRow, file: str) -> LabelMapping:
    cells = row.cells
    justification = _justification(cells["mapping_justification"], f"{file}, line {row.line}")
    if not cells["subject_label"]:
        raise CurationError(f"{file}, line {row.line}: subject_label is empty.")
    if justification is Justification.MANUAL and not cells["comment"]:
        raise CurationError(f"{file}, line {row.line}: comment is empty; a person's decision needs its reason.")
    return LabelMapping(
        label=cells["subject_label"],
        seen_in=_iri(cells["subject_source"], "subject_source", file, row.line) if cells["subject_source"] else None,
        scope=_iri(cells["scope"], "scope", file, row.line) if cells["scope"] else None,
        rejected=cells["predicate_modifier"] == "Not",
        target=_iri(cells["object_id"], "object_id", file, row.line),
        justification=justification,
        confidence=_confidence(cells["confidence"], f"{file}, line {row.line}"),
        reason=cells["comment"],
    )


def _justification(text: str, place: str) -> Justification:
    try:
        return Justification(text)
    except ValueError:
        known = ", ".join(Justification)
        raise CurationError(f"{place}: mapping_justification is {text!r}, expected one of {known}.") from None


def _confidence(text: str, place: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise CurationError(f"{place}: confidence is {text!r}, expected a number from 0 to 1.")
    return value


def _iri(curie: str, column: str, file: str, line: int) -> str:
    try:
        return expand(curie)
    except KeyError:
        raise CurationError(f"{file}, line {line}: {column} is {curie!r}, expected a CURIE like ctid:….") from None
