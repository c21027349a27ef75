"""What is shown for review, and that a rebuild honours what a person decides."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.curation.mappings import COLUMNS, MappingFile, load_folder
from kg.curation.tsv import read_table
from kg.errors import CurationError, ResourceError, UsageError
from kg.output.tables import cell
from kg.pipeline import build
from kg.resolution.model import Method
from kg.resources import resource
from kg.review.decisions import confirm, new_indicator, reject
from kg.review.links import ReviewLink, all_links, doubtful_links, find_link, links_table
from kg.settings import Settings
from kg.store.query import execute

PHONES = "ctid:indicator/ty-le-dan-so-truong-thanh-co-dien-thoai-thong-minh"
NEW = "Tỷ lệ người dân trong độ tuổi lao động được phổ biến kỹ năng số cơ bản"
DECISION_528 = "ctid:document/ubnd-tinh-kon-tum/2023/528-qd-ubnd"


def rebuilt(tmp_path: Path, mappings: Path, *names: str) -> Store:
    """The documents of the corpus whose names begin so, built with a folder of mappings."""
    paths = [path for name in names for path in resource("corpus").glob(f"{name}_*.txt")]
    sources = resource("corpus/sources.toml")
    folder = tmp_path / "plans"
    folder.mkdir()
    for path in [*paths, sources]:
        (folder / path.name).write_bytes(path.read_bytes())
    settings = Settings(mappings=str(mappings))
    return build([folder], data_dir=tmp_path / "data", settings=settings).snapshot.load_store()


def named(store: Store, beginning: str) -> ReviewLink:
    """The link of the shortest name that begins so."""
    found = [link for link in all_links(store) if link.printed.startswith(beginning)]
    return min(found, key=lambda link: len(link.printed))


def test_open_links_come_first_by_how_much_hangs_on_them(corpus_store: Store) -> None:
    links = doubtful_links(corpus_store)
    assert [link.occurrences for link in links] == sorted((link.occurrences for link in links), reverse=True)
    assert {"UBND cấp", "Công văn 2224/BTTTT-THH"} <= {link.printed for link in links}
    assert {link.method for link in links} == {Method.LOCAL, Method.UNRESOLVED}
    cut = next(link for link in links if link.printed == "UBND cấp")
    assert cut.occurrences == 3
    assert len(cut.candidates) == 3
    assert cut.candidates[0].reason.startswith("kind ")
    assert len(links_table(links).rows) == len(links) < len(all_links(corpus_store))


def test_a_links_weight_is_the_number_of_rows_that_say_so(corpus_store: Store) -> None:
    count = """SELECT (COUNT(DISTINCT ?row) AS ?n) WHERE {
        ?row ct:lead|ct:coordinating|ct:guiding ?body FILTER (STRENDS(STR(?body), "/agency/unresolved/ubnd-cap")) }"""
    ((number,),) = execute(corpus_store, count).rows()
    assert cell(number) == named(corpus_store, "UBND cấp").occurrences


def test_a_link_is_found_by_the_beginning_of_its_id(corpus_store: Store) -> None:
    link = doubtful_links(corpus_store)[0]
    assert find_link(corpus_store, link.id[:8]) == link
    for name in ("", "abc", "zzzz"):
        with pytest.raises(UsageError, match="id"):
            find_link(corpus_store, name)


@pytest.fixture(scope="module")
def decided(corpus_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Two plans, built again after a person has decided on some of their links."""
    folder = tmp_path_factory.mktemp("review") / "mappings"
    confirm(named(corpus_store, "tỷ lệ dân số trên 15 tuổi"), PHONES, "A test decides so.", folder)
    confirm(named(corpus_store, "UBND cấp"), "ctid:agency-kind/ubnd-cap-xa", "The next line says xã.", folder)
    for link in doubtful_links(corpus_store):
        if link.printed.startswith("Quyết định số 528"):
            confirm(link, DECISION_528, "The district lies in Kon Tum.", folder)
    for beginning in ("Công an huyện", "Tỷ lệ thuê bao điện thoại di động"):
        link = named(corpus_store, beginning)
        reject(link, link.thing or "", "A test rejects it.", folder)
    new_indicator(named(corpus_store, "Phổ biến kỹ năng số"), NEW, "No other counts this.", folder)
    return rebuilt(folder.parent, folder, "001", "004")


def test_a_rebuild_honours_what_is_confirmed(decided: Store) -> None:
    phones, decision = named(decided, "tỷ lệ dân số trên 15 tuổi"), named(decided, "Quyết định số 528")
    assert (phones.method, phones.reason) == (Method.CURATED, "A test decides so.")
    assert phones.thing
    assert phones.thing.endswith(PHONES.removeprefix("ctid:"))
    assert (decision.method, decision.reason) == (Method.CURATED, "The district lies in Kon Tum.")
    body = named(decided, "UBND cấp")
    assert body.method is Method.CORRECTION
    assert "The next line says xã." in body.reason
    assert {phones.id, decision.id, body.id}.isdisjoint(link.id for link in doubtful_links(decided))


