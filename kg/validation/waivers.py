"""`waivers.toml`: findings that a person has looked at and accepts for a while, each with reason, name and dates.

A waiver hides nothing: the finding stays in the report, marked, and only `--fail-on` looks past it. A waiver that is
past its last day, or that matches no finding any more, is reported itself.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from kg.errors import CurationError
from kg.output.bilingual import Text
from kg.resources import resource
from kg.validation.model import Report, Waiver
from kg.validation.words import about_waiver

FILE_NAME: Final = "waivers.toml"
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{16}")
_TEXTS: Final = ("finding", "reason", "by")
_DATES: Final = ("date", "expires")


def load_waivers(place: Path) -> tuple[Waiver, ...]:
    """Return the waivers of a file, or of the `waivers.toml` of a folder; none if the folder has no such file.

    Raises:
        CurationError: the file is not there, not TOML, or an entry of it is wrong; the message names file and entry.
    """
    path = place / FILE_NAME if place.is_dir() else place
    if place.is_dir() and not path.is_file():
        return ()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CurationError(f"{path} cannot be read as TOML: {error}.") from error
    unknown = sorted(content.keys() - {"waiver"})
    if unknown or not isinstance(content.get("waiver", []), list):
        raise CurationError(
            f"{path}: expected [[waiver]] entries only, found {', '.join(unknown) or 'something else'}."
        )
    waivers = tuple(_waiver(path, number, entry) for number, entry in enumerate(content.get("waiver", []), 1))
    _refuse_repeated(path, waivers)
    return waivers


def waivers_for(place: Path | None, files: Sequence[Path]) -> tuple[Waiver, ...]:
    """Return the waivers of a named file or folder, else of the files' folders, else (no files) of the corpus.

    Raises:
        CurationError: as for `load_waivers`.
    """
    folders = sorted({file if file.is_dir() else file.parent for file in files}) or [resource("corpus")]
    return tuple(waiver for one in ([place] if place else folders) for waiver in load_waivers(one))


def waive(report: Report, waivers: Sequence[Waiver], today: dt.date) -> Report:
    """Mark findings as waived, and say which waivers are past their day or match nothing.

    Args:
        report: what was found.
        waivers: of one file or several.
        today: the day that `expires` is held against; a waiver holds on its last day.
    """
    valid = {waiver.finding: waiver for waiver in waivers if waiver.expires >= today}
    findings = tuple(replace(finding, waiver=valid.get(finding.fingerprint)) for finding in report.findings)
    found = {finding.fingerprint for finding in report.findings}
    return replace(report, findings=findings, notices=tuple(_notices(waivers, found, today)))


def _notices(waivers: Iterable[Waiver], found: set[str], today: dt.date) -> Iterator[Text]:
    for waiver in waivers:
        if waiver.finding not in found:
            yield about_waiver("unmatched", waiver)
        elif waiver.expires < today:
            yield about_waiver("expired", waiver)


def _waiver(path: Path, number: int, entry: object) -> Waiver:
    where = f"{path}, waiver {number}"
    if not isinstance(entry, dict) or entry.keys() != {*_TEXTS, *_DATES}:
        raise CurationError(f"{where}: expected exactly the keys {', '.join((*_TEXTS, *_DATES))}.")
    _check_types(where, entry)
    if not _FINGERPRINT.fullmatch(entry["finding"]):
        raise CurationError(f"{where}: finding = {entry['finding']!r} is not 16 hex digits, the last part of its IRI.")
    if entry["expires"] < entry["date"]:
        raise CurationError(f"{where}: it expires on {entry['expires']}, before its date {entry['date']}.")
    return Waiver(**entry)


def _check_types(where: str, entry: Mapping[str, Any]) -> None:
    for key in _TEXTS:
        if not isinstance(entry[key], str) or not entry[key].strip():
            raise CurationError(f"{where}: {key} must be a text that says something.")
    for key in _DATES:
        if type(entry[key]) is not dt.date:
            raise CurationError(f"{where}: {key} must be a date such as 2024-01-31, without quotes.")


def _refuse_repeated(path: Path, waivers: Iterable[Waiver]) -> None:
    seen: set[str] = set()
    for waiver in waivers:
        if waiver.finding in seen:
            raise CurationError(f"{path}: the finding {waiver.finding} is waived twice.", hint="Keep one of the two.")
        seen.add(waiver.finding)
