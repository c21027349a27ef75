"""The data files of the questions are complete, in step with the code, and refused when they are wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.errors import ResourceError, UnknownQuestion
from kg.questions import catalogue
from kg.questions.catalogue import question, questions, words
from kg.questions.model import Question
from kg.questions.turtle import instances
from kg.resources import resource
from kg.vocabulary import PREFIXES, expand

NAMES = [asked.name for asked in questions()]


def test_there_is_one_file_a_question() -> None:
    assert sorted(path.stem for path in resource("questions").glob("*.ttl")) == sorted(NAMES)
    assert len(NAMES) >= 14


@pytest.mark.parametrize("asked", questions(), ids=NAMES)
def test_a_question_is_a_plain_select_in_a_total_order(asked: Question) -> None:
    assert asked.select.upper().startswith("SELECT ")
    assert re.search(r"\nORDER BY [^\n}]+$", asked.select)
    assert not re.search(r"(?i)\b(LIMIT|OFFSET|SERVICE|PREFIX|FROM)\b", asked.select)


@pytest.mark.parametrize("asked", questions(), ids=NAMES)
def test_every_label_column_stands_beside_the_thing_that_it_names(asked: Question) -> None:
    names = [column.name for column in asked.columns]
    assert all(name.removesuffix("Label") in names for name in names if name.endswith("Label"))


@pytest.mark.parametrize("asked", questions(), ids=NAMES)
def test_words_are_in_both_languages(asked: Question) -> None:
    texts = [asked.title, asked.comment, *(c.title for c in asked.columns), *(p.title for p in asked.parameters)]
    assert all(text.vi and text.en and text.vi != text.en for text in texts)
    assert asked.keywords


def test_the_declared_prefixes_are_those_of_the_vocabulary() -> None:
    path = resource("questions/shared/prefixes.ttl")
    declared = {
        str(node.literal("sh:prefix")): node.literal("sh:namespace")
        for ontology in instances(path, "owl:Ontology")
        for node in ontology.linked("sh:declare")
    }
    assert declared == PREFIXES


def test_no_shared_word_is_left_over() -> None:
    """A column's title that no question uses is dead data."""
    used = {column.name for asked in questions() for column in asked.columns}
    start = expand("ctq:column/")
    titled = {
        quad.subject.value.removeprefix(start)
        for quad in parse(path=resource("questions/shared/words.ttl"), format=RdfFormat.TURTLE)
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(start)
    }
    assert titled == used


def test_every_coded_value_of_a_column_has_words() -> None:
    coded = {
        c.name: [choice.value for choice in c.choices] for asked in questions() for c in asked.columns if c.choices
    }
    assert coded["role"] == ["lead", "coordinating", "guiding"]
    columns = {"certainty", "leadCertainty", "role", "relation", "citedIn", "viaGroup", "inText", "successorStatus"}
    assert set(coded) == columns


def test_a_wrong_name_gets_near_names() -> None:
    with pytest.raises(UnknownQuestion, match=r"leads-by-kinds.*leads-by-kind"):
        question("leads-by-kinds")
    with pytest.raises(UnknownQuestion, match="There are: departments, "):
        question("§")


def test_a_missing_word_is_our_error() -> None:
    with pytest.raises(
        ResourceError, match=r"words\.ttl: .*column/nothing.* needs rdfs:label once in vi and once in en"
    ):
        words("column", "nothing")


GOOD = """
@prefix argument: <https://w3id.org/chitieu/question/argument/> .
@prefix ct: <https://w3id.org/chitieu/def#> .
@prefix ctq: <https://w3id.org/chitieu/question/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ctq:trial a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ; sh:order 1 ;
    rdfs:label "Thử"@vi, "Trial"@en ; rdfs:comment "Một"@vi, "One"@en ; sh:parameter <p> ;
    sh:select "SELECT ?plan WHERE { ?plan ct:year $year } ORDER BY ?plan" .
<p> a sh:Parameter ; sh:path argument:year ; sh:order 1 ; rdfs:label "năm"@vi, "year"@en ;
    sh:datatype xsd:integer ; sh:optional true .
"""


def load(text: str, tmp_path: Path) -> Question:
    path = tmp_path / "trial.ttl"
    path.write_text(text.replace("<p>", "<http://x/p>"), encoding="utf-8")
    (node,) = instances(path, "sh:SPARQLExecutable")
    return catalogue._question(node)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    asked = load(GOOD, tmp_path)
    assert (asked.name, [p.name for p in asked.parameters]) == ("trial", ["year"])
    assert [c.name for c in asked.columns] == ["plan"]


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ('"Thử"@vi, "Trial"@en', '"Thử"@vi', "needs rdfs:label once in vi and once in en"),
        ("$year }", "?year }", r"declares the parameters \['year'\], but its query uses \[\]"),
        ("SELECT ?plan WHERE", "SELECT ?plan WHERE {", "holds a query that is not SPARQL"),
        ("SELECT ?plan WHERE { ?plan ct:year $year } ORDER BY ?plan", "ASK { ?x ct:year $year }", "not a SELECT"),
        ("xsd:integer", "xsd:duration", "needs sh:class or sh:datatype with a type"),
        ("sh:order 1", 'sh:order "x"', "needs an integer as sh:order"),
        ("sh:order 1", "sh:order 1, 2", "has 2 values of sh:order, expected one"),
        ("sh:optional true", "sh:optional false", "is required, so it needs a skos:example"),
        ("sh:optional true", "sh:in ( ct:a )", "needs literals in sh:in"),
        ("sh:optional true", "sh:in [ ]", "has a broken list"),
        ("sh:optional true", "sh:defaultValue [ ]", "needs an IRI or a literal as sh:defaultValue"),
        ("sh:path argument:year", "sh:path 'year'", "needs an IRI as sh:path"),
        ("ctq:trial", "[]", "needs an IRI"),
        ("sh:parameter <p>", "sh:parameter 'p'", "needs nodes as values of sh:parameter"),
        ("sh:select ", "sh:select ct:x ; sh:ask ", "needs a literal value of sh:select"),
        ("sh:order 1", "sh:order", r"trial\.ttl, line 9: "),
    ],
)
def test_a_wrong_file_is_refused_by_name_and_place(good: str, bad: str, message: str, tmp_path: Path) -> None:
    assert good in GOOD
    with pytest.raises(ResourceError, match=message) as caught:
        load(GOOD.replace(good, bad), tmp_path)
    assert "trial.ttl" in str(caught.value)


def test_defaults_are_terms_of_the_declared_type() -> None:
    by_name = {p.name: p for p in question("leads-by-body").parameters}
    assert by_name["groups"].default == Literal(False)
    assert [choice.value for choice in by_name["certainty"].choices] == ["certain", "possible"]
    assert by_name["agency"].required
    assert isinstance(by_name["agency"].example, NamedNode)
