"""A real browser on the pages of a real server. Whatever it asks of others, or complains of, is a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Response,
    Route,
    ViewportSize,
    expect,
    sync_playwright,
)

from api.assets import asset
from tests.browser.chromium import launch, program

MODULES = Path(__file__).parents[2] / "web" / "node_modules"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
Language = Literal["vi", "en"]
Scheme = Literal["light", "dark"]
LOCALES: dict[Language, str] = {"vi": "vi-VN", "en": "en-GB"}
PATIENCE = 90_000  # milliseconds; both cores may be busy with other tests
READY = "html[data-ready]"  # web/src/site.ts: every script of the page has run
expect.set_options(timeout=PATIENCE)


@dataclass
class Reader:
    """Somebody who reads our pages in a browser, and does nothing on one before its scripts have taken it over.

    Attributes:
        page: what they see.
        base: address of the server.
        faults: what the browser asked of others, complained of, or was refused.
        expected: words of complaints that a test provokes.
    """

    page: Page
    base: str
    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.route("**/*", self._only_here)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("response", self._response)

    def goes_to(self, path: str) -> Page:
        """Open a page of ours."""
        self.reads(path)
        return self.page

    def reads(self, path: str) -> str:
        """Open a page of ours; return its HTML as the server sent it."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        self.page.locator(READY).wait_for(state="attached")
        return answer.text()

    def follows(self, link: Locator) -> None:
        """Click on what leads to another page."""
        with self.leaving():
            link.click()

    @contextmanager
    def leaving(self) -> Iterator[None]:
        """What is done inside leads to another page: wait until that one is there, and ready."""
        self.page.evaluate("document.documentElement.dataset.left = ''")
        yield
        self.page.locator(f"{READY}:not([data-left])").wait_for(state="attached")

    def may_be_refused(self, status: int) -> None:
        """Take an answer of this status for no fault, in this test."""
        self.expected += [f"{status}: ", f"status of {status} "]

    def violations(self) -> list[str]:
        """What axe finds wrong with the page by WCAG 2.2 A and AA, a line each."""
        self.page.evaluate((MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
        found: dict[str, Any] = self.page.evaluate(
            "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", WCAG
        )
        return [
            f"{self.page.url}: {rule['id']} at {node['target']}: {node['failureSummary']}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    def _only_here(self, route: Route) -> None:
        url = route.request.url
        if url.startswith((self.base, "data:", "blob:")):
            route.continue_()
        else:
            self.faults.append(f"asked of others: {url}")
            route.abort()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"{message.type}: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status}: {response.url}")

    def is_done(self) -> list[str]:
        """Leave our pages; return the faults but for those that the test provoked, and forget them."""
        self.page.goto("about:blank")
        faults = [fault for fault in self.faults if not any(words in fault for words in self.expected)]
        self.faults.clear()
        self.expected.clear()
        return faults


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window. Of a module only: while it runs, no test of this process may use asyncio."""
    if program() is None:
        pytest.skip("no browser is installed (apt install chromium)")
    if not asset("site.js"):
        pytest.skip("the browser assets are not built: `make web`")
    with sync_playwright() as playwright, closing(launch(playwright)) as running:
        yield running


@pytest.fixture(scope="module")
def readers(browser: Browser) -> Callable[[Language, int, Scheme, str], Reader]:
    """Give readers of a language, with a screen of a width and scheme, at a server: the same for the same wishes."""

    @cache
    def reading(language: Language, width: int, scheme: Scheme, base: str) -> Reader:
        screen: ViewportSize = {"width": width, "height": 900}
        context = browser.new_context(locale=LOCALES[language], viewport=screen, color_scheme=scheme)
        context.set_default_timeout(PATIENCE)
        return Reader(context.new_page(), base)

    return reading


@pytest.fixture
def reader(
    readers: Callable[[Language, int, Scheme, str], Reader], corpus_server: str
) -> Iterator[Callable[..., Reader]]:
    """Give readers to a test. After it nothing may have been faulty."""
    mine: list[Reader] = []

    def make(
        language: Language = "vi", *, width: int = 1280, scheme: Scheme = "light", base: str = corpus_server
    ) -> Reader:
        mine.append(readers(language, width, scheme, base))
        return mine[-1]

    yield make
    assert [fault for each in mine for fault in each.is_done()] == []
