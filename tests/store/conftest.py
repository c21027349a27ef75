"""Small hand-made snapshots, and a way to publish one in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.nquads import compress, to_nquads
from kg.store.publish import Part
from kg.store.snapshot import DATASET, REPORT, SOURCES
from kg.store.sources import IndexEntry, SourceCell, SourceContent, SourceDocument, SourceRow
from kg.vocabulary import GRAPH, ID

ROOT = Path(__file__).parents[2]
PLAN = ID + "document/p"
ROW = PLAN + "/assignment/II/1"


def content() -> SourceContent:
    """One document of three lines, one row of two cells, one search entry."""
    cells = (
        SourceCell("label", "Tỷ lệ hồ sơ", table=1, row=2, column=2, first_line=2, last_line=3),
        SourceCell("lead", "Phòng VHTT", table=1, row=2, column=4, first_line=2, last_line=2),
    )
    return SourceContent(
        documents=[SourceDocument(PLAN, "kế hoạch.txt", "b" * 64, "text/plain", "một\nhai\nba")],
        rows=[SourceRow(ROW, PLAN, "b" * 64, cells)],
        entries=[IndexEntry(PLAN, "plan", "Kế hoạch p", "label", 0, "Kế hoạch p", "kê1 hoach5 p", "ke hoach p")],
    )


def parts(name: str = "a", filler: int = 0) -> list[Part]:
    """The parts of a snapshot whose dataset names `name`; `filler` bytes more in its report, to fill a disk with."""
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    quads = [
        Quad(NamedNode(ID + name), label, Literal(f"{name} {n}"), NamedNode(GRAPH + "reference")) for n in range(9)
    ]
    lines = to_nquads(quads)
    sources = content()
    return [
        Part.of_bytes(DATASET, compress(lines), digest_of=lines),
        Part(SOURCES, sources.digest(), sources.write),
        Part.of_bytes(REPORT, b'{"name": "%s"}' % name.encode() + b" " * filler),
    ]


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


def run_python(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a script that may import `kg` and these helpers, in a process of its own."""
    folders = os.pathsep.join((str(ROOT), str(Path(__file__).parent)))
    command = [sys.executable, "-c", script, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": folders}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)
