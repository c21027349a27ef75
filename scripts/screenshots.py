"""Pictures of every page in both languages, wide and narrow, light and dark: `make screenshots` → `screenshots/`.

To be looked at by a person. The corpus is built anew into a folder of its own and served from there.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from kg.pipeline import build
from kg.resources import resource
from kg.settings import Settings
from tests.api.conftest import start_server
from tests.browser.addresses import pages_of
from tests.browser.plan_of_many import plan_of_many

OUTPUT = Path("screenshots")
_UNSAFE = re.compile(r"[^\w.=-]+")


@dataclass(frozen=True)
class Screen:
    """What a page is looked at on."""

    name: str
    language: str
    width: int
    scheme: Literal["light", "dark"] = "light"


SCREENS = (
    Screen("vi-wide", "vi-VN", 1280),
    Screen("en-wide", "en-GB", 1280),
    Screen("vi-narrow", "vi-VN", 390),
    Screen("en-narrow", "en-GB", 390),
    Screen("vi-dark", "vi-VN", 1280, "dark"),
)


def main() -> None:
    """Take the pictures."""
    program = shutil.which("chromium") or sys.exit("Chromium is not installed (apt install chromium).")
    shutil.rmtree(OUTPUT, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=program, args=sandbox)
        for name, documents in _datasets(Path(folder)):
            data = Path(folder) / f"data-{name}"
            build([documents], data_dir=data, settings=Settings())
            server = start_server(data)
            try:
                _take_all(browser, server.base, OUTPUT / name, empty=name == "corpus")
            finally:
                server.stop()
        browser.close()


def _datasets(folder: Path) -> Iterator[tuple[str, Path]]:
    """Give the corpus, and a plan of 500 rows with bodies that no registry knows."""
    yield "corpus", resource("corpus")
    (many := folder / "many").mkdir()
    (many / "plan.txt").write_bytes(plan_of_many(500))
    yield "many", many


def _take_all(browser: Browser, base: str, output: Path, *, empty: bool) -> None:
    addresses = pages_of(base, empty=empty)
    for screen in SCREENS:
        context = browser.new_context(
            locale=screen.language, viewport={"width": screen.width, "height": 900}, color_scheme=screen.scheme
        )
        page = context.new_page()
        for address in addresses:
            page.goto(base + address)
            name = _UNSAFE.sub("_", address).strip("_") or "home"
            page.screenshot(path=output / screen.name / f"{name[:80]}.png")
        context.close()
        print(f"{output / screen.name}: {len(addresses)} pages")


if __name__ == "__main__":
    main()