def test_a_rebuild_honours_what_is_rejected(corpus_store: Store, decided: Store) -> None:
    assert named(decided, "Công an huyện").thing is None
    before, after = (named(store, "Tỷ lệ thuê bao điện thoại di động") for store in (corpus_store, decided))
    assert (before.method, after.method) == (Method.EXACT, Method.LOCAL)
    assert before.thing not in {candidate.iri for candidate in after.candidates}


def test_a_new_indicator_is_described_and_used(decided: Store) -> None:
    found = named(decided, "Phổ biến kỹ năng số")
    assert (found.thing_label, found.method) == (NEW, Method.CURATED)


def test_an_indicator_is_added_once_and_nothing_else_is(corpus_store: Store, tmp_path: Path) -> None:
    link = named(corpus_store, "Phổ biến kỹ năng số")
    new_indicator(link, NEW, "No other counts this.", tmp_path)
    with pytest.raises(UsageError, match="already"):
        new_indicator(link, NEW, "Once more.", tmp_path)
    with pytest.raises(UsageError, match="only indicators"):
        new_indicator(named(corpus_store, "UBND cấp"), "x", "Why not.", tmp_path)


def test_files_are_sorted_and_a_later_word_replaces_the_earlier(corpus_store: Store, tmp_path: Path) -> None:
    link = named(corpus_store, "tỷ lệ dân số trên 15 tuổi")
    confirm(link, PHONES, "First.", tmp_path)
    confirm(link, "ctid:indicator/ty-le-nguoi-dan-co-ho-so-suc-khoe-dien-tu", "Second.", tmp_path)
    reject(link, PHONES, "Third.", tmp_path)
    path = reject(
        named(corpus_store, "Tỷ lệ thuê bao"), "ctid:indicator/ty-le-ho-gia-dinh-co-dia-chi-so", "No.", tmp_path
    )
    rows = [row.cells for row in read_table(path, ("object_id", "comment", "predicate_modifier"))]
    assert [row["object_id"] for row in rows] == sorted(row["object_id"] for row in rows)
    assert {(row["comment"], row["predicate_modifier"]) for row in rows} == {
        ("Second.", ""),
        ("Third.", "Not"),
        ("No.", "Not"),
    }
    before = path.read_bytes()
    reject(link, PHONES, "Third.", tmp_path)
    assert path.read_bytes() == before
    assert len(load_folder(tmp_path)[MappingFile.INDICATORS]) == 3


@pytest.mark.parametrize(
    ("beginning", "thing", "reason", "match"),
    [
        ("UBND cấp", "ctid:agency-kind/no-such-kind", "x", "not known"),
        ("UBND cấp", "no curie", "x", "neither"),
        ("UBND cấp", "ctid:agency-kind/ubnd-cap-xa", " ", "reason"),
        ("tỷ lệ dân số trên 15 tuổi", "ctid:agency-kind/ubnd-cap-xa", "x", "not known"),
        ("tỉnh Khánh Hòa", "ctid:place/kon-tum", "x", "sources"),
    ],
)
def test_decisions_that_cannot_stand_are_refused(
    corpus_store: Store, tmp_path: Path, beginning: str, thing: str, reason: str, match: str
) -> None:
    link = next((link for link in all_links(corpus_store) if link.printed.startswith(beginning)), None)
    link = link or next(link for link in all_links(corpus_store) if link.kind == "place")
    with pytest.raises(UsageError) as raised:
        confirm(link, thing, reason, tmp_path)
    assert match in f"{raised.value}"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_wrong_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(CurationError, match="no folder"):
        rebuilt(tmp_path, tmp_path / "none", "000")
    folder = tmp_path / "mappings"
    folder.mkdir()
    head = "\t".join(COLUMNS)
    row = "x\t\t\t\tskos:exactMatch\tctid:indicator/none\t\tsemapv:ManualMappingCuration\t1\twhy"
    (folder / "indicators.sssom.tsv").write_text(f"{head}\n{row}\n", "utf-8")
    settings = Settings(mappings=str(folder))
    with pytest.raises(ResourceError, match="no indicator"):
        build([next(resource("corpus").glob("000_*.txt"))], data_dir=tmp_path / "data", settings=settings)


def test_a_prediction_is_marked_and_listed_until_a_person_confirms_it(tmp_path: Path) -> None:
    text = next(resource("corpus").glob("002_*.txt")).read_text("utf-8")
    plan = tmp_path / "plan.txt"
    plan.write_text(text.replace("doanh nghiệp nhỏ và vừa", "DNNVV"), "utf-8")
    store = build([plan], data_dir=tmp_path / "data", settings=Settings()).snapshot.load_store()
    link = next(link for link in doubtful_links(store) if link.method is Method.SIMILARITY)
    assert "DNNVV" in link.printed
    ((predicted,),) = execute(store, "SELECT ?printed WHERE { ?m ct:predicted true ; ct:printed ?printed }").rows()
    assert cell(predicted) == link.printed
    confirm(link, link.thing or "", "The abbreviation is usual.", tmp_path / "mappings")
    settings = Settings(mappings=str(tmp_path / "mappings"))
    again = build([plan], data_dir=tmp_path / "data", settings=settings).snapshot.load_store()
    assert named(again, link.printed).method is Method.CURATED
    assert not list(execute(again, "SELECT ?m WHERE { ?m ct:predicted true }").rows())
