"""The five questions of the researcher, walked from the first page: what is clicked, and what then stands there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import Reader

_MOST_TABS = 400
_FOCUSED = "element => element === document.activeElement"


@dataclass
class Walker:
    """Somebody who goes on by the mouse, or by the keyboard alone; clicks are counted."""

    reader: Reader
    keyboard: bool
    clicks: int = 0

    @property
    def page(self) -> Page:
        """What they see."""
        return self.reader.page

    def follow(self, link: Locator) -> None:
        """Go on to another page."""
        with self.reader.leaving():
            self.activate(link)

    def activate(self, target: Locator) -> None:
        """Click on a link or button, or go to it by Tab and press Enter."""
        target = target.first
        self.clicks += 1
        if self.keyboard:
            self.tab_to(target)
            self.page.keyboard.press("Enter")
        else:
            target.click()

    def find(self, words: str) -> None:
        """Type words into the search of the page and send them."""
        box = self.page.locator("main input[name=q]").first
        self.clicks += 1
        if self.keyboard:
            self.tab_to(box)
        else:
            box.click()
        self.page.keyboard.type(words)
        with self.reader.leaving():
            self.page.keyboard.press("Enter")

    def tab_to(self, target: Locator) -> None:
        """Press Tab until a thing has the focus."""
        expect(target).to_be_visible()
        element = target.element_handle()
        assert element is not None
        for _ in range(_MOST_TABS):
            if element.evaluate(_FOCUSED):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached by Tab")


def agency(walker: Walker) -> None:
    """Which indicators does Kon Rẫy's department of culture and information lead, across all plans?"""
    walker.find("phong vhtt kon ray")
    walker.follow(walker.page.locator("main a[href*='/agencies/phong-van-hoa-va-thong-tin/']", has_text="Kon Rẫy"))
    rows = walker.page.locator("main tbody tr")
    expect(rows.nth(6)).to_be_visible()
    expect(rows.locator("a[href*='/indicators/']").first).to_be_visible()
    expect(rows.locator("a[href*='/plans/']").first).to_be_visible()


def indicator(walker: Walker) -> None:
    """What does each plan ask for the same indicator, and who leads?"""
    walker.find("tỷ lệ dân số trưởng thành có điện thoại thông minh")
    walker.follow(walker.page.locator("main a[href*='/indicators/']"))
    expect(walker.page.locator("main svg.strip").first).to_be_visible()
    plans = walker.page.locator("main tbody a[href*='/plans/']")
    assert len(set(plans.evaluate_all("links => links.map(link => link.pathname)"))) >= 2


def document(walker: Walker) -> None:
    """Which rows cite decision 922, in which words?"""
    walker.find("922/QĐ-BTTTT")
    walker.follow(walker.page.locator("main a[href*='/documents/']"))
    expect(walker.page.locator("h1")).to_contain_text("922/QĐ-BTTTT")
    cited = walker.page.locator("main tbody tr")
    expect(cited.first).to_contain_text("922")


def consistency(walker: Walker) -> None:
    """Is the assignment consistent: what contradicts what, with both printed cells?"""
    walker.follow(walker.page.locator(".entries a[href*='/findings']"))
    walker.follow(walker.page.locator("main a[href*='/findings/']:not([href*='/findings/rules'])"))
    expect(walker.page.locator("main .side").first).to_be_visible()


def source(walker: Walker) -> None:
    """Where exactly is that printed?"""
    walker.follow(walker.page.locator(".entries a[href*='/plans/']"))
    before = walker.page.evaluate("performance.timeOrigin")
    walker.activate(walker.page.locator("a[data-panel=source]"))
    expect(walker.page.locator("#source mark.cell").first).to_be_visible()
    assert walker.page.evaluate("performance.timeOrigin") == before, "the whole page was loaded again"


WALKS: dict[str, Callable[[Walker], None]] = {
    "agency": agency,
    "indicator": indicator,
    "document": document,
    "consistency": consistency,
    "source": source,
}
