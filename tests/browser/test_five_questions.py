"""Each of the five questions is answered from the first page in four clicks: by mouse, keyboard, on a small screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.walks import WALKS, Walker

if TYPE_CHECKING:
    from tests.browser.conftest import Reader


@pytest.mark.parametrize("question", WALKS)
@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_question_is_answered_in_four_clicks(
    reader: Callable[..., Reader], question: str, language: str, width: int, keyboard: bool
) -> None:
    walker = Walker(reader(language, width=width), keyboard)
    walker.reader.goes_to("/")
    WALKS[question](walker)
    assert walker.clicks <= 4
    assert walker.page.locator("html").get_attribute("lang") == language
    assert walker.page.evaluate("document.documentElement.scrollWidth") <= width
