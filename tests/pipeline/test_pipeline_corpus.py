"""The corpus from end to end: what is published holds together, and is the same wherever and whenever it is built."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from kg.pipeline import BuildResult, Status
from kg.search.search import search
from kg.store.query import execute
from kg.store.snapshot import Snapshot
from kg.vocabulary import CT, FINDINGS_GRAPH, INFERRED_GRAPH, QUESTIONS_GRAPH, VOID_GRAPH
from tests.pipeline.conftest import run_python


@pytest.fixture(scope="module")
def store(built: BuildResult) -> Store:
    return built.snapshot.load_store()


def number(store: Store, query: str) -> int:
    ((term,),) = execute(store, query).rows()
    return int(str(term).split('"')[1])


def test_every_document_is_published(built: BuildResult) -> None:
    assert [outcome.status for outcome in built.outcomes] == [Status.PUBLISHED] * 5
    assert built.refused == ()
    assert sum(outcome.rows for outcome in built.outcomes) == 253
    assert len({outcome.plan for outcome in built.outcomes}) == 5
    assert sum(outcome.flagged for outcome in built.outcomes) >= 51
    built.snapshot.verify()


def test_named_graphs_are_disjoint(store: Store) -> None:
    homes = Counter((quad.subject, quad.predicate, quad.object) for quad in store)
    assert [triple for triple, graphs in homes.items() if graphs > 1] == []


def test_a_stranger_counts_right(store: Store, built: BuildResult) -> None:
    assert number(store, "SELECT (COUNT(*) AS ?n) { ?row a ct:Assignment }") == 253
    assert number(store, "SELECT (COUNT(*) AS ?n) { ?row ct:position ?n0 }") == 253
    assert (
        number(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == len(store) == built.snapshot.manifest.counts["quads"]
    )


def test_the_manifest_and_void_count_what_is_there(store: Store, built: BuildResult) -> None:
    found = Counter(quad.graph_name.value for quad in store if isinstance(quad.graph_name, NamedNode))
    assert built.snapshot.manifest.graphs == dict(found)
    assert {FINDINGS_GRAPH, INFERRED_GRAPH, QUESTIONS_GRAPH, VOID_GRAPH} <= set(found)
    described = execute(store, "SELECT ?g ?n { ?subset sd:name ?g ; void:triples ?n }").rows()
    assert {str(graph)[1:-1]: int(str(n).split('"')[1]) for graph, n in described} == dict(found)
    assert built.snapshot.manifest.counts["assignments"] == 253
    assert built.snapshot.manifest.counts["plans"] == built.snapshot.manifest.counts["files"] == 5
    assert built.snapshot.manifest.counts["findings"] == len(built.report.findings) > 0


def test_the_report_is_published_with_the_graph(store: Store, built: BuildResult) -> None:
    listed = json.loads(built.snapshot.report())["findings"]
    assert len(listed) == len(built.report.findings)
    assert number(store, "SELECT (COUNT(*) AS ?n) { ?finding a ct:Finding }") == len(listed)


def test_every_row_is_found_where_it_is_printed(store: Store, built: BuildResult) -> None:
    rows = execute(store, f"SELECT ?row ?label ?lead {{ ?row a <{CT}Assignment> ; ct:label ?label }}").rows()
    with built.snapshot.sources() as sources:
        for row, *_ in rows:
            assert isinstance(row, NamedNode)
            found = sources.row_of(row.value)
            assert found is not None
            assert {cell.role for cell in found.cells} >= {"label"}
            for cell in found.cells:
                assert cell.first_line is not None
                assert cell.last_line is not None
                printed = sources.text_of(found.plan, (cell.first_line, cell.last_line))
                assert printed is not None
                first_word = cell.text.split()[0].strip(".,;")
                assert first_word in printed, (row.value, cell)


def test_the_texts_of_the_documents_are_kept(built: BuildResult, corpus: Path) -> None:
    with built.snapshot.sources() as sources:
        names = {document.name for document in sources.documents()}
        texts = {document.name: document.text for document in sources.documents()}
    assert names == {path.name for path in corpus.glob("*.txt")}
    assert all(text.strip() for text in texts.values())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("vh&tt kon ray", "agency"),
        ("922/QĐ-BTTTT", "document"),
        ("ho so truc tuyen", "indicator"),
        ("kon rẫy", "place"),
    ],
)
def test_search_finds_what_people_look_for(built: BuildResult, text: str, kind: str) -> None:
    assert search(built.snapshot, text)[0].kind == kind


_BUILD = """
import sys
from pathlib import Path
from kg.pipeline import build
from kg.settings import Settings
paths = [Path(name) for name in sys.argv[2:]]
print(build(paths, data_dir=Path(sys.argv[1]), settings=Settings()).snapshot.path)
"""


def test_another_process_elsewhere_makes_the_same_bytes(built: BuildResult, corpus: Path, tmp_path: Path) -> None:
    for document in [*corpus.glob("*.txt"), corpus / "sources.toml"]:
        (tmp_path / document.name).write_bytes(document.read_bytes())
    paths = sorted(tmp_path.glob("*.txt"), reverse=True)
    settled = {"PYTHONHASHSEED": "7", "TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C.UTF-8"}
    done = run_python(_BUILD, tmp_path / "there", *paths, **settled)
    assert done.returncode == 0, done.stderr
    other = Snapshot.open(Path(done.stdout.strip()))
    assert other.id == built.snapshot.id
    for path in built.snapshot.path.iterdir():
        assert path.read_bytes() == (other.path / path.name).read_bytes(), path.name
