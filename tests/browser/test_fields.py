"""Text fields that name things: what they offer while somebody types, and what choosing one does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import Reader

MakeReader = Callable[..., "Reader"]
BODY = "Phòng Văn hóa và Thông tin huyện Kon Rẫy"
KIND = "Phòng Văn hóa và Thông tin"


def offered(page: Page, field: Locator, words: str) -> Locator:
    """Type words into a field; return what it offers."""
    field.click()
    page.keyboard.type(words)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    return options


def choose_by_keys(page: Page, field: Locator, option: Locator) -> None:
    """Go down to an option, which takes the selection while the field keeps the focus, and press Enter."""
    while option.get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
        expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    expect(field).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    expect(field).to_be_focused()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
def test_a_thing_that_the_search_offers_is_gone_to(reader: MakeReader, keyboard: bool) -> None:
    someone = reader("vi", width=390)
    page = someone.goes_to("/")
    field = page.locator("main input[name=q]")
    option = offered(page, field, "phong vhtt kon ray").filter(has_text=BODY).first
    expect(option).to_be_visible()
    assert someone.violations() == []
    with someone.leaving():
        choose_by_keys(page, field, option) if keyboard else option.click()
    expect(page.locator("h1")).to_have_text(BODY)


@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
def test_a_thing_that_a_form_offers_is_what_the_form_sends(reader: MakeReader, keyboard: bool) -> None:
    someone = reader("en")
    page = someone.goes_to("/questions/leads-by-kind")
    field = page.locator("#kind")
    option = offered(page, field, "phong vhtt").filter(has_text=KIND).first
    choose_by_keys(page, field, option) if keyboard else option.click()
    expect(field).to_have_value(KIND)
    expect(page.get_by_role("listbox")).to_have_count(0)
    someone.follows(page.locator("form.ask button[type=submit]"))
    assert "kind=ctid%3Aagency-kind%2Fphong-van-hoa-va-thong-tin" in page.url
    expect(page.locator("#kind")).to_have_value(KIND)
    expect(page.locator("main tbody tr").first).to_be_visible()


def test_escape_leaves_what_was_typed(reader: MakeReader) -> None:
    someone = reader()
    page = someone.goes_to("/")
    field = page.locator("main input[name=q]")
    offered(page, field, "kon ray")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("kon ray")
    with someone.leaving():
        page.keyboard.press("Enter")
    assert "/search?" in page.url
