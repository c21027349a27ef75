"""The printed source beside a plan's table: by the keyboard, there and back, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Reader

MakeReader = Callable[..., "Reader"]


def opens_a_plan(someone: Reader) -> None:
    someone.goes_to("/plans")
    someone.follows(someone.page.locator("main tbody a[href*='/plans/']").first)


@pytest.mark.parametrize("back", ["Escape", "link"])
def test_the_focus_goes_to_the_source_and_returns_to_the_cell(reader: MakeReader, back: str) -> None:
    someone = reader("vi", width=390)
    opens_a_plan(someone)
    page = someone.page
    cell = page.locator("a[data-panel=source]").nth(4)
    cell.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("region", name="Bản in")
    expect(panel).to_be_focused()
    expect(panel.locator("mark.cell")).to_have_count(1)
    expect(cell).to_have_attribute("aria-current", "true")
    if back == "Escape":
        page.keyboard.press("Escape")
    else:
        panel.locator("a.back").click()
    expect(cell).to_be_focused()


def test_going_back_shows_what_was_there_and_places_on_the_page_load_nothing(reader: MakeReader) -> None:
    someone = reader()
    opens_a_plan(someone)
    page = someone.page
    page.locator("a[data-panel=source]").first.click()
    expect(page.locator("#source mark.cell")).to_have_count(1)
    loaded = page.evaluate("performance.timeOrigin")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.evaluate("fetch('/plans').then(answer => answer.text())")  # a page asked for before would be here now
    assert page.evaluate("performance.timeOrigin") == loaded, "the page was loaded again"
    page.go_back()
    with someone.leaving():
        page.evaluate("void history.back()")
    expect(page.locator("#source mark.cell")).to_have_count(0)


def test_without_scripts_the_page_is_loaded_with_the_source(reader: MakeReader) -> None:
    someone = reader()
    browser = someone.page.context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(someone.base + "/plans")
    page.locator("main tbody a[href*='/plans/']").first.click()
    page.locator("a[data-panel=source]").first.click()
    expect(page.locator("#source mark.cell")).to_have_count(1)
    plain.close()
