"""When the largest part of a page is painted (largest contentful paint)."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_LCP: Final = """() => new Promise(resolve => new PerformanceObserver(
    list => resolve(list.getEntries().at(-1).startTime)).observe({type: "largest-contentful-paint", buffered: true}))"""


def painted(browser: Browser, address: str) -> float:
    """Return the milliseconds from the request of a page to its largest paint, with nothing in the browser's cache."""
    with closing(browser.new_context(viewport={"width": 1280, "height": 900})) as context:
        page = context.new_page()
        page.goto(address, timeout=0)
        milliseconds: float = page.evaluate(_LCP)
    return milliseconds
