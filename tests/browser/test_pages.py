"""Every page in a browser: nothing wrong by WCAG 2.2 A and AA, valid HTML, light, quick; empty and full ones too."""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from lxml import html

from api.assets import asset
from kg.pipeline import build
from kg.settings import Settings
from tests.api.conftest import start_server
from tests.browser.addresses import pages_of
from tests.browser.plan_of_many import UNKNOWN, plan_of_many

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Reader

MakeReader = Callable[..., "Reader"]
ROOT = Path(__file__).parents[2]
STATIC = ROOT / "api"
MOST_SCRIPT = 60_000
MOST_MILLISECONDS = 1500
LCP = """() => new Promise(resolve => new PerformanceObserver(
    list => resolve(list.getEntries().at(-1).startTime)).observe({type: "largest-contentful-paint", buffered: true}))"""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over one plan of 500 rows, some of them led by a body that no registry knows."""
    folder = tmp_path_factory.mktemp("many")
    (documents := folder / "documents").mkdir()
    (documents / "plan.txt").write_bytes(plan_of_many(500))
    build([documents], data_dir=folder / "data", settings=Settings())
    server = start_server(folder / "data", page_rows=500)
    yield server.base
    server.stop()


@pytest.fixture(scope="module")
def addresses(corpus_server: str) -> list[str]:
    return pages_of(corpus_server)


@pytest.mark.timeout(900)  # thirty pages, which take a busy machine its time
@pytest.mark.parametrize(("language", "width"), [("vi", 390), ("en", 1280)])
def test_pages_are_accessible(reader: MakeReader, addresses: list[str], language: str, width: int) -> None:
    someone = reader(language, width=width)
    someone.expected += ["404"]
    assert wrong(someone, addresses, width) == []


@pytest.mark.timeout(900)
def test_pages_of_five_hundred_rows_are_accessible_too(reader: MakeReader, many: str) -> None:
    someone = reader("vi", width=390, base=many)
    (plan,) = {path for path in pages_of(many, empty=False) if path.startswith("/plans/") and "?" not in path}
    assert wrong(someone, [plan, "/", "/agencies", "/indicators", "/findings"], 390) == []
    page = someone.goes_to(f"{plan}?limit=500")
    assert page.locator("main tbody tr").count() >= 500
    assert page.locator("main td", has_text=UNKNOWN).count() >= 50


def wrong(someone: Reader, paths: list[str], width: int) -> list[str]:
    """What is wrong with pages: what axe finds, and what is wider than the screen."""
    found: list[str] = []
    for path in paths:
        page = someone.goes_to(path)
        found += someone.violations()
        reach = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{path} is {reach} pixels wide"] * (reach > width)
    return found


def test_the_html_is_valid(corpus_server: str, addresses: list[str], tmp_path: Path) -> None:
    checker = ROOT / "web" / "node_modules" / ".bin" / "html-validate"
    if not checker.exists():
        pytest.skip("html-validate is not installed: `make web`")
    with httpx.Client(base_url=corpus_server, headers={"Accept": "text/html"}, timeout=60) as client:
        for number, path in enumerate(addresses):
            for language in ("vi", "en"):
                text = client.get(path, headers={"Accept-Language": language}).text
                (tmp_path / f"{number}-{language}.html").write_text(text, encoding="utf-8")
    command = [
        str(checker),
        "--config",
        str(ROOT / "web" / "htmlvalidate.config.mjs"),
        "--formatter",
        "json",
        f"{tmp_path}/*.html",
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = [
        f"{addresses[int(Path(file['filePath']).name.partition('-')[0])]}:{each['line']} {each['message']}"
        for file in json.loads(told.stdout)
        for each in file["messages"]
    ]
    assert messages == []


def test_pages_but_the_editor_load_little_script(corpus_server: str, addresses: list[str]) -> None:
    if not asset("site.js"):
        pytest.skip("the browser assets are not built: `make web`")
    sizes = {path: script_bytes(corpus_server, path) for path in addresses}
    editor = [path for path in sizes if path.startswith("/sparql")]
    assert all(0 < size <= MOST_SCRIPT for path, size in sizes.items() if path not in editor)
    assert all(sizes[path] > MOST_SCRIPT for path in editor)  # or nothing was counted


def script_bytes(base: str, path: str) -> int:
    """The size of a page's scripts, gzipped."""
    page = html.fromstring(httpx.get(base + path, headers={"Accept": "text/html"}, timeout=60).text)
    return sum(len(gzip.compress((STATIC / str(src).lstrip("/")).read_bytes())) for src in page.xpath("//script/@src"))


@pytest.mark.parametrize("path", ["/", "/findings", "/agencies"])
def test_the_largest_part_is_painted_soon(reader: MakeReader, path: str) -> None:
    """On a cold load; the best of three, as the machine does other things too."""
    assert min(painted(reader().goes_to(path)) for _ in range(3)) < MOST_MILLISECONDS


def painted(page: Page) -> float:
    """Milliseconds from the request of a page to its largest contentful paint."""
    milliseconds: float = page.evaluate(LCP)
    return milliseconds
