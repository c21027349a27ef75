"""Files and folders to resolved plans: which files are documents, what they print, what it means."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.curation.sources import FILE_NAME as SOURCES_FILE
from kg.curation.sources import Curation, load_sources
from kg.errors import ChitieuError, DocumentNotFound, InputError
from kg.pipeline.model import Progress
from kg.records.cache import RecordCache
from kg.records.codec import Answer
from kg.records.crew import read_records
from kg.resolution.model import ResolvedPlan
from kg.resolution.registries import Registries
from kg.resolution.resolve import resolve
from kg.settings import Settings

_CURATION: Final = frozenset({SOURCES_FILE, "waivers.toml"})
_IGNORED: Final = (".", "~$")
"""How names begin that are no documents: hidden files, and what Office leaves beside an open file."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document on its way: the plan that it prints, or the error that it ended with."""

    path: Path
    plan: ResolvedPlan | None = None
    error: ChitieuError | None = None


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def registries_for(settings: Settings) -> Registries:
    """Return what resolution knows beforehand, with the curator's own mappings if a folder of them is set."""
    shipped = Registries.load()
    return shipped.with_mappings(Path(settings.mappings)) if settings.mappings else shipped


def read_all(
    paths: Sequence[Path],
    settings: Settings,
    registries: Registries,
    tell: Progress,
    *,
    leave_out: Path | None = None,
    cache: RecordCache | None = None,
) -> list[Reading]:
    """Read, extract and resolve every document, in order; errors of single documents stand in their place.

    Args:
        paths: files and folders.
        settings: limits, and how many processes read.
        registries: what resolution knows beforehand.
        tell: told the stage "documents".
        leave_out: a folder that holds no documents, wherever it is met.
        cache: what was read before; None = all are read.

    Raises:
        InputError: nothing was named, or a folder holds no document.
        CurationError: a curator's file is wrong.
    """
    files = _collect(paths, leave_out)
    curation = Curation()
    for folder in sorted({path.parent for path in files}):
        curation = curation.joined(load_sources(folder))
    tell("documents", 0, len(files))
    answers = read_records(files, settings, lambda done: tell("documents", done, len(files)), cache)
    return [_resolved(path, answer, registries, curation) for path, answer in zip(files, answers, strict=True)]


def _collect(paths: Sequence[Path], leave_out: Path | None) -> list[Path]:
    """Return the files to read, each once.

    Raises:
        InputError: a folder holds no document.
    """
    files: dict[Path, Path] = {}
    for path in paths:
        inside = list(_documents_below(path, leave_out)) if path.is_dir() else [path]
        if not inside:
            raise InputError(f"The folder {path} holds no documents.", hint="Name the folder or files of the plans.")
        for file in inside:
            files.setdefault(file.resolve(), file)
    if not files:
        raise DocumentNotFound("No document was named.", hint="Name files or folders of plans.")
    return list(files.values())


def _documents_below(folder: Path, leave_out: Path | None) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        below = Path(where)
        folders[:] = sorted(
            name for name in folders if not name.startswith(_IGNORED) and not _same(below / name, leave_out)
        )
        yield from (below / name for name in sorted(names) if not name.startswith(_IGNORED) and name not in _CURATION)


def _same(path: Path, other: Path | None) -> bool:
    return other is not None and path.resolve() == other.resolve()


def _resolved(path: Path, answer: Answer, registries: Registries, curation: Curation) -> Reading:
    if isinstance(answer, InputError):
        return Reading(path, error=answer)
    try:
        return Reading(path, resolve(answer, registries, curation))
    except InputError as error:
        return Reading(path, error=error)


def usable_plans(found: Sequence[Reading]) -> list[ResolvedPlan]:
    """Return the plans that were read, of equal files one.

    Of several files of one plan the first one describes it: the one with most rows, then by hash; the order in which
    they were given does not matter.

    Raises:
        InputError: there is none. A single document's error is raised as it is.
    """
    plans = sorted((item.plan for item in found if item.plan), key=_precedence)
    errors = [item.error for item in found if item.error]
    if not plans and len(errors) == 1:
        raise errors[0]
    if not plans:
        listed = "\n".join(f"  {error}" for error in errors)
        raise InputError(f"None of the {len(errors)} documents can be used:\n{listed}")
    first = {plan.record.source.sha256: plan for plan in reversed(plans)}
    return sorted(first.values(), key=_precedence)


def describing(plans: Iterable[ResolvedPlan]) -> list[ResolvedPlan]:
    """Return of each plan the file that describes it: the first."""
    first: dict[str, ResolvedPlan] = {}
    for plan in plans:
        first.setdefault(plan.iri, plan)
    return list(first.values())


def _precedence(plan: ResolvedPlan) -> tuple[str, int, str, str]:
    source = plan.record.source
    return plan.iri, -len(plan.rows), source.sha256, source.name
