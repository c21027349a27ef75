"""Every page in a browser: nothing wrong by WCAG 2.2 A and AA, valid HTML, light, quick; empty and full ones too."""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, expect

from kg.pipeline import build
from kg.settings import Settings
from tests.api.conftest import start_server
from tests.browser.addresses import pages_of
from tests.browser.paint import painted
from tests.browser.plan_of_many import UNKNOWN, plan_of_many

if TYPE_CHECKING:
    from tests.browser.conftest import Reader

MakeReader = Callable[..., "Reader"]
ROOT = Path(__file__).parents[2]
CHECKER = ROOT / "web" / "node_modules" / ".bin" / "html-validate"
MOST_SCRIPT = 60_000
MOST_MILLISECONDS = 1500
MANY = 500
SCRIPTS = "[...document.querySelectorAll('script[src]')].map(script => script.getAttribute('src'))"
BARE = "/about/limits"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over one plan of 500 rows, some of them led by a body that no registry knows."""
    folder = tmp_path_factory.mktemp("many")
    (documents := folder / "documents").mkdir()
    (documents / "plan.txt").write_bytes(plan_of_many(MANY))
    build([documents], data_dir=folder / "data", settings=Settings())
    server = start_server(folder / "data")
    yield server.base
    server.stop()


@pytest.fixture(scope="module")
def addresses(corpus_server: str) -> list[str]:
    return pages_of(corpus_server)


@pytest.mark.timeout(900)  # thirty pages, which take a busy machine its time
@pytest.mark.parametrize(("language", "width", "scheme"), [("vi", 390, "light"), ("en", 1280, "dark")])
def test_every_page_is_accessible_and_valid_and_loads_little_script(
    reader: MakeReader, addresses: list[str], language: str, width: int, scheme: str, tmp_path: Path
) -> None:
    someone = reader(language, width=width, scheme=scheme)
    someone.may_be_refused(404)
    faults: list[str] = []
    for number, path in enumerate(addresses):
        (tmp_path / f"{number}.html").write_text(someone.reads(path), encoding="utf-8")
        faults += someone.violations() + too_wide(someone, width) + too_heavy(someone)
    assert faults + invalid(tmp_path) == []


def too_wide(someone: Reader, width: int) -> list[str]:
    """Whether the page is wider than the screen."""
    reach = someone.page.evaluate("document.documentElement.scrollWidth")
    return [f"{someone.page.url} is {reach} pixels wide"] if reach > width else []


def too_heavy(someone: Reader) -> list[str]:
    """Whether the page loads more script than it may; the editor must, or nothing was counted."""
    scripts: list[str] = someone.page.evaluate(SCRIPTS)
    size = sum(len(gzip.compress((ROOT / "api" / src.lstrip("/")).read_bytes())) for src in scripts)
    right = size > MOST_SCRIPT if "/sparql" in someone.page.url else 0 < size <= MOST_SCRIPT
    return [] if right else [f"{someone.page.url} has {size} bytes of script"]


def invalid(folder: Path) -> list[str]:
    """What is wrong by the HTML standard with the files of a folder, a line each."""
    options = ["--config", str(ROOT / "web" / "htmlvalidate.config.mjs"), "--formatter", "json"]
    command = [str(CHECKER), *options, f"{folder}/*.html"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    return [
        f"{title_of(Path(file['filePath']))}:{each['line']} {each['message']}"
        for file in json.loads(told.stdout)
        for each in file["messages"]
    ]


def title_of(file: Path) -> str:
    return file.read_text(encoding="utf-8").partition("<title>")[2].partition("</title>")[0]


@pytest.mark.timeout(900)
def test_pages_of_five_hundred_rows_are_accessible_too(reader: MakeReader, many: str) -> None:
    someone = reader("vi", width=390, base=many)
    (plan,) = {path for path in pages_of(many, empty=False) if path.startswith("/plans/") and "?" not in path}
    faults: list[str] = []
    for path in ("/", "/agencies", "/indicators", "/findings", f"{plan}?limit=100"):
        someone.goes_to(path)
        faults += someone.violations() + too_wide(someone, 390)
    page = someone.goes_to(f"{plan}?limit={MANY}")
    assert faults + too_wide(someone, 390) == []
    expect(page.locator("main tbody tr")).to_have_count(MANY)
    expect(page.locator("main td", has_text=UNKNOWN)).to_have_count(MANY // 10)


def test_the_largest_part_is_painted_soon(browser: Browser, corpus_server: str) -> None:
    """On a cold load, the best of three. A busy machine paints the shortest page late too: that much is forgiven it."""
    best = {
        path: min(painted(browser, corpus_server + path) for _ in range(3))
        for path in (BARE, "/", "/findings", "/agencies")
    }
    assert {path: time for path, time in best.items() if time > MOST_MILLISECONDS + 3 * best[BARE]} == {}
