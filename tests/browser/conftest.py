"""A real browser on the pages of a real server. Whatever it asks of others, or complains of, is a fault."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, Route, expect, sync_playwright

from api.assets import asset

MODULES = Path(__file__).parents[2] / "web" / "node_modules"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
Language = Literal["vi", "en"]
PATIENCE = 20_000  # milliseconds; both cores may be busy with other tests
expect.set_options(timeout=PATIENCE)


@dataclass
class Reader:
    """Somebody who reads our pages in a browser.

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
        self.page.goto(self.base + path)
        return self.page

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

    def unexpected(self) -> list[str]:
        """The faults but for those that the test provoked."""
        return [fault for fault in self.faults if not any(words in fault for words in self.expected)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window. Of a module only: while it runs, no test of this process may use asyncio."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip(f"no browser: none of {', '.join(PROGRAMS)} is installed (apt install chromium)")
    if not asset("site.js"):
        pytest.skip("the browser assets are not built: `make web`")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=sandbox)
        yield running
        running.close()


@pytest.fixture
def reader(browser: Browser, corpus_server: str) -> Iterator[Callable[..., Reader]]:
    """Give readers: of a language, on a screen of a width. After the test nothing may have been faulty."""
    readers: list[Reader] = []

    def make(language: Language = "vi", *, width: int = 1280, base: str = corpus_server) -> Reader:
        locale = {"vi": "vi-VN", "en": "en-GB"}[language]
        context = browser.new_context(locale=locale, viewport={"width": width, "height": 900})
        context.set_default_timeout(PATIENCE)
        readers.append(Reader(context.new_page(), base))
        return readers[-1]

    yield make
    for each in readers:
        each.page.context.close()
    assert [fault for each in readers for fault in each.unexpected()] == []
