"""Debian's Chromium, without a window."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

_PROGRAMS: Final = ("chromium", "chromium-browser", "google-chrome")
_START_MILLISECONDS: Final = 180_000  # both cores may be busy


def program() -> str | None:
    """Return the path of the browser; None if none is installed."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def launch(playwright: Playwright) -> Browser:
    """Start the browser. Root has no sandbox."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=program(), args=sandbox, timeout=_START_MILLISECONDS)
