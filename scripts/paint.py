"""When the largest part of each page is painted, on cold loads: `python -m scripts.paint`, the slowest page first.

The corpus is built anew into a folder of its own and served from there.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from kg.pipeline import build
from kg.resources import resource
from kg.settings import Settings
from tests.api.conftest import start_server
from tests.browser.addresses import pages_of
from tests.browser.chromium import launch
from tests.browser.paint import painted

_TIMES: Final = 5


def main() -> None:
    """Print the median and the worst of each page."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        build([resource("corpus")], data_dir=Path(folder), settings=Settings())
        server = start_server(Path(folder))
        browser = launch(playwright)
        try:
            _print(browser, server.base)
        finally:
            browser.close()
            server.stop()


def _print(browser: Browser, base: str) -> None:
    found = {path: [painted(browser, base + path) for _ in range(_TIMES)] for path in pages_of(base)}
    for path, times in sorted(found.items(), key=lambda each: -statistics.median(each[1])):
        print(f"{statistics.median(times):6.0f} ms, at most {max(times):6.0f} ms: {path}")


if __name__ == "__main__":
    main()
