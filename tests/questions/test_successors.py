"""Who answers for a body today: reorganisations are followed from one to the next, as far as they are sourced."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from kg.questions.ask import ask
from kg.questions.executor import StoreExecutor
from kg.vocabulary import ID, PREFIXES

FIRST = "agency/so-thong-tin-va-truyen-thong/lam-dong"
SECOND = "agency/so-khoa-hoc-va-cong-nghe-2025/lam-dong"
THIRD = "agency/so-khoa-hoc-va-cong-nghe-2027/lam-dong"


@pytest.fixture(scope="module")
def later(corpus_store: Store) -> StoreExecutor:
    """The corpus with one more reorganisation, of the body that the first one made."""
    store = Store()
    store.extend(corpus_store)
    said = f"""
    <{ID}change/later> a org:ChangeEvent ; rdfs:label "Đổi tên"@vi ; ct:source "test" ;
        dcterms:date "2027-01-01"^^xsd:date ; org:originalOrganization <{ID}{SECOND}> ;
        org:resultingOrganization <{ID}{THIRD}> .
    <{ID}{THIRD}> a ct:Agency, ct:Assignee ; rdfs:label "Sở Khoa học, Công nghệ và Đổi mới tỉnh Lâm Đồng"@vi ."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    store.load(input=prefixes + said, format=RdfFormat.TURTLE, to_graph=NamedNode(f"{ID}test"))
    return StoreExecutor(store)


def steps(executor: StoreExecutor, agency: str) -> list[tuple[str, ...]]:
    answer = ask(executor, "successors", {"agency": f"ctid:{agency}"})
    at = [[column.name for column in answer.columns].index(name) for name in ("successorStatus", "successor", "date")]
    return [tuple(str(getattr(row[n], "value", "")).removeprefix(ID) for n in at) for row in answer.rows]


def test_a_chain_is_followed_in_the_order_of_its_dates(later: StoreExecutor) -> None:
    assert steps(later, FIRST) == [("successor", SECOND, "2025-03-01"), ("successor", THIRD, "2027-01-01")]
    assert steps(later, SECOND) == [("successor", THIRD, "2027-01-01")]


def test_the_end_of_a_chain_has_no_sourced_successor(later: StoreExecutor) -> None:
    assert steps(later, THIRD) == [("unknown", "", "")]


def test_a_chain_that_comes_back_ends(corpus_store: Store) -> None:
    store = Store()
    store.extend(corpus_store)
    said = f"""
    <{ID}change/back> a org:ChangeEvent ; rdfs:label "Trở lại"@vi ; ct:source "test" ;
        org:originalOrganization <{ID}{SECOND}> ; org:resultingOrganization <{ID}{FIRST}> ."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    store.load(input=prefixes + said, format=RdfFormat.TURTLE, to_graph=NamedNode(f"{ID}test"))
    assert len(steps(StoreExecutor(store), FIRST)) == 2
