"""Searching a published snapshot."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store

from kg.errors import SnapshotDamaged, UsageError
from kg.search.index import index_entries
from kg.search.keys import exact_key, folded_key
from kg.search.search import Hit, search
from kg.store.publish import Part, publish
from kg.store.snapshot import SOURCES, Snapshot
from kg.store.sources import IndexEntry, SourceContent
from kg.vocabulary import ID, PREFIXES

_LONG_NOTE = "Ghi chú dài " * 20 + "thực hiện theo Quyết định số 922/QĐ-BTTTT " + "và các văn bản khác " * 20
_GRAPH = f"""
GRAPH ctg:reference {{
  <{ID}agency-kind/phong-vhtt> a ct:AgencyKind ; skos:prefLabel "Phòng Văn hóa và Thông tin"@vi ,
    "Division of Culture and Information"@en ; skos:altLabel "Phòng VH&TT"@vi .
  <{ID}agency/phong-vhtt/kon-ray> a ct:Agency ; rdfs:label "Phòng Văn hóa và Thông tin huyện Kon Rẫy"@vi ;
    ct:kind <{ID}agency-kind/phong-vhtt> ; ct:place <{ID}place/kon-ray> .
  <{ID}place/kon-ray> a ct:Place ; rdfs:label "huyện Kon Rẫy"@vi .
  <{ID}agency-group/so> a ct:AgencyGroup ; rdfs:label "Các sở, ban, ngành"@vi .
  <{ID}indicator/ho-so> a ct:Task , ct:AssignedItem ; skos:prefLabel "Tỷ lệ hồ sơ trực tuyến"@vi .
  <{ID}indicator/bao-hiem> a ct:AssignedItem ; skos:prefLabel "Tỷ lệ bao phủ bảo hiểm"@vi .
  <{ID}document/922> a ct:IndividualDecision , ct:LegalDocument ; rdfs:label "Quyết định 922/QĐ-BTTTT"@vi ;
    ct:number "922/QĐ-BTTTT" ; dcterms:title "Bộ chỉ số đánh giá chuyển đổi số"@vi .
}}
GRAPH ctg:plan-p {{
  <{ID}document/p> a ct:Plan , ct:LegalDocument ; rdfs:label "Kế hoạch 01/KH-UBND"@vi ; ct:number "01/KH-UBND" .
  <{ID}document/p/assignment/1> a ct:Assignment ; ct:label "Tỷ lệ hồ sơ trực tuyến"@vi ; ct:printedLead "Phòng VHTT" ;
    ct:note "{_LONG_NOTE}" .
}}
"""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    store = Store()
    prologue = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    store.update(f"{prologue} INSERT DATA {{ {_GRAPH} }}")
    content = SourceContent([], [], index_entries(store))
    part = Part(SOURCES, content.digest(), content.write)
    return publish([part], data_dir=tmp_path_factory.mktemp("data"), counts={}, graphs={}, keep=2)


def found(snapshot: Snapshot, text: str, *kinds: str) -> list[str]:
    return [hit.iri.removeprefix(ID) for hit in search(snapshot, text, kinds=kinds or None)]


@pytest.mark.parametrize("text", ["hồ sơ trực tuyến", "ho so truc tuyen", "HỒ SƠ", "hồ  sơ, trực-tuy"])
def test_with_and_without_diacritics_the_registered_thing_before_the_row(snapshot: Snapshot, text: str) -> None:
    assert found(snapshot, text) == ["indicator/ho-so", "document/p/assignment/1"]


def test_words_that_stand_nearly_everywhere_find_what_ranks_first(tmp_path: Path) -> None:
    texts = [("indicator/z", "indicator", 1, "Tỷ lệ hồ sơ"), ("indicator/a", "indicator", 1, "Ty le ho so")]
    texts += [(f"document/p/assignment/{number}", "assignment", 2, f"Tỷ lệ {number}") for number in range(10_001)]
    entries = [
        IndexEntry(ID + iri, kind, text, "label", rank, text, exact_key(text), folded_key(text))
        for iri, kind, rank, text in sorted(texts)
    ]
    content = SourceContent([], [], tuple(entries))
    part = Part(SOURCES, content.digest(), content.write)
    crowded = publish([part], data_dir=tmp_path, counts={}, graphs={}, keep=2)
    hits = search(crowded, "tỷ lệ", limit=3)
    first, *rows = [hit.iri.removeprefix(ID) for hit in hits]
    assert first == "indicator/z"
    assert rows == ["document/p/assignment/0", "document/p/assignment/1"]
    assert found(crowded, "tỷ lệ", "indicator") == ["indicator/z", "indicator/a"]


def test_what_matches_with_its_diacritics_comes_first(snapshot: Snapshot) -> None:
    hits = search(snapshot, "bảo")
    assert [(hit.iri.removeprefix(ID), hit.exact) for hit in hits] == [("indicator/bao-hiem", True)]
    assert {hit.exact for hit in search(snapshot, "bao")} == {True}
    assert {hit.exact for hit in search(snapshot, "báo")} == {False}


@pytest.mark.parametrize("text", ["văn hóa và thông tin", "văn hoá và thông tin", "van hoa va thong tin"])
def test_both_places_of_the_tone_mark(snapshot: Snapshot, text: str) -> None:
    hits = search(snapshot, text)
    assert [hit.iri.removeprefix(ID) for hit in hits] == ["agency-kind/phong-vhtt", "agency/phong-vhtt/kon-ray"]
    assert {hit.exact for hit in hits} == {"ă" in text}


def test_a_body_by_the_abbreviation_of_its_kind_and_its_place(snapshot: Snapshot) -> None:
    hit = search(snapshot, "vh&tt kon ray")[0]
    assert hit == Hit(
        ID + "agency/phong-vhtt/kon-ray",
        "agency",
        "Phòng Văn hóa và Thông tin huyện Kon Rẫy",
        "abbreviation",
        "Phòng VH&TT, huyện Kon Rẫy",
        hit.score,
        exact=False,
    )


def test_a_document_by_its_number(snapshot: Snapshot) -> None:
    assert found(snapshot, "922/qd-btttt") == ["document/922", "document/p/assignment/1"]
    assert found(snapshot, "01/KH-UBND") == ["document/p"]
    assert found(snapshot, "922", "document") == ["document/922"]


def test_english_labels(snapshot: Snapshot) -> None:
    hit = search(snapshot, "division of culture")[0]
    assert (hit.label, hit.snippet) == ("Phòng Văn hóa và Thông tin", "Division of Culture and Information")


def test_a_long_text_is_shown_around_the_match(snapshot: Snapshot) -> None:
    (hit,) = search(snapshot, "922", kinds=["assignment"])
    assert hit.field == "note"
    assert "922/QĐ-BTTTT" in hit.snippet
    assert hit.snippet.startswith("… ")
    assert hit.snippet.endswith(" …")
    assert len(hit.snippet) <= 124


def test_when_no_text_holds_all_words_those_with_some_are_given(snapshot: Snapshot) -> None:
    assert found(snapshot, "bảo hiểm Kon Tum")[0] == "indicator/bao-hiem"
    assert found(snapshot, "không-có-gì-như-vậy") == []


def test_kinds_limit_what_is_found(snapshot: Snapshot) -> None:
    assert found(snapshot, "kon ray", "place") == ["place/kon-ray"]
    assert found(snapshot, "so", "group", "indicator") == ["agency-group/so", "indicator/ho-so"]
    with pytest.raises(UsageError, match="agency-kind"):
        search(snapshot, "kon", kinds=["agencies"])


def test_the_limit_counts_things(snapshot: Snapshot) -> None:
    assert len(search(snapshot, "ty le", limit=2)) == 2
    assert len(search(snapshot, "ty le", limit=1)) == 1


@pytest.mark.parametrize("text", ["", "  ", '"', "*", "-", "()", "\x00"])
def test_nothing_to_look_for_finds_nothing(snapshot: Snapshot, text: str) -> None:
    assert search(snapshot, text) == ()


@pytest.mark.parametrize("text", ['"kon', "kon*", "kon AND", "NOT kon", "NEAR(kon)", "exact : kon", "kon ^", "{kon}"])
def test_the_syntax_of_fts5_is_plain_text(snapshot: Snapshot, text: str) -> None:
    assert "place/kon-ray" in found(snapshot, text)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60) | st.text(alphabet="\"'*:()^{}+- AND OR NEAR kon", max_size=60))
def test_no_text_breaks_the_search(snapshot: Snapshot, text: str) -> None:
    assert isinstance(search(snapshot, text), tuple)


def test_a_very_long_text_is_searched_by_its_first_words(snapshot: Snapshot) -> None:
    assert search(snapshot, "kon ray " * 50_000)


def test_a_snapshot_without_an_index_is_damaged(tmp_path: Path, snapshot: Snapshot) -> None:
    (tmp_path / SOURCES).write_bytes(b"")
    with pytest.raises(SnapshotDamaged, match="no such table"):
        search(Snapshot(tmp_path, snapshot.manifest), "kon")


def test_a_graph_without_names_has_no_entries() -> None:
    store = Store()
    store.load(b"<http://e/s> <http://e/p> <http://e/o> .", format=RdfFormat.N_QUADS)
    assert index_entries(store) == ()
