"""Every IRI of the corpus has one address, and the address leads back to it."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Store

from api.addresses import ROOT, iri_of, own_path, path_of
from kg.store.query import execute

P = f"{ROOT}/id/document/ubnd-tinh-kon-tum/2022/4465-kh-ubnd"
PLANS = {P}


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        (f"{ROOT}/id/agency/so-y-te/kon-tum", "/agencies/so-y-te/kon-tum"),
        (f"{ROOT}/id/agency-group/cac-so/kon-tum", "/agencies/groups/cac-so/kon-tum"),
        (f"{ROOT}/id/agency-kind/so-y-te", "/agencies/kinds/so-y-te"),
        (f"{ROOT}/id/indicator/x", "/indicators/x"),
        (P, "/plans/ubnd-tinh-kon-tum/2022/4465-kh-ubnd"),
        (f"{ROOT}/id/document/chinh-phu/2024/01-nq-cp", "/documents/chinh-phu/2024/01-nq-cp"),
        (f"{P}/agency/so-y-te", "/agencies/local/ubnd-tinh-kon-tum/2022/4465-kh-ubnd/agency/so-y-te"),
        (f"{P}/agency-group/cac-so", "/agencies/local/ubnd-tinh-kon-tum/2022/4465-kh-ubnd/agency-group/cac-so"),
        (f"{P}/indicator/_/II/2", "/indicators/local/ubnd-tinh-kon-tum/2022/4465-kh-ubnd/indicator/_/II/2"),
        (f"{P}/cited/q", "/documents/local/ubnd-tinh-kon-tum/2022/4465-kh-ubnd/cited/q"),
        (f"{P}/assignment/_/_/29", "/plans/ubnd-tinh-kon-tum/2022/4465-kh-ubnd#row-_/_/29"),
        (f"{ROOT}/id/finding/0123456789abcdef", "/findings/0123456789abcdef"),
        (f"{ROOT}/shapes#CT-T001", "/findings/rules#CT-T001"),
        (f"{ROOT}/question/roles", "/questions/roles"),
        (f"{ROOT}/id/dataset", "/about"),
        (f"{ROOT}/id/place/kon-tum", "/id/place/kon-tum"),
        (f"{P}/assignment/_/_/29/target/1", f"{own_path(P)}/assignment/_/_/29/target/1"),
    ],
)
def test_things_and_their_pages(iri: str, path: str) -> None:
    assert path_of(iri, PLANS) == path
    assert iri_of(path) == iri


def test_a_row_of_a_plan_of_many_pages_is_asked_for_by_name() -> None:
    row = f"{P}/assignment/I/a b/301"
    path = path_of(row, PLANS, PLANS)
    assert path == "/plans/ubnd-tinh-kon-tum/2022/4465-kh-ubnd?row=I/a+b/301#row-I/a%20b/301"
    assert iri_of(path) == row
    assert path_of(P, PLANS, PLANS) == "/plans/ubnd-tinh-kon-tum/2022/4465-kh-ubnd"


def test_what_is_not_ours_has_no_page() -> None:
    assert path_of("http://www.w3.org/ns/org#Organization", PLANS) is None
    assert own_path("http://www.w3.org/ns/org#Organization") is None
    assert iri_of("/plans") is None
    assert iri_of("/") is None


def test_each_address_of_the_corpus_leads_back(corpus_store: Store) -> None:
    read = execute(corpus_store, "SELECT DISTINCT ?p { ?p ct:sourceFile ?f }").rows()
    plans = {plan.value for (plan,) in read if isinstance(plan, NamedNode)}
    names = "SELECT DISTINCT ?s { { ?s ?p ?o } UNION { ?o ?p ?s } FILTER(ISIRI(?s)) }"
    found = [term.value for (term,) in execute(corpus_store, names).rows() if isinstance(term, NamedNode)]
    ours = [iri for iri in found if iri.startswith((f"{ROOT}/id/", f"{ROOT}/question/", f"{ROOT}/shapes#"))]
    assert len(ours) > 4000
    paths = {iri: path_of(iri, plans) for iri in ours}
    assert len(set(paths.values())) == len(ours)
    assert [iri for iri, path in paths.items() if path is None or iri_of(path) != iri] == []
