"""Whole plans: identity, place, issuer, citations, speed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from kg.curation.sources import CuratedStatement, Curation, SourceEntry
from kg.extraction.model import Locality, PlanRecord, Roles
from kg.resolution.identity import content_hash
from kg.resolution.model import Agency, Level, Link, Method, ResolvedPlan
from kg.resolution.registries import Registries
from kg.resolution.resolve import resolve
from kg.vocabulary import ID

DOCUMENT = ID + "document/"
NO_CURATION = Curation()


def links(plan: ResolvedPlan) -> Iterable[Link]:
    for row in plan.rows:
        for roles in filter(None, (row.roles, row.alternative_roles)):
            yield from (*roles.lead, *roles.coordinating, *roles.guiding)


@pytest.mark.parametrize(
    ("name", "iri", "method", "place", "issuer"),
    [
        ("000", "kon-ray-2024", Method.CURATED, "place/kon-tum/kon-ray", "agency/ubnd-huyen/kon-tum/kon-ray"),
        ("003", "ubnd-tinh-kon-tum/2022/4465-kh-ubnd", Method.EXACT, "place/kon-tum", "agency/ubnd-tinh/kon-tum"),
        ("004", "ubnd-tinh-khanh-hoa/2023/11252-kh-ubnd", Method.EXACT, "place/khanh-hoa", "agency/ubnd-tinh/khanh-hoa")
    ],
)  # fmt: skip
def test_plans_of_a_named_place(
    name: str, iri: str, method: Method, place: str, issuer: str, plans: dict[str, ResolvedPlan]
) -> None:
    plan = plans[name]
    assert (plan.iri, plan.slug, plan.identity_method) == (DOCUMENT + iri, iri, method)
    assert (plan.place.iri, plan.issuer.iri) == (ID + place, ID + issuer)


@pytest.mark.parametrize("name", ["001", "002"])
def test_nothing_is_guessed_of_plans_that_name_no_place(name: str, plans: dict[str, ResolvedPlan]) -> None:
    plan = plans[name]
    assert plan.identity_method is Method.CURATED
    assert plan.place.iri == plan.iri + "/place"
    bodies = [entity for entity in plan.entities if isinstance(entity, Agency) and entity.level is not Level.CENTRAL]
    assert bodies
    for body in bodies:
        assert body.local
        assert body.iri.startswith(plan.iri + "/agency/")
        assert body.place in (None, plan.iri + "/place")
    assert not [entity.iri for entity in plan.entities if "/place/" in entity.iri]
    for citation in (c for row in plan.rows for c in row.citations):
        assert citation.document.iri is not None
        assert citation.document.iri.startswith(plan.iri + "/cited/")


def test_a_plan_without_issuer_has_none(plans: dict[str, ResolvedPlan]) -> None:
    assert (plans["001"].issuer.iri, plans["001"].issuer.method) == (None, Method.UNRESOLVED)
    assert plans["002"].issuer.iri == plans["002"].iri + "/agency/ubnd-huyen"


def test_only_the_cut_name_stays_unresolved(plans: dict[str, ResolvedPlan]) -> None:
    unresolved = {(name, link.printed) for name, plan in plans.items() for link in links(plan) if link.iri is None}
    assert unresolved == {("001", "UBND cấp")}


def test_every_link_has_its_thing_described_or_registered(plans: dict[str, ResolvedPlan]) -> None:
    for plan in plans.values():
        described = {entity.iri for entity in plan.entities}
        assert {link.iri for link in links(plan)} - {None} <= described
        parents = {e.part_of for e in plan.entities if isinstance(e, Agency)} - {None}
        assert parents <= described
        assert [entity.iri for entity in plan.entities] == sorted(described)


def test_confidence_is_full_only_for_exact_links_and_a_persons_word(plans: dict[str, ResolvedPlan]) -> None:
    for plan in plans.values():
        for link in (*links(plan), *(row.indicator for row in plan.rows)):
            assert 0 <= link.confidence <= 1
            assert link.reason
            if link.method not in (Method.EXACT, Method.CURATED, Method.LOCAL):
                assert link.confidence < 1


def test_citations_of_the_corpus(plans: dict[str, ResolvedPlan]) -> None:
    def cited(name: str) -> list[str]:
        plan = plans[name]
        citations = [c for row in plan.rows for c in row.citations] + list(plan.body_citations)
        return [(c.document.iri or "").replace(plan.iri, "…").removeprefix(DOCUMENT) for c in citations]

    assert cited("000") == [
        "ubnd-tinh-kon-tum/2023/528-qd-ubnd",
        "ubnd-tinh-kon-tum/2023/528-qd-ubnd",
        "chinh-phu/2024/01-nq-cp",
        "van-phong-chinh-phu/2024/221-vpcp-kstt",
    ]
    assert cited("001") == ["…/cited/quyet-dinh-528-qd-ubnd-2023-10-27"] * 2
    assert cited("003") == ["…/cited/ke-hoach-3921-kh-ubnd-2022-11-17"]
    letter = "…/cited/cong-van-2224-btttt-thh"
    assert sorted(cited("004")) == sorted([
        "bo-thong-tin-va-truyen-thong/2020/1145-btttt-cattt",
        *[letter] * 9,
        "bo-thong-tin-va-truyen-thong/2017/03-2017-tt-btttt",
        "bo-thong-tin-va-truyen-thong/2023/1033-qd-btttt",
        "…/cited/bao-cao-chi-so-danh-gia-chuyen-doi-so-cua-cac-bo-co-quan-ngang-bo-co-quan-thuoc",
        "bo-thong-tin-va-truyen-thong/2022/922-qd-btttt",
        "de-an-06",
        "ubnd-tinh-khanh-hoa/2022/6863-kh-ubnd",
        "bo-thong-tin-va-truyen-thong/2022/12-2022-tt-btttt",
        "chinh-phu/2016/85-2016-nd-cp",
        "ubnd-tinh-khanh-hoa/2020/4384-kh-ubnd",
        "tinh-uy-khanh-hoa/2021/16-nq-tu",
        "…/cited/quyet-dinh-5019-qd-ubnd-2021-12-31",
    ])  # fmt: skip


def test_without_print_and_curator_the_rows_make_the_identity(
    records: dict[str, PlanRecord], registries: Registries
) -> None:
    record = records["001"]
    plan = resolve(record, registries, NO_CURATION)
    assert plan.identity_method is Method.LOCAL
    assert plan.slug == f"unidentified/{content_hash(record.rows)}"
    other_file = replace(record, source=replace(record.source, sha256="0" * 64, name="copy.docx"))
    loud = replace(other_file, rows=tuple(replace(row, label=row.label.upper() + " .") for row in record.rows))
    assert resolve(loud, registries, NO_CURATION).iri == plan.iri
    assert resolve(replace(record, rows=record.rows[1:]), registries, NO_CURATION).iri != plan.iri


def test_the_print_goes_before_the_curators_identity(records: dict[str, PlanRecord], registries: Registries) -> None:
    record = records["003"]
    entry = SourceEntry("x", record.source.sha256, "x", "x", "x", "my-plan", "x")
    plan = resolve(record, registries, Curation({entry.sha256: entry}))
    assert plan.slug == "ubnd-tinh-kon-tum/2022/4465-kh-ubnd"


def test_a_curators_statements_come_with_their_reasons(records: dict[str, PlanRecord], registries: Registries) -> None:
    record = records["002"]
    statement = CuratedStatement("ct:targetYear", "2023", "Because.")
    entry = SourceEntry("x", record.source.sha256, "x", "x", "x", None, None, (statement,))
    (found,) = resolve(record, registries, Curation({entry.sha256: entry})).statements
    assert (found.property, found.value, found.reason) == ("ct:targetYear", "2023", "Because.")


def printed_at(record: PlanRecord, locality: Locality, **header: str | None) -> PlanRecord:
    return replace(record, document=replace(record.document, locality=locality, **header))  # type: ignore[arg-type]


def test_two_spellings_of_one_plan_have_one_identity(records: dict[str, PlanRecord], registries: Registries) -> None:
    record = records["003"]
    spelled = printed_at(
        record, Locality("Tỉnh", "KON TUM", None), issuer="UBND TỈNH KON TUM", number="4465/KH–UBND", date="2022-12"
    )
    assert resolve(spelled, registries, NO_CURATION).iri == resolve(record, registries, NO_CURATION).iri


def test_the_issuer_follows_from_symbol_and_place(records: dict[str, PlanRecord], registries: Registries) -> None:
    record = printed_at(records["003"], Locality("huyện", "Sa Thầy", None), issuer=None)
    plan = resolve(record, registries, NO_CURATION)
    assert plan.slug == "ubnd-huyen-sa-thay/2022/4465-kh-ubnd"
    assert plan.issuer.iri == ID + "agency/ubnd-huyen/kon-tum/sa-thay"


@pytest.mark.parametrize(
    ("locality", "reason", "candidates"),
    [
        (Locality("huyện", "Châu Thành", None), "which place of that name", True),
        (Locality("huyện", "Atlantis", None), "which place of that name", False),
        (Locality("huyện", "Diên Khánh", "Kon Tum"), "which place of that name", True),
        (Locality("huyện", None, "Kon Tum"), "the name of the place", False),
    ],
)
def test_a_place_that_cannot_be_told_is_the_plans_own(
    locality: Locality,
    reason: str,
    candidates: bool,
    records: dict[str, PlanRecord],
    registries: Registries,
) -> None:
    plan = resolve(printed_at(records["002"], locality), registries, NO_CURATION)
    assert plan.place.iri == plan.iri + "/place"
    assert reason in plan.place.reason
    assert bool(plan.place.candidates) == candidates
    assert plan.identity_method is Method.LOCAL


def test_the_province_alone_is_enough_for_its_bodies(records: dict[str, PlanRecord], registries: Registries) -> None:
    plan = resolve(printed_at(records["001"], Locality("huyện", None, "Kon Tum")), registries, NO_CURATION)
    leads = {link.printed: link.iri for link in links(plan)}
    assert leads["Sở Thông tin và Truyền thông"] == ID + "agency/so-thong-tin-va-truyen-thong/kon-tum"
    assert leads["Phòng Y tế"] == plan.iri + "/agency/phong-y-te"


def test_a_plan_of_a_commune_has_bodies_of_its_own(records: dict[str, PlanRecord], registries: Registries) -> None:
    """Communes are in no registry: issuer, "UBND xã" and the commune's name are one body of the plan."""
    here = printed_at(
        records["002"],
        Locality("xã", "Đăk Ruồng", "Quảng Ngãi"),
        issuer="Ủy ban nhân dân xã Đăk Ruồng",
        date="2025-09-01",
    )
    roles = Roles(lead=("UBND xã", "Công an xã"), coordinating=("UBND xã Đăk Ruồng", "Sở Khoa học và Công nghệ"))
    plan = resolve(replace(here, rows=(replace(here.rows[0], roles=roles),)), registries, NO_CURATION)
    found = [link.iri for link in links(plan)]
    assert plan.issuer.iri == found[0] == found[2] == plan.iri + "/agency/ubnd-xa"
    assert found[1] == plan.iri + "/agency/cong-an-xa"
    assert found[3] == ID + "agency/so-khoa-hoc-va-cong-nghe/quang-ngai-2025"
    assert {e.iri: e for e in plan.entities}[plan.iri + "/agency/ubnd-xa"].label == "UBND xã (xã Đăk Ruồng)"


def test_without_any_level_the_place_stays_unresolved(records: dict[str, PlanRecord], registries: Registries) -> None:
    plan = resolve(printed_at(records["001"], Locality(None, None, None)), registries, NO_CURATION)
    assert (plan.place.iri, plan.place.method) == (None, Method.UNRESOLVED)


def test_resolving_is_repeatable(records: dict[str, PlanRecord], registries: Registries) -> None:
    record = records["001"]
    assert len(record.rows) == 30
    assert resolve(record, registries, NO_CURATION) == resolve(record, registries, NO_CURATION)


def test_unknown_indicators_are_of_the_plan_alone(records: dict[str, PlanRecord], registries: Registries) -> None:
    rows = tuple(
        replace(row, label=row.label.replace("Tỷ lệ", "Tỷ lệ các đơn vị có") + f" giai đoạn mới {number}")
        for number, row in enumerate(records["001"].rows)
    )
    plan = resolve(replace(records["001"], rows=rows), registries, NO_CURATION)
    assert {row.indicator.method for row in plan.rows} == {Method.LOCAL}
