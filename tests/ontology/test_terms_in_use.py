"""Names are declared where they are ours, and published where they are not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode
from rdflib.namespace import DefinedNamespace

from kg.ontology import load
from kg.resources import ROOMS, resource
from kg.vocabulary import CT, expand

NAME = re.compile(r"(?<![\w:/-])([a-z]+):([A-Za-z][A-Za-z0-9_-]*)(?![\w:/*-])")
CARRIED: dict[str, type[DefinedNamespace]] = {
    "skos": rdflib.SKOS,
    "org": rdflib.ORG,
    "prov": rdflib.PROV,
    "dcterms": rdflib.DCTERMS,
    "dcat": rdflib.DCAT,
    "foaf": rdflib.FOAF,
    "schema": rdflib.SDO,
    "sh": rdflib.SH,
    "void": rdflib.VOID,
}
LISTED = ("eli", "qudt", "sd", "unit")
PUBLISHED = Path(__file__).parent / "published_terms.tsv"


def names_in(path: Path) -> set[tuple[str, str]]:
    """The prefixed names of a Turtle or SPARQL file and of the queries in its long strings; no comments, no texts."""
    text = path.read_text(encoding="utf-8").replace('"""', " ")
    return set(NAME.findall(re.sub(r'"(?:[^"\\\n]|\\.)*"|<[^>\s]*>|(?m:(?:^|\s)#.*$)', " ", text)))


def data_files() -> list[Path]:
    return sorted(path for room in ROOMS for path in resource(room).rglob("*") if path.suffix in (".ttl", ".rq"))


def test_every_name_of_ours_in_the_data_files_is_declared() -> None:
    declared = {triple.subject.value for triple in load() if isinstance(triple.subject, NamedNode)}
    missing = {
        f"{path.name}: ct:{local}"
        for path in data_files()
        for prefix, local in names_in(path)
        if prefix == "ct" and CT + local not in declared
    }
    assert sorted(missing) == []


@pytest.mark.parametrize("prefix", sorted(CARRIED))
def test_borrowed_names_are_published(prefix: str) -> None:
    """rdflib's closed namespaces list what the publisher defines."""
    used = {local for path in data_files() for found, local in names_in(path) if found == prefix}
    assert [local for local in sorted(used) if local not in CARRIED[prefix]] == []


def test_borrowed_names_that_rdflib_does_not_carry_were_looked_up() -> None:
    lines = [line for line in PUBLISHED.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    looked_up = {line.split("\t")[0] for line in lines[1:]}
    used = {f"{p}:{local}" for path in data_files() for p, local in names_in(path) if p in LISTED}
    assert sorted(used - looked_up) == []


def test_declared_kinds_of_borrowed_names_are_the_published_ones() -> None:
    kinds = {"C": "owl:Class", "O": "owl:ObjectProperty", "D": "owl:DatatypeProperty"}
    lines = [line for line in PUBLISHED.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    published = {
        expand(term): expand(kinds[kind]) for term, kind, _ in (x.split("\t") for x in lines[1:]) if kind in kinds
    }
    stated = {
        (triple.subject.value, triple.object.value)
        for triple in load()
        if isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, NamedNode)
        and triple.predicate.value == expand("rdf:type")
        and triple.subject.value in published
    }
    assert stated
    assert sorted(pair for pair in stated if published[pair[0]] != pair[1]) == []
