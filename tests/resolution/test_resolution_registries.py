"""The registries as data: complete, without clashes, sourced."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import replace

import pytest

from kg.errors import ResourceError
from kg.resolution.document_index import DOCUMENT, DocumentIndex, RegisteredDocument, load_documents
from kg.resolution.kinds import KIND, Kind, load_kinds
from kg.resolution.model import Agency, Level
from kg.resolution.registries import Registries
from kg.resolution.turtle import Description, read_turtle
from kg.vocabulary import CT, ID, expand

PREF, ALT = expand("skos:prefLabel"), expand("skos:altLabel")


@pytest.fixture(scope="module")
def kinds(registries: Registries) -> dict[str, Kind]:
    return registries.kinds.kinds


@pytest.mark.parametrize("name", ["agency-kinds", "indicators"])
def test_every_concept_is_labelled_in_a_scheme(name: str) -> None:
    for iri, described in read_turtle(f"ontology/{name}.ttl").items():
        assert len(described.texts(PREF, "vi")) == 1, iri
        assert len(described.texts(PREF, "en")) <= 1, iri
        assert "/scheme/" in iri or described.iris(expand("skos:inScheme")), iri
        assert not set(described.texts(PREF, "vi")) & set(described.texts(ALT, "vi")), iri


def test_every_kind_has_an_english_label_and_a_slug_of_its_own() -> None:
    described = read_turtle("ontology/agency-kinds.ttl")
    assert [iri for iri, d in described.items() if not d.texts(PREF, "en")] == []
    assert len(described) > 250


def test_shared_indicators_have_an_english_label(registries: Registries) -> None:
    described = read_turtle("ontology/indicators.ttl")
    assert len([1 for d in described.values() if d.texts(PREF, "en")]) >= 49
    assert len(registries.indicators.indicators) == 176


def test_every_kind_of_body_has_a_level(kinds: dict[str, Kind]) -> None:
    assert [kind.slug for kind in kinds.values() if kind.level is None and not kind.group] == []


def test_no_two_kinds_of_one_level_share_a_label(registries: Registries) -> None:
    owners: dict[tuple[str, Level | None, bool], set[str]] = defaultdict(set)
    for entries in registries.kinds.labels.values():
        for entry in entries:
            owners[entry.toned, entry.kind.level, entry.stem].add(entry.kind.slug)
    assert [sorted(slugs) for slugs in owners.values() if len(slugs) > 1] == []


def test_lines_upwards_are_sourced_and_lead_to_the_same_or_a_higher_level(kinds: dict[str, Kind]) -> None:
    order = list(Level)
    described = read_turtle("ontology/agency-kinds.ttl")
    for kind in kinds.values():
        if kind.parent:
            parent = kinds[kind.parent]
            assert described[kind.iri].texts(CT + "source", "vi"), kind.slug
            assert kind.level is not None
            assert parent.level is not None
            assert order.index(parent.level) <= order.index(kind.level)
            assert not kind.group


def test_bodies_run_from_the_centre_are_under_no_peoples_committee(kinds: dict[str, Kind]) -> None:
    central = [kind for kind in kinds.values() if kind.centrally_run]
    assert len(central) > 10
    assert [kind.slug for kind in central if kind.parent] == []
    assert kinds[KIND + "trung-tam-y-te-huyen"].parent == KIND + "so-y-te"


def test_only_groups_have_members_and_members_are_bodies(kinds: dict[str, Kind]) -> None:
    for kind in kinds.values():
        assert kind.group or not kind.members
        assert [member for member in kind.members if kinds[member].group] == []
        if kind.level and kind.group:
            assert {kinds[member].level for member in kind.members} <= {kind.level}, kind.slug


def test_what_a_plan_can_only_request_is_marked(kinds: dict[str, Kind]) -> None:
    for slug in ("huyen-uy", "tinh-uy", "huyen-doan", "uy-ban-mat-tran-to-quoc-viet-nam-huyen"):
        assert kinds[KIND + slug].request_only
    assert not kinds[KIND + "ubnd-huyen"].request_only


def test_documents_point_from_the_acting_one_to_the_other() -> None:
    described = read_turtle("ontology/legal-documents.ttl")

    def related(document: str, relation: str) -> list[str]:
        return [iri.removeprefix(DOCUMENT) for iri in described[DOCUMENT + document].iris(expand(relation))]

    decree = "chinh-phu/2016/85-2016-nd-cp"
    assert related("bo-thong-tin-va-truyen-thong/2017/03-2017-tt-btttt", "ct:guides") == [decree]
    assert related("bo-thong-tin-va-truyen-thong/2022/12-2022-tt-btttt", "ct:guides") == [decree]
    assert related(decree, "ct:guides") == []
    basis = related("bo-thong-tin-va-truyen-thong/2022/922-qd-btttt", "eli:based_on")
    assert "bo-thong-tin-va-truyen-thong/2020/1726-qd-btttt" in basis
    assert "thu-tuong-chinh-phu/2020/749-qd-ttg" in basis
    assert related("chinh-phu/2025/71-nq-cp", "eli:amends") == ["chinh-phu/2025/03-nq-cp"]
    assert related("thu-tuong-chinh-phu/2022/06-qd-ttg", "ct:approves") == ["de-an-06"]


def test_what_no_source_says_is_not_stated() -> None:
    """No clause was found by which 922 replaces 1726, 405 replaces 922, or 12/2022 replaces 03/2017."""
    described = read_turtle("ontology/legal-documents.ttl")
    replacing = [iri for iri, d in described.items() for p in ("ct:replaces", "eli:repeals") if d.iris(expand(p))]
    assert replacing == []


def test_documents_are_sourced_and_refer_to_described_ones(registries: Registries) -> None:
    described = read_turtle("ontology/legal-documents.ttl")
    issuers = {entity.iri for entity in registries.named_bodies()}
    for iri, document in described.items():
        assert document.texts(CT + "source"), iri
        for relation in ("eli:based_on", "eli:amends", "ct:guides", "ct:approves"):
            assert set(document.iris(expand(relation))) <= set(described), iri
        assert set(document.iris(expand("eli:passed_by"))) <= issuers
        if document.text(CT + "number"):
            assert f"/{document.text(CT + 'year')}/" in iri


def test_issuers_come_with_those_above_them(registries: Registries) -> None:
    issuers = {entity.iri: entity for entity in registries.named_bodies()}
    assert ID + "agency/ubnd-tinh/kon-tum" in issuers
    assert ID + "agency/chinh-phu" in issuers
    assert all(isinstance(entity, Agency) and entity.part_of in (None, *issuers) for entity in issuers.values())


def test_an_issuer_that_no_rule_makes_is_refused(registries: Registries) -> None:
    document = RegisteredDocument(DOCUMENT + "x", None, None, (), ID + "agency/no-such-kind")
    index = DocumentIndex([document], registries.documents.kinds)
    with pytest.raises(ResourceError, match="no-such-kind"):
        replace(registries, documents=index).named_bodies()


def test_a_missing_data_file_is_told(registries: Registries) -> None:
    with pytest.raises(ResourceError, match=r"no\.ttl"):
        load_kinds("ontology/no.ttl", {})
    with pytest.raises(ResourceError, match=r"no\.ttl"):
        load_documents("ontology/no.ttl", registries.documents.kinds)


def test_descriptions_tell_iris_from_texts() -> None:
    described = read_turtle("ontology/agency-kinds.ttl")[KIND + "so-noi-vu"]
    assert isinstance(described, Description)
    assert described.iris(CT + "level") == (ID + "level/tinh",)
    assert described.texts(CT + "level") == ()
    assert described.text(PREF, "vi") == "Sở Nội vụ"
    assert described.text(PREF, "fr") is None
    assert not described.truth(CT + "centrallyRun")


def test_loading_takes_little_time() -> None:
    """Measured about 0.05 s of processor time by itself; the best of three, with room for a slow machine."""
    taken = []
    for _ in range(3):
        Registries.load.cache_clear()
        started = time.process_time()
        Registries.load()
        taken.append(time.process_time() - started)
    assert min(taken) < 1
