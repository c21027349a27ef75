"""Findings of a build: of the plans that have changed since an earlier one, if that was judged by the same rules.

An earlier build left a snapshot with its report. Its dataset tells which quads went and which came, the ledger
(`kg.validation.ledger`) judges what that touches, and the rest of the report stands. A note in the folder of the
snapshots says which snapshot the rules as they are now have judged; without it every rule runs on everything.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from pyoxigraph import Quad, RdfFormat, Store, parse

from kg.errors import StoreError
from kg.graph.nquads import to_nquads
from kg.resources import resource
from kg.store.snapshot import DATASET, REPORT, open_current
from kg.validation.ledger import Ledger
from kg.validation.model import Finding, Report
from kg.validation.render.data import findings_of
from kg.validation.report import validate_graph
from kg.version import VERSION
from kg.vocabulary import FINDINGS_GRAPH, INFERRED_GRAPH, QUESTIONS_GRAPH, VOID_GRAPH

FOLDER: Final = "cache/findings"
"""Where the note stands in the folder of the snapshots."""

_UNREAD: Final = frozenset(
    f"<{name}>".encode() for name in (FINDINGS_GRAPH, INFERRED_GRAPH, QUESTIONS_GRAPH, VOID_GRAPH)
)
"""Graphs that no rule reads, or that follow from the others."""

_DAMAGED: Final = (OSError, ValueError, KeyError, TypeError, StoreError)


@dataclass(frozen=True, slots=True)
class Judged:
    """What an earlier build judged: the quads that rules read, as lines of N-Quads, and what was found in them."""

    lines: frozenset[bytes]
    findings: tuple[Finding, ...]


def judge(store: Store, quads: Iterable[Quad], earlier: Judged | None) -> Report:
    """Return what `validate_graph` finds in `store`.

    Args:
        store: holds `quads`. It is written to on the way, and in the end holds them as before.
        quads: the whole graph.
        earlier: a build by the same rules to start from; None = every rule runs on everything.
    """
    if earlier is None:
        return validate_graph(store)
    lines = _read_by_rules(to_nquads(quads))
    removed, added = _quads(earlier.lines - lines), _quads(lines - earlier.lines)
    for quad in added:
        store.remove(quad)
    store.extend(removed)
    ledger = Ledger(store, earlier.findings)
    ledger.update(removed, added)
    return ledger.report


def judged_before(data_dir: Path) -> Judged | None:
    """Return what the last build into `data_dir` judged by the rules as they are now; None if there is none."""
    try:
        snapshot = open_current(data_dir, _note(data_dir).read_text(encoding="ascii"))
        snapshot.verify()
        lines = _read_by_rules(gzip.decompress((snapshot.path / DATASET).read_bytes()))
        return Judged(lines, findings_of((snapshot.path / REPORT).read_text(encoding="utf-8")))
    except _DAMAGED:
        return None


def note_judged(data_dir: Path, snapshot: str) -> None:
    """Note that the rules as they are now have judged `snapshot` (its id); nothing else is noted any more."""
    folder = data_dir / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):  # a folder that cannot be written: the next build judges everything
        folder.mkdir(parents=True)
        _note(data_dir).write_text(snapshot, encoding="ascii")


def _note(data_dir: Path) -> Path:
    return data_dir / FOLDER / _rules_version()


@cache
def _rules_version() -> str:
    """Return a name of 16 hex digits for the rules and the code that runs them."""
    digest = hashlib.sha256(VERSION.encode())
    for path in _sources():
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def _sources() -> Sequence[Path]:
    rules = sorted(resource("shapes/rules").glob("*.ttl"))
    return [*rules, *sorted(Path(str(files("kg.validation"))).glob("*.py"))]


def _read_by_rules(lines: bytes) -> frozenset[bytes]:
    return frozenset(line for line in lines.splitlines() if line.rsplit(b" ", 2)[1] not in _UNREAD)


def _quads(lines: Iterable[bytes]) -> list[Quad]:
    return [quad for quad in parse(b"\n".join(lines), RdfFormat.N_QUADS) if isinstance(quad, Quad)]
