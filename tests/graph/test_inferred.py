"""What follows from the facts, on a few facts made by hand."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from kg.graph.inferred import inferred_facts, superclasses
from kg.graph.terms import RDF_TYPE, Fact, concept, ct, name

ROW, BODY, OTHER, ITEM = (NamedNode(f"https://example.org/{local}") for local in ("row", "body", "other", "item"))


def row(certainty: str, leads: list[NamedNode], alternatives: list[NamedNode]) -> list[Fact]:
    return [
        (ROW, ct("item"), ITEM),
        (ROW, ct("certainty"), concept("certainty", certainty)),
        *((ROW, ct("lead"), body) for body in leads),
        *((ROW, ct("alternativeLead"), body) for body in alternatives),
    ]


@pytest.mark.parametrize(
    ("certainty", "alternatives", "leaders"),
    [
        ("certain", [], {BODY, OTHER}),
        ("uncertain", [], set()),
        ("uncertain", [OTHER], {OTHER}),  # both readings give it
    ],
)
def test_only_a_certain_lead_makes_the_shortcut(
    certainty: str, alternatives: list[NamedNode], leaders: set[NamedNode]
) -> None:
    inferred = list(inferred_facts(row(certainty, [BODY, OTHER], alternatives)))
    assert set(inferred) == {(leader, ct("leadsIndicator"), ITEM) for leader in leaders}


def test_superclasses_come_from_all_steps_and_from_the_alignments() -> None:
    assert set(superclasses()[ct("IndividualDecision")]) == {
        ct("Decision"),
        ct("LegalDocument"),
        name("eli:LegalResource"),
        name("schema:Legislation"),
        name("prov:Entity"),
    }


def test_what_is_asserted_is_not_inferred_again() -> None:
    facts: list[Fact] = [(BODY, RDF_TYPE, ct("Agency")), (BODY, RDF_TYPE, ct("Assignee"))]
    inferred = list(inferred_facts(facts))
    assert (BODY, RDF_TYPE, ct("Assignee")) not in inferred
    assert (BODY, RDF_TYPE, name("org:Organization")) in inferred
    assert len(inferred) == len(set(inferred))
