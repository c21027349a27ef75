"""Pages over nothing at all, and over so much that charts, trees and lists have to end somewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import html
from pyoxigraph import Store
from starlette.testclient import TestClient

from bench.views import addresses, generated, pages_over
from kg.store.snapshot import Snapshot

WORLDS = 34  # 102 plans: more than any chart, tree or list shows
LARGEST = 700_000  # characters of a page


@pytest.fixture(scope="module")
def many(corpus_snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The corpus and 3,060 generated rows."""
    return generated(WORLDS, corpus_snapshot.load_store(), tmp_path_factory.mktemp("many"))


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
        assert lead + coordinating <= 30  # rows of a generated plan
