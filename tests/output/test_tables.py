"""RDF terms become plain values, and people do not see what is only for programs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.output.tables import Cell, Column, Iri, TableData, cell, from_terms
from kg.vocabulary import expand


@pytest.mark.parametrize(
    ("text", "datatype", "value"),
    [
        ("2024", "xsd:integer", 2024),
        ("99.70", "xsd:decimal", Decimal("99.70")),
        ("1e3", "xsd:double", 1000.0),
        ("true", "xsd:boolean", True),
        ("0", "xsd:boolean", False),
        ("2024-01-05", "xsd:date", "2024-01-05"),
        ("=SUM(1)", "xsd:string", "=SUM(1)"),
        ("many", "xsd:integer", "many"),
        ("x", "xsd:decimal", "x"),
        ("NaN", "xsd:double", "NaN"),
        ("maybe", "xsd:boolean", "maybe"),
    ],
)
def test_literals_take_the_value_of_their_datatype(text: str, datatype: str, value: Cell) -> None:
    found = cell(Literal(text, datatype=NamedNode(expand(datatype))))
    assert (found, type(found)) == (value, type(value))


def test_other_terms() -> None:
    assert cell(None) is None
    assert cell(Literal("Kế hoạch", language="vi")) == "Kế hoạch"
    assert isinstance(cell(NamedNode("http://x")), Iri)
    assert cell(BlankNode("b")) == "_:b"


@pytest.mark.parametrize(
    ("iri", "curie"),
    [
        ("https://w3id.org/chitieu/id/place/an", "ctid:place/an"),
        ("http://www.w3.org/2004/02/skos/core#Concept", "skos:Concept"),
        ("http://elsewhere/x", "http://elsewhere/x"),
    ],
)
def test_an_iri_is_shown_short(iri: str, curie: str) -> None:
    assert Iri(iri).curie == curie


def test_people_read_labels_in_place_of_iris() -> None:
    columns = tuple(Column(name, name.title()) for name in ("plan", "planLabel", "row", "label"))
    table = TableData(columns, (("p", "Plan", "r", "l"),), title="t", notes=("n",), truncated=True)
    shown = table.for_reading()
    assert [column.name for column in shown.columns] == ["planLabel", "row", "label"]
    assert shown.rows == (("Plan", "r", "l"),)
    assert (shown.title, shown.notes, shown.truncated) == ("t", ("n",), True)


def test_people_read_words_for_coded_values() -> None:
    columns = (Column("sure", "Chắc", words={"possible": "có thể", "true": "có"}), Column("label", "Nhãn"))
    table = TableData(columns, (("possible", "possible"), (True, None), ("other", 1)))
    assert table.for_reading().rows == (("có thể", "possible"), ("có", None), ("other", 1))
    assert table.for_reading().for_reading().rows == table.for_reading().rows


def test_little_room_is_not_spent_on_handles_and_empty_columns() -> None:
    columns = (Column("row", "Row", handle=True), Column("table", "Table"), Column("label", "Label"))
    table = TableData(columns, ((Iri("http://x"), None, "a"), (Iri("http://y"), "", "b")))
    assert [column.name for column in table.for_little_room().columns] == ["label"]
    assert [column.name for column in table.for_reading().columns] == ["row", "table", "label"]
    assert [column.name for column in TableData(columns, ()).for_little_room().columns] == ["table", "label"]
    only_handles = TableData(columns[:1], ((Iri("http://x"),),))
    assert [column.name for column in only_handles.for_little_room().columns] == ["row"]


def test_a_table_is_made_of_terms() -> None:
    table = from_terms([Column("n", "N")], [[Literal(1)], [None]], title="t", notes=("a",), truncated=True)
    assert table == TableData((Column("n", "N"),), ((1,), (None,)), title="t", notes=("a",), truncated=True)
