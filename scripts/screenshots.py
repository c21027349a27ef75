"""Pictures of every page in both languages, wide and narrow, light and dark: `make screenshots` → `screenshots/`.

To be looked at by a person: with rows, with none, with 500, with bodies that no registry knows; what opens on a page
(suggestions, facets, results of a query, a tried document) too. The corpus is built anew into a folder of its own and
served from there.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, Page, sync_playwright

from kg.pipeline import build
from kg.resources import resource
from kg.settings import Settings
from tests.api.conftest import start_server
from tests.browser.addresses import pages_of
from tests.browser.chromium import launch, program
from tests.browser.plan_of_many import plan_of_many

OUTPUT: Final = Path("screenshots")
_UNSAFE: Final = re.compile(r"[^\w.=-]+")
_TALLEST: Final = 6000
_READY: Final = "html[data-ready]"


@dataclass(frozen=True)
class Screen:
    """What a page is looked at on."""

    name: str
    language: str
    width: int
    scheme: Literal["light", "dark"] = "light"


SCREENS: Final = (
    Screen("vi-wide", "vi-VN", 1280),
    Screen("en-wide", "en-GB", 1280),
    Screen("vi-narrow", "vi-VN", 390),
    Screen("en-narrow", "en-GB", 390),
    Screen("vi-dark", "vi-VN", 1280, "dark"),
)


def main() -> None:
    """Take the pictures."""
    if program() is None:
        sys.exit("Chromium is not installed (apt install chromium).")
    shutil.rmtree(OUTPUT, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        for name, documents in _datasets(Path(folder)):
            data = Path(folder) / f"data-{name}"
            build([documents], data_dir=data, settings=Settings())
            server = start_server(data)
            try:
                _take_all(browser, server.base, OUTPUT / name, whole=name == "corpus")
            finally:
                server.stop()
        browser.close()


def _datasets(folder: Path) -> Iterator[tuple[str, Path]]:
    """Give the corpus, and a plan of 500 rows with bodies that no registry knows."""
    yield "corpus", resource("corpus")
    (many := folder / "many").mkdir()
    (many / "plan.txt").write_bytes(plan_of_many(500))
    yield "many", many


def _take_all(browser: Browser, base: str, output: Path, *, whole: bool) -> None:
    addresses = pages_of(base, empty=whole)
    for screen in SCREENS:
        context = browser.new_context(
            locale=screen.language, viewport={"width": screen.width, "height": 900}, color_scheme=screen.scheme
        )
        page = context.new_page()
        for address in addresses:
            _go(page, base + address)
            _take(page, output / screen.name / f"{_UNSAFE.sub('_', address).strip('_')[:80] or 'home'}.png")
        for scene in SCENES if whole else ():
            scene(page, base)
            _take(page, output / screen.name / f"then-{scene.__name__.strip('_')}.png")
        context.close()
        print(f"{output / screen.name}: {len(addresses)} pages")


def _go(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(_READY).wait_for(state="attached")


def _take(page: Page, file: Path) -> None:
    height = min(page.evaluate("document.documentElement.scrollHeight"), _TALLEST)
    width = page.evaluate("innerWidth")
    page.screenshot(path=file, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})


def _suggestions(page: Page, base: str) -> None:
    _go(page, base)
    page.locator("main input[name=q]").press_sequentially("kon ray")
    page.get_by_role("option").first.wait_for()


def _facets(page: Page, base: str) -> None:
    _go(page, f"{base}/findings?severity=warning")
    for facet in page.locator(".facets summary").all():
        facet.click()


def _source(page: Page, base: str) -> None:
    _go(page, f"{base}/plans")
    page.locator("main tbody a[href*='/plans/']").first.click()
    page.locator("a[data-panel=source]").nth(2).click()
    page.locator("#source mark.cell").first.wait_for()


def _query(page: Page, base: str) -> None:
    _go(page, f"{base}/sparql?format=html&example=departments")
    page.locator("form.query button[type=submit]").click()
    page.locator(".results tbody tr").first.wait_for()


def _query_chart(page: Page, base: str) -> None:
    _query(page, base)
    page.locator(".select_chart").click()
    page.locator(".results canvas").wait_for()


def _query_graph(page: Page, base: str) -> None:
    _query(page, base)
    page.locator(".select_graph").click()
    page.locator(".results svg circle").first.wait_for()


def _query_broken(page: Page, base: str) -> None:
    _go(page, f"{base}/sparql?format=html")
    page.evaluate("document.querySelector('.CodeMirror').CodeMirror.setValue('SELECT ?plan WHERE {\\n  ?plan a\\n}')")
    page.locator("form.query button[type=submit]").click()
    page.locator(".results [role=alert]").wait_for()


def _trial(page: Page, base: str) -> None:
    _go(page, f"{base}/try")
    page.locator("#file").set_input_files(
        {"name": "ke-hoach.txt", "mimeType": "text/plain", "buffer": plan_of_many(40)}
    )
    page.locator("form.upload button").click()
    page.locator("table.tried tbody tr").first.wait_for()


SCENES: Final[tuple[Callable[[Page, str], None], ...]] = (
    _suggestions,
    _facets,
    _source,
    _query,
    _query_chart,
    _query_graph,
    _query_broken,
    _trial,
)


if __name__ == "__main__":
    main()
