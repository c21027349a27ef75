"""`/try` in a browser: a plan as a Word file goes in, its rows, links and findings come out, and nothing stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pyoxigraph import RdfFormat, parse

from tests.renderings.office import as_docx
from tests.renderings.plans import plan

if TYPE_CHECKING:
    from tests.browser.conftest import Reader

MakeReader = Callable[..., "Reader"]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ROWS = 28


def send(someone: Reader, name: str, content: bytes) -> None:
    kind = WORD if name.endswith(".docx") else "text/plain"
    someone.page.locator("#file").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    someone.follows(someone.page.locator("form.upload button"))


def downloaded(page: Page, ending: str) -> bytes:
    with page.expect_download() as download:
        page.locator(f"a[download='plan.{ending}']").click()
    return Path(download.value.path()).read_bytes()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_plan_as_a_word_file_shows_its_rows_and_findings(reader: MakeReader, language: str, tmp_path: Path) -> None:
    someone = reader(language)
    page = someone.goes_to("/try")
    send(someone, "kế hoạch.docx", as_docx(plan("002")))
    rows = page.locator("table.tried tbody tr")
    expect(rows).to_have_count(ROWS)
    expect(page.locator("h1")).to_contain_text("kế hoạch.docx")
    expect(page.locator(".findings li.warning").nth(5)).to_be_visible()
    expect(rows.first.locator("a").first).to_be_visible()
    assert someone.violations() == []

    (book := tmp_path / "plan.xlsx").write_bytes(downloaded(page, "xlsx"))
    assert load_workbook(book).worksheets[0].max_row == 1 + ROWS
    assert len(list(parse(downloaded(page, "ttl"), RdfFormat.TURTLE))) > 20 * ROWS
    content = json.loads(downloaded(page, "json"))
    assert len(content["rows"]) == ROWS
    assert {finding["severity"] for finding in content["findings"]} == {"violation", "warning", "info"}


def test_what_is_no_plan_is_told_in_words(reader: MakeReader) -> None:
    someone = reader("vi")
    someone.may_be_refused(422)
    page = someone.goes_to("/try")
    send(someone, "thư.txt", "Kính gửi ông Nguyễn Văn A.\nTrân trọng.\n".encode())
    expect(page.locator("[role=alert]")).to_be_visible()
    assert "chitieu-try" not in page.content()
    assert someone.violations() == []
