"""Binding puts terms where parameters stand, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.questions.bind import bind, parameters_of, prologue
from kg.vocabulary import PREFIXES


@pytest.mark.parametrize(
    ("select", "bound"),
    [
        ("SELECT ?x { ?x ?p $v }", 'SELECT ?x { ?x ?p "t" }'),
        ("SELECT ?v { ?v ?p $v }", 'SELECT ?v { ?v ?p "t" }'),
        ('{ "$v" }', '{ "$v" }'),
        ("{ '$v' }", "{ '$v' }"),
        ('{ """a"$v\n""" }', '{ """a"$v\n""" }'),
        ("{ '''$v''' }", "{ '''$v''' }"),
        ('{ "\\"$v" }', '{ "\\"$v" }'),
        ("{ <http://x/$v> }", "{ <http://x/$v> }"),
        ("# $v\n$v", '# $v\n"t"'),
        ("ct:a\\$v", "ct:a\\$v"),
        ("FILTER(?a < $v && $v > ?b)", 'FILTER(?a < "t" && "t" > ?b)'),
        ("$vv $v", '$vv "t"'),
    ],
)
def test_only_parameters_are_replaced(select: str, bound: str) -> None:
    assert bind(select, {"v": Literal("t")}) == bound


def test_what_is_not_bound_stays_free() -> None:
    assert bind("$a $b", {"b": NamedNode("http://x")}) == "$a <http://x>"


def test_parameters_are_named() -> None:
    assert parameters_of("SELECT ?x { ?x ct:a $one . FILTER(?x != '$two') } # $three") == {"one"}


def test_the_prologue_declares_every_prefix() -> None:
    text = prologue()
    assert all(f"PREFIX {prefix}: <{namespace}>\n" in text for prefix, namespace in PREFIXES.items())


@given(st.text())
def test_any_text_comes_back_as_the_one_literal_that_it_is(text: str) -> None:
    """No text can leave its token: the query gives back the very text."""
    solutions = Store().query(bind("SELECT ?x { BIND($v AS ?x) }", {"v": Literal(text)}))
    assert isinstance(solutions, QuerySolutions)
    assert [solution["x"] for solution in solutions] == [Literal(text)]
