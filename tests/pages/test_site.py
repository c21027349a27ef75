"""The whole site over the corpus: every page in both languages, every link, every twin, every route in the docs."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections import Counter, deque
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qsl, urldefrag, urlsplit

import openpyxl
import pytest
from lxml import html
from pyoxigraph import RdfFormat, parse

from api.pages.routes import PAGES
from api.pages.visit import TWINS
from kg.errors import errors_by_code
from tests.pages.conftest import Site

KON_RAY = "/plans/kon-ray-2024"
LISTS = ["/agencies", "/agencies/kinds", "/indicators", "/plans", "/documents", "/findings"]
SHOWN = [
    "/",
    *LISTS,
    "/agencies/phong-van-hoa-va-thong-tin/kon-tum/kon-ray",
    "/agencies/so-thong-tin-va-truyen-thong/lam-dong",
    "/agencies/groups/cac-so-ban-nganh/khanh-hoa",
    "/agencies/local/huyen-khong-neu-ten-2024/agency/unresolved/ubnd-cap",
    "/agencies/kinds/phong-van-hoa-va-thong-tin",
    "/indicators/ty-trong-thuong-mai-dien-tu-trong-tong-muc-ban-le",
    KON_RAY,
    f"{KON_RAY}?row=_/III/5&cell=note",
    "/documents/bo-thong-tin-va-truyen-thong/2022/922-qd-btttt",
    "/findings/rules",
    "/compare",
    "/compare?plan=kon-ray-2024&plan=huyen-khong-neu-ten-2024",
    "/search",
    "/search?q=van+hoa",
    "/search?q=zzzzzz",
    "/findings?q=zzzzzz",
    "/about",
    "/problem",
    "/problem/query-timeout",
]
DATA_BLOCKS = {"application/json", "application/ld+json"}  # scripts that no browser runs
HTML = {"Accept": "text/html"}
SAME_KIND = 2  # addresses of one shape that a crawl follows
PARAMETERS = 2  # of an address that a crawl follows, the language among them


def _in(path: str, language: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


@pytest.mark.parametrize("path", SHOWN)
def test_a_page_stands_in_both_languages(site: Site, path: str) -> None:
    titles = set()
    for language in ("vi", "en"):
        page = site.page(_in(path, language))
        assert page.get("lang") == language
        assert len(page.xpath("//h1")) == 1
        assert len(page.xpath("//main")) == 1
        assert page.xpath("//a[@class='skip'][@href='#main']")
        assert {script.get("type") for script in page.xpath("//script[not(@src)]")} <= DATA_BLOCKS
        assert not page.xpath("//@style")
        assert not [id_ for id_, number in Counter(page.xpath("//@id")).items() if number > 1]
        fields = page.xpath("//input[not(@type='hidden')] | //select | //textarea")
        labelled = {label.get("for") for label in page.xpath("//label[@for]")}
        assert all(field.get("id") in labelled or field.xpath("ancestor::label") for field in fields)
        assert all(table.xpath("./caption") for table in page.xpath("//main//table")) or path.startswith("/questions")
        titles.add(page.findtext(".//title"))
    assert all(title and title.strip(" –") for title in titles)


def test_every_link_of_a_crawl_leads_somewhere(site: Site) -> None:
    """From the first page on, `SAME_KIND` addresses of each shape."""
    waiting, seen, shapes = deque(["/?lang=en"]), {"/?lang=en"}, Counter[str]()
    while waiting:
        address = waiting.popleft()
        response = site.client.get(address, headers=HTML, follow_redirects=True)
        assert response.status_code == 200, address
        if not response.headers["content-type"].startswith("text/html"):
            continue
        for link in re.findall(r'href="([^"]+)"', response.text):
            found = urldefrag(link.replace("&amp;", "&")).url
            if not found.startswith("/") or found in seen or shapes[_shape(found)] >= SAME_KIND or _narrow(found):
                continue
            seen.add(found)
            shapes[_shape(found)] += 1
            waiting.append(found)
    assert len(seen) > 80


def _narrow(address: str) -> bool:
    """Whether an address has more parameters than a crawl follows, unless it names a query."""
    pairs = parse_qsl(urlsplit(address).query)
    return len(pairs) > PARAMETERS and "query" not in dict(pairs)


def _shape(address: str) -> str:
    """What an address has in common with its like: its room, its depth, its format, whether it narrows anything."""
    parts = urlsplit(address)
    room, *rest = parts.path.strip("/").split("/")
    suffix = parts.path.rpartition(".")[2] if parts.path.endswith(TWINS) else ""
    return f"{room} {min(len(rest), 2)} {suffix} {len(parse_qsl(parts.query)) > 1}"


@pytest.mark.parametrize("path", LISTS)
def test_twins_hold_what_the_page_counts(site: Site, path: str) -> None:
    page = site.page(path)
    total = int(re.sub(r"\D", "", page.xpath("string(//*[@class='total'])")))
    told = site.client.get(f"{path}.json").json()
    assert len(told["rows"]) == total
    lines = list(csv.reader(io.StringIO(site.client.get(f"{path}.csv").text)))
    assert len(lines) == total + 1
    sheet = openpyxl.load_workbook(io.BytesIO(site.client.get(f"{path}.xlsx").content), read_only=True).worksheets[0]
    assert sum(1 for row in sheet.iter_rows() if any(cell.value is not None for cell in row)) >= total
    assert list(parse(site.client.get(f"{path}.ttl").content, format=RdfFormat.TURTLE))


def test_a_workbook_begins_with_what_people_read(site: Site) -> None:
    content = site.client.get(f"{KON_RAY}.xlsx?lang=vi").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    titles = [str(cell.value) for cell in sheet[1]]
    assert titles[:4] == ["Dòng", "TT", "Chỉ tiêu, nhiệm vụ", "Mức"]
    first = [str(cell.value) for cell in sheet[2]]
    assert first[titles.index("Vai trò")] == "chắc chắn"
    iris = [title.endswith("(IRI)") for title in titles]
    assert iris == sorted(iris)
    assert all(value.startswith("https://") == iri for value, iri in zip(first, iris, strict=True) if value != "None")
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("path", LISTS)
def test_a_filter_leaves_the_rows_that_it_counts(site: Site, path: str) -> None:
    page = site.page(path)
    value = page.xpath("//*[@class='facets']//li")[0]
    counted = int(re.sub(r"\D", "", value.xpath("string(.//*[@class='count'])")))
    narrowed = site.page(value.xpath(".//a/@href")[0])
    assert int(re.sub(r"\D", "", narrowed.xpath("string(//*[@class='total'])"))) == counted
    assert narrowed.xpath("//*[@class='chosen-filters']//a")


@pytest.mark.parametrize("path", LISTS)
def test_a_table_can_be_put_in_another_order(site: Site, path: str) -> None:
    link = site.page(path).xpath("//thead//a/@href")[0]
    ordered = site.page(link)
    assert ordered.xpath("//th[@aria-sort='ascending']")
    assert site.page(ordered.xpath("//th[@aria-sort]/a/@href")[0]).xpath("//th[@aria-sort='descending']")


def test_the_sparql_behind_a_page_gives_its_rows(site: Site) -> None:
    page = site.page("/findings?severity=violation")
    total = int(re.sub(r"\D", "", page.xpath("string(//*[@class='total'])")))
    query = dict(parse_qsl(urlsplit(page.xpath("//a[starts-with(@href, '/sparql?query')]/@href")[0]).query))["query"]
    answer = site.client.get("/sparql", params={"query": query, "format": "json"}).json()
    assert len({row["finding"]["value"] for row in answer["results"]["bindings"]}) == total


def test_pages_are_turned_without_losing_a_row(site: Site) -> None:
    address, seen = "/findings?limit=200", 0
    while address:
        page = site.page(address)
        seen += len(page.xpath("//main//tbody/tr"))
        following = page.xpath("//a[@rel='next']/@href")
        address = following[0] if following else ""
    assert seen == len(site.client.get("/findings.json").json()["rows"])


def test_a_cell_opens_its_print_beside_the_table(site: Site) -> None:
    page = site.page(KON_RAY)
    assert "closed" in page.xpath("//*[@id='source']")[0].get("class")
    link = next(a for a in page.xpath("//a[@data-panel='source']") if a.text_content().startswith(">2%"))
    opened = site.page(urldefrag(link.get("href")).url)
    source = opened.xpath("//*[@id='source']")[0]
    assert [mark.text_content() for mark in source.xpath(".//mark[@class='cell']")] == [">2%"]
    assert opened.xpath("//tr[@class='chosen']")


def test_a_row_has_its_place_on_the_page_of_its_plan(site: Site) -> None:
    assert site.page(KON_RAY).xpath("//tr[@id='row-_/III/5']")


@pytest.mark.parametrize("path", [KON_RAY, "/agencies/kinds/phong-van-hoa-va-thong-tin", "/about"])
def test_a_page_of_a_thing_says_how_to_cite_it(site: Site, path: str) -> None:
    (link,) = site.page(path).xpath("//main/p/a[starts-with(code, 'https://w3id.org/chitieu/id/')]/@href")
    cited = site.client.get(link, headers=HTML, follow_redirects=True)
    assert str(cited.url).endswith(path)
    assert not site.page("/agencies").xpath("//main/p/a[starts-with(code, 'https://w3id.org/')]")


def test_one_thing_is_told_as_one(site: Site) -> None:
    page = site.page("/documents/bo-thong-tin-va-truyen-thong/2022/922-qd-btttt?lang=en")
    assert page.xpath("string(//*[@class='total'])") == "1 row"


def test_compare_tells_deviations_in_words(site: Site) -> None:
    page = site.page("/compare?plan=kon-ray-2024&plan=huyen-khong-neu-ten-2024&lang=en")
    for sort, words in {"higher": "higher", "other": "different"}.items():
        cells = page.xpath(f"//td[@class='{sort}']")
        assert cells
        assert all(words in cell.text_content() for cell in cells)


@pytest.mark.parametrize("path", ["/", "/about?lang=en"])
def test_the_dataset_is_told_to_crawlers_in_the_page(site: Site, path: str) -> None:
    (block,) = site.page(path).xpath("//head/script[@type='application/ld+json']")
    told = json.loads(block.text)
    assert (told["@type"], told["@context"]) == ("Dataset", "https://schema.org/")
    assert 50 <= len(told["description"]) <= 5000  # what search engines for datasets ask
    assert all(told[name] for name in ("name", "license", "creator", "version"))
    for address in (told["url"], *(each["contentUrl"] for each in told["distribution"])):
        assert site.client.head(address, follow_redirects=True).status_code == 200, address


@pytest.mark.parametrize("address", ["/plans/none", "/agencies?limit=0", "/sparql?query=SELECT", "/questions/none"])
def test_the_type_of_a_problem_leads_to_a_page_that_explains_it(site: Site, address: str) -> None:
    told = site.client.get(address, headers={"Accept": "application/json"}).json()
    path = told["type"].removeprefix("https://w3id.org/chitieu")
    for language in ("vi", "en"):
        page = site.page(_in(path, language))
        assert str(told["status"]) in page.xpath("//dd/text()")
    assert path in site.get(address).text  # the page of the error leads there


def test_every_kind_of_error_is_explained_and_nothing_else() -> None:
    written = tomllib.loads(files("api").joinpath("problems.toml").read_text(encoding="utf-8"))
    assert written.keys() == errors_by_code().keys()
    assert all(text[language] for each in written.values() for text in each.values() for language in ("vi", "en"))


def test_things_in_results_of_sparql_lead_to_their_pages(site: Site) -> None:
    plan = "https://w3id.org/chitieu/id/document/kon-ray-2024"
    values = f"<{plan}> <https://w3id.org/chitieu/shapes#CT-T001> ct:lead skos:Concept"
    parameters = {"query": f"SELECT ?x {{ VALUES ?x {{ {values} }} }}", "lang": "en", "format": "html"}
    page = html.document_fromstring(site.client.get("/sparql", params=parameters).text)
    plan, rule, term, other = page.xpath("//main//table//td/a/@href")
    assert (rule, term) == ("/findings/rules?lang=en#CT-T001", "/def?lang=en#lead")
    assert str(site.client.get(plan, headers=HTML, follow_redirects=True).url).endswith(f"{KON_RAY}?lang=en")
    assert "DESCRIBE" in other


@pytest.mark.parametrize(("language", "written"), [("vi", "20/05/2022"), ("en", "20 May 2022")])
def test_dates_are_written_as_people_of_the_language_do(site: Site, language: str, written: str) -> None:
    document = "/documents/bo-thong-tin-va-truyen-thong/2022/922-qd-btttt"
    for path in (document, "/documents?q=922"):
        assert written in site.page(_in(path, language)).xpath("//time[@datetime='2022-05-20']/text()"), path


def test_a_page_that_the_reader_has_is_not_sent_again(site: Site) -> None:
    first = site.get("/agencies?lang=vi")
    again = site.get("/agencies?lang=vi", **{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert site.get("/agencies?lang=en", **{"If-None-Match": first.headers["etag"]}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/agencies/nobody/nowhere", "/plans/none", "/documents/none.csv", "/findings/00", "/indicators/none"]
)
def test_what_is_not_there_is_told(site: Site, path: str) -> None:
    assert site.get(path).status_code == 404


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "order=nothing", "after=zzz"])
def test_what_cannot_be_selected_is_told(site: Site, query: str) -> None:
    assert site.get(f"/agencies?{query}").status_code == 400


def test_every_page_is_documented() -> None:
    told = (Path(__file__).parents[2] / "docs" / "pages.md").read_text(encoding="utf-8")
    for path in PAGES:
        assert f"`{path.replace('{rest:path}', '…')}`" in told, path


@pytest.mark.parametrize("path", ["/agencies/phong-van-hoa-va-thong-tin/kon-tum/kon-ray"])
def test_what_merely_ended_at_the_same_time_is_folded(site: Site, path: str) -> None:
    change = site.page(path).xpath("//li[details]")[0]
    own = change.xpath("a")
    assert [link.text for link in own] == ["Phòng Văn hóa và Thông tin"]
    others = change.xpath("details//a")
    assert len(others) > 10
    assert own[0].get("href") not in [link.get("href") for link in others]
