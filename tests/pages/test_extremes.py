"""Pages over nothing at all, and over so much that charts, trees and lists have to end somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from pyoxigraph import Literal, NamedNode, Quad, Store
from starlette.testclient import TestClient

from api.pages.desk import Desk
from bench.views import addresses, generated, pages_over
from kg.store.snapshot import Snapshot
from kg.vocabulary import expand

WORLDS, ROWS = 34, 6  # 102 plans: more than any chart, tree or list shows
LARGEST = 700_000  # characters of a page


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """612 rows of 102 plans."""
    return generated(WORLDS, Store(), tmp_path_factory.mktemp("many"), ROWS)


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Views without a row."""
    return generated(0, Store(), tmp_path_factory.mktemp("nothing"))


@pytest.fixture
def client(many: Snapshot) -> Iterator[TestClient]:
    with pages_over(many) as opened:
        yield opened


def test_every_page_stands_over_nothing(nothing: Snapshot) -> None:
    with pages_over(nothing) as client:
        for path in addresses(nothing):
            page = html.document_fromstring(client.get(path).raise_for_status().text)
            assert len(page.xpath("//h1")) == 1, path
            assert page.xpath("//main//*[@class='empty']"), path


def test_every_page_stands_over_much_and_ends_somewhere(many: Snapshot, client: TestClient) -> None:
    for path in addresses(many):
        text = client.get(path).raise_for_status().text
        assert len(text) < LARGEST, path
        if path.endswith("limit=500"):
            page = html.document_fromstring(text)
            rows = len(page.xpath("//main//table[@class='stack']/tbody/tr"))
            assert rows == 0 or rows <= 500, path


@pytest.mark.parametrize(
    ("path", "shown", "most"),
    [
        ("/agencies/kinds/phong-0", "//dt[.='Các cơ quan']/following-sibling::dd//li", 60),
        ("/agencies/kinds/phong-0", "//table[caption='Số dòng theo kế hoạch']/tbody/tr", 30),
        ("/indicators/chung-1", "//table[contains(@class, 'plot')]/tbody/tr", 100),
        ("/plans/tinh-1-2024", "//a[starts-with(@href, '/compare?plan=') and contains(@href, '&plan=')]", 12),
        ("/compare", "//fieldset//input", 60),
    ],
)
def test_what_would_be_endless_shows_its_share_and_says_so(
    client: TestClient, path: str, shown: str, most: int
) -> None:
    page = html.document_fromstring(client.get(path).raise_for_status().text)
    assert len(page.xpath(shown)) == most


def test_a_kind_counts_a_row_once_whatever_number_of_its_bodies_is_named(client: TestClient) -> None:
    page = html.document_fromstring(client.get("/agencies/kinds/phong-0").text)
    for row in page.xpath("//table[caption='Số dòng theo kế hoạch']/tbody/tr"):
        lead, coordinating = (int(cell.text_content()) for cell in row.xpath("./td[@class='number']")[:2])
        assert lead + coordinating <= ROWS


def test_a_row_of_a_later_page_of_a_plan_is_found_by_its_address(tmp_path: Path) -> None:
    plan = "https://w3id.org/chitieu/id/document/long"
    with pages_over(_long_plan(plan, 310, tmp_path)) as client:
        path = Desk(client.app.state.pool.snapshot).path(f"{plan}/assignment/i/305")  # type: ignore[attr-defined]
        assert path == "/plans/long?row=i/305#row-i/305"
        page = html.document_fromstring(client.get(path).raise_for_status().text)
        assert page.xpath("//tr[@id='row-i/305'][@class='chosen']")
        first = page.xpath("//nav[@class='pages']/a/@href")[0]
        assert html.document_fromstring(client.get(first).text).xpath("//tr[@id='row-i/1']")


def _long_plan(iri: str, rows: int, folder: Path) -> Snapshot:
    """The views of a plan without anything but rows, and no printed source."""
    plan, store = NamedNode(iri), Store()

    def say(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> None:
        store.add(Quad(subject, NamedNode(expand(predicate)), value, NamedNode("g:g")))

    say(plan, "ct:sourceFile", NamedNode("g:file"))
    for n in range(1, rows + 1):
        row = NamedNode(f"{iri}/assignment/i/{n}")
        say(row, "rdf:type", NamedNode(expand("ct:Assignment")))
        say(row, "ct:plan", plan)
        say(row, "ct:position", Literal(n))
        say(row, "ct:label", Literal(f"Chỉ tiêu {n}", language="vi"))
    return generated(0, store, folder)
