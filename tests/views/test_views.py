"""The materialised views over the corpus: what SQLite says is what their SPARQL says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import BadSelection, SnapshotDamaged, UnknownView
from kg.output.bilingual import Text
from kg.store.query import execute
from kg.store.snapshot import Snapshot
from kg.views.behind import sparql_of
from kg.views.catalogue import view, views
from kg.views.collation import sort_key
from kg.views.content import FILE, compute
from kg.views.folding import folding, words_of
from kg.views.model import NOTHING, Row, Selection, Slice, Thing, Type, View
from kg.views.reader import Views

ALL = 100_000


@pytest.fixture(scope="module")
def opened(corpus_snapshot: Snapshot) -> Iterator[Views]:
    with Views.open(corpus_snapshot) as found:
        yield found


def everything(opened: Views, name: str, **selection: object) -> Slice:
    return opened.select(name, Selection(limit=ALL, **selection))  # type: ignore[arg-type]


def as_text(value: object) -> str | None:
    match value:
        case Thing():
            return value.iri
        case Text():
            return value.vi or None
        case bool():
            return str(value).lower()
        case Decimal() | int() | str():
            return str(value)
        case _:
            return None


def of_slice(found: Slice) -> Counter[tuple[str | None, ...]]:
    names = [column.name for column in found.view.single]
    return Counter(tuple(as_text(row[name]) for name in names) for row in found.rows)


def of_sparql(store: Store, asked: View, selection: Selection) -> Counter[tuple[str | None, ...]]:
    results = execute(store, sparql_of(asked, selection))
    places = [(results.variables.index(column.name), column.type) for column in asked.single]
    return Counter(tuple(plain(row[place], kind) for place, kind in places) for row in results.rows())


def plain(term: object, kind: Type) -> str | None:
    text = getattr(term, "value", None)
    if text is None:
        return None
    return f"{Decimal(text).normalize():f}" if kind is Type.DECIMAL else str(text)


def selections(opened: Views, name: str) -> Iterator[Selection]:
    """Everything; of each facet the rarest value, several, none, and the most frequent one or none; words; both."""
    yield Selection()
    yield Selection(text="Sở Thông tin")
    yield Selection(text="ty le h")
    for facet in everything(opened, name).facets:
        found = [value.value for value in facet.values]
        for chosen in {(found[-1],), tuple(found[1:3]), (NOTHING,), (found[0], NOTHING)} if found else ():
            if chosen:
                yield Selection(filters={facet.column.name: chosen})
        if found:
            yield Selection(filters={facet.column.name: (found[0],)}, text="huyen")


@pytest.mark.parametrize("name", views())
def test_sparql_and_sqlite_say_the_same(opened: Views, corpus_store: Store, name: str) -> None:
    asked = view(name)
    for selection in selections(opened, name):
        found = everything(opened, name, filters=selection.filters, text=selection.text)
        assert of_slice(found) == of_sparql(corpus_store, asked, selection), selection
        assert found.total == len(found.rows)


@pytest.mark.parametrize("name", [name for name in views() if view(name).related])
def test_columns_of_several_things_hold_what_their_query_gives(opened: Views, corpus_store: Store, name: str) -> None:
    rows = everything(opened, name).rows
    for column, query in view(name).related.items():
        results = execute(corpus_store, query)
        key, value = results.variables.index(view(name).key), results.variables.index(column)
        said = {(getattr(row[key], "value", ""), getattr(row[value], "value", "")) for row in results.rows()}
        assert {(row.key, thing.iri) for row in rows for thing in several(row, column)} == {
            pair for pair in said if pair[0] in {row.key for row in rows}
        }


def several(row: Row, column: str) -> Sequence[Thing]:
    value = row[column]
    assert isinstance(value, tuple)
    return value


@pytest.mark.parametrize("name", views())
def test_a_facet_counts_what_choosing_its_value_leaves(opened: Views, name: str) -> None:
    whole = everything(opened, name)
    for facet in whole.facets:
        for value in facet.values[:5]:
            assert everything(opened, name, filters={facet.column.name: (value.value,)}).total == value.count


def test_a_facet_is_counted_without_its_own_filter_and_with_the_others(opened: Views) -> None:
    both = everything(opened, "roles", filters={"role": ("lead",), "certainty": ("certain",)})
    roles = next(facet for facet in both.facets if facet.column.name == "role")
    for value in roles.values:
        alone = everything(opened, "roles", filters={"role": (value.value,), "certainty": ("certain",)})
        assert alone.total == value.count
    assert [value.value for value in roles.values if value.chosen] == ["lead"]


@pytest.mark.parametrize("sort", ["", "item", "-year", "position"])
def test_pages_follow_one_another_without_gap_or_overlap(opened: Views, sort: str) -> None:
    whole = [row.key for row in everything(opened, "assignments", sort=sort).rows]
    paged: list[str] = []
    after = ""
    while True:
        page = opened.select("assignments", Selection(sort=sort, limit=37, after=after))
        assert page.start == len(paged) + 1
        paged += [row.key for row in page.rows]
        after = page.next
        if not after:
            break
    assert paged == whole


@pytest.mark.parametrize("sort", ["", "-item"])
def test_the_page_that_holds_a_row_is_one_of_those_that_are_turned(opened: Views, sort: str) -> None:
    whole = [row.key for row in everything(opened, "assignments", sort=sort).rows]
    for place in (0, 36, 37, 100, len(whole) - 1):
        page = opened.select("assignments", Selection(sort=sort, limit=37, holding=whole[place]))
        assert [row.key for row in page.rows] == whole[place - place % 37 :][:37]
    assert opened.select("assignments", Selection(holding="nothing")).start == 1


def test_a_page_stays_good_when_its_last_row_has_moved(opened: Views) -> None:
    all_ = everything(opened, "assignments")
    after = opened.select("assignments", Selection(limit=10)).next
    narrowed = {"plan": (str(as_text(all_.rows[9]["plan"])),)}
    there = [row.key for row in everything(opened, "assignments", filters=narrowed).rows]
    page = opened.select("assignments", Selection(filters=narrowed, limit=5, after=after))
    place = there.index(all_.rows[9].key)
    assert [row.key for row in page.rows] == there[place + 1 : place + 6]


def test_rows_are_in_the_order_of_a_vietnamese_dictionary_with_empty_cells_last(opened: Views) -> None:
    for sort, reverse in (("parent", False), ("-parent", True)):
        cells = [row["parent"] for row in everything(opened, "agencies", sort=sort).rows]
        filled = [cell for cell in cells if isinstance(cell, Thing)]
        assert cells[: len(filled)] == filled
        names = [sort_key(cell.label.vi) for cell in filled]
        assert names == sorted(names, reverse=reverse)
    assert sorted(["Đắk Tô", "Dân tộc", "Ấp", "An", "Ăn"], key=sort_key) == ["An", "Ăn", "Ấp", "Dân tộc", "Đắk Tô"]


def test_words_are_folded_alike_in_python_and_in_sparql(corpus_store: Store) -> None:
    texts = "?s rdfs:label|skos:prefLabel|ct:label|ct:note ?text"
    query = f"SELECT ?text ?folded {{ {texts} {' '.join(folding(['text'], 'folded'))} }}"
    rows = list(execute(corpus_store, query).rows())
    assert len(rows) > 1000
    for text, folded in rows:
        assert isinstance(text, Literal)
        assert isinstance(folded, Literal)
        assert folded.value.split() == list(words_of(text.value)), text


def test_a_row_is_found_by_its_key(opened: Views) -> None:
    row = everything(opened, "agencies").rows[0]
    assert opened.row("agencies", row.key) == row
    assert opened.row("agencies", "https://w3id.org/chitieu/id/agency/none") is None


def test_a_thing_is_named_in_a_filter_by_its_iri_its_curie_or_the_end_of_its_iri(opened: Views) -> None:
    kind = "phong-van-hoa-va-thong-tin"
    ways = (kind, f"agency-kind/{kind}", f"ctid:agency-kind/{kind}", f"https://w3id.org/chitieu/id/agency-kind/{kind}")
    totals = {everything(opened, "agencies", filters={"kind": (way,)}).total for way in ways}
    assert len(totals) == 1
    assert totals.pop() > 0


@pytest.mark.parametrize("value", ["no such thing", "<>\"'", "x:y", "", "ctid:", "\ud7a3" * 50])
def test_a_value_that_no_row_has_leaves_nothing(opened: Views, corpus_store: Store, value: str) -> None:
    selection = Selection(filters={"kind": (value,)})
    assert opened.select("agencies", selection).total == 0
    assert not of_sparql(corpus_store, view("agencies"), selection)


@pytest.mark.parametrize(
    "selection",
    [
        Selection(filters={"nothing": ("x",)}),
        Selection(sort="number of stars"),
        Selection(limit=0),
        Selection(after="rubbish"),
        Selection(after="W10"),
    ],
)
def test_what_a_view_does_not_have_is_refused(opened: Views, selection: Selection) -> None:
    with pytest.raises(BadSelection):
        opened.select("plans", selection)


def test_an_unknown_view_is_refused(opened: Views) -> None:
    with pytest.raises(UnknownView, match="assignments"):
        opened.select("stars", Selection())


def test_a_snapshot_of_an_earlier_version_says_to_build_again(corpus_snapshot: Snapshot, tmp_path: Path) -> None:
    with pytest.raises(SnapshotDamaged, match=r"chitieu build"):
        Views.open(Snapshot(tmp_path, corpus_snapshot.manifest))


def test_the_file_is_the_same_whenever_it_is_made(corpus_store: Store, tmp_path: Path) -> None:
    first, second = compute(corpus_store), compute(corpus_store)
    assert first.digest() == second.digest()
    for number, content in enumerate((first, second)):
        content.write(tmp_path / str(number))
    assert (tmp_path / "0").read_bytes() == (tmp_path / "1").read_bytes()


def test_the_manifest_vouches_for_the_file(corpus_snapshot: Snapshot) -> None:
    assert FILE in corpus_snapshot.manifest.files
    corpus_snapshot.verify()


def test_many_threads_read_at_once(opened: Views) -> None:
    asked = [Selection(filters={"role": (role,)}, text=text) for role in ("lead", "guiding") for text in ("", "so")] * 8
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda selection: opened.select("roles", selection).total, asked))
    assert found == [opened.select("roles", selection).total for selection in asked]


@pytest.mark.parametrize("name", views())
def test_a_key_names_one_row(opened: Views, name: str) -> None:
    keys = Counter(row.key for row in everything(opened, name).rows)
    assert [key for key, number in keys.items() if number > 1] == []


def test_an_empty_store_has_empty_views(tmp_path: Path) -> None:
    compute(Store()).write(tmp_path / FILE)
    with Views(tmp_path / FILE, "0" * 16) as opened:
        for name in views():
            found = opened.select(name, Selection(text="x", filters={each.name: ("y",) for each in view(name).facets}))
            assert (found.total, found.rows, found.next) == (0, (), "")


def test_one_plan_with_two_places_has_two_rows(tmp_path: Path) -> None:
    plan, predicate = NamedNode("https://w3id.org/chitieu/id/document/p"), "https://w3id.org/chitieu/def#"
    places = [NamedNode(f"https://w3id.org/chitieu/id/place/{name}") for name in "ab"]
    facts = [("sourceFile", NamedNode("https://w3id.org/chitieu/id/file/f")), *(("place", place) for place in places)]
    store = Store()
    store.extend(Quad(plan, NamedNode(predicate + name), value, NamedNode("g:g")) for name, value in facts)
    compute(store).write(tmp_path / FILE)
    with Views(tmp_path / FILE, "0" * 16) as opened:
        assert [as_text(row["place"]) for row in everything(opened, "plans").rows] == [each.value for each in places]
