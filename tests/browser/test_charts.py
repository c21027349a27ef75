"""Charts for those who do not see them, or use no mouse: what a mark is called, where a drawing's boxes lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.walks import Walker

if TYPE_CHECKING:
    from tests.browser.conftest import Reader

MakeReader = Callable[..., "Reader"]


def finds(someone: Reader, words: str, room: str) -> None:
    """Go to the first thing of a room that the search has for words."""
    someone.goes_to(f"/search?q={words}")
    someone.follows(someone.page.locator(f"main a[href*='/{room}/']").first)


def test_each_mark_of_a_dot_plot_says_its_target_in_the_row_of_its_plan(reader: MakeReader) -> None:
    someone = reader("vi")
    finds(someone, "tỷ lệ dân số trưởng thành có điện thoại thông minh", "indicators")
    rows = someone.page.locator("table.plot tbody tr")
    expect(rows.nth(1)).to_be_visible()
    for row in rows.all():
        expect(row.get_by_role("rowheader").get_by_role("link")).to_have_count(1)
        printed = row.locator("td.target").inner_text().partition("(")[0].strip()
        expect(row.get_by_role("img", name=printed, exact=True)).to_have_count(1)


def test_a_drawing_of_documents_is_walked_by_the_keyboard(reader: MakeReader) -> None:
    someone = reader("vi", width=390)
    finds(someone, "922/QĐ-BTTTT", "documents")
    box = someone.page.get_by_role("group", name="Sơ đồ quan hệ giữa các văn bản").get_by_role("link").first
    name = box.locator("title").text_content() or ""
    expect(box).to_have_accessible_name(name)
    Walker(someone, keyboard=True).follow(box)
    expect(someone.page.locator("h1")).to_have_text(name)


def test_bars_stand_beside_their_numbers(reader: MakeReader) -> None:
    someone = reader("vi")
    finds(someone, "phong vhtt kon ray", "agencies")
    chart = someone.page.get_by_role("table", name="Số dòng theo kế hoạch")
    expect(chart.locator("svg.strip rect.lead").first).to_be_visible()
    expect(chart.get_by_role("img")).to_have_count(0)
    row = chart.get_by_role("row").nth(1)
    assert sum(int(number) for number in row.locator("td.number").all_inner_texts()) > 0
