"""The gate in a process of its own says what it says in this one, and is done without where it cannot be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from kg.pipeline import build
from kg.settings import Settings
from kg.validation.gate import Gate
from kg.validation.shacl import check_model
from kg.vocabulary import CT, FINDINGS_GRAPH, VOID_GRAPH
from tests.pipeline.conftest import ROOT, Builder


@pytest.fixture
def findable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the other process find `kg`, also where it is not installed."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))


@pytest.fixture
def store(building: Builder, good: Path) -> Store:
    made = building(good).snapshot.load_store()
    for graph in (FINDINGS_GRAPH, VOID_GRAPH):
        made.remove_graph(NamedNode(graph))
    return made


@pytest.mark.usefixtures("findable")
@pytest.mark.parametrize("damage", [False, True])
def test_both_processes_say_the_same(store: Store, damage: bool) -> None:
    quads = list(store)
    if damage:
        row = next(quad for quad in quads if quad.predicate == NamedNode(CT + "plan"))
        quads = [quad for quad in quads if quad.subject != row.subject or quad.predicate != NamedNode(CT + "label")]
        quads.append(Quad(row.subject, NamedNode(CT + "plan"), row.subject, row.graph_name))
    here = Store()
    here.extend(quads)
    with Gate() as gate:
        gate.submit(quads)
        there = gate.verdict()
    assert there == check_model(here)
    assert there is not None
    assert bool(there.faults) is damage


def test_without_a_second_process_the_build_checks_for_itself(
    monkeypatch: pytest.MonkeyPatch, good: Path, data_dir: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.executable", str(tmp_path / "no python here"))
    with Gate() as gate:
        gate.submit([])
        assert gate.verdict() is None
    assert build([good], data_dir=data_dir, settings=Settings()).snapshot.manifest.counts["plans"] == 1


@pytest.mark.usefixtures("findable")
def test_a_process_that_dies_gives_no_verdict(store: Store) -> None:
    with Gate() as gate:
        assert gate._process is not None
        gate._process.kill()
        gate._process.wait()
        gate.submit(store)
        assert gate.verdict() is None


@pytest.mark.usefixtures("findable")
def test_no_process_is_left_behind() -> None:
    gate = Gate()
    with pytest.raises(KeyError), gate:
        raise KeyError
    assert gate._process is not None
    assert gate._process.returncode is not None
