"""The SPARQL editor in a browser: an example, a broken query, views of results, completion, the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import Reader

MakeReader = Callable[..., "Reader"]
EDITOR = "/sparql?format=html"
SET = "text => document.querySelector('.CodeMirror').CodeMirror.setValue(text)"


def write(page: Page, query: str) -> None:
    page.evaluate(SET, query)


def run(page: Page, query: str) -> None:
    write(page, query)
    page.locator("form.query button[type=submit]").click()


@pytest.mark.parametrize(("language", "scheme"), [("vi", "light"), ("en", "dark")])
def test_an_example_runs_and_is_seen_as_table_chart_and_graph(reader: MakeReader, language: str, scheme: str) -> None:
    someone = reader(language, scheme=scheme)
    page = someone.goes_to(EDITOR)
    someone.follows(page.locator(".examples a").first)
    page.locator("form.query button[type=submit]").click()
    expect(page.locator(".results tbody tr").nth(20)).to_be_visible()
    assert someone.violations() == []
    page.locator(".select_chart").click()
    expect(page.locator(".results canvas")).to_be_visible()
    page.locator(".select_graph").click()
    expect(page.locator(".results svg circle").nth(20)).to_be_visible()
    assert someone.violations() == []


@pytest.mark.parametrize(("language", "place"), [("vi", "dòng 3, cột 1"), ("en", "line 3, column 1")])
def test_a_broken_query_is_told_in_words_with_its_place(reader: MakeReader, language: str, place: str) -> None:
    someone = reader(language)
    someone.may_be_refused(400)
    page = someone.goes_to(EDITOR)
    run(page, "SELECT ?plan WHERE {\n  ?plan a\n}")
    alert = page.locator(".results [role=alert]")
    expect(alert).to_contain_text(place)
    expect(page.locator(".editor .wrong")).to_have_count(1)
    assert someone.violations() == []
    run(page, "SELECT ?plan WHERE { ?plan a ct:Plan }")
    expect(alert).to_have_count(0)
    expect(page.locator(".results tbody tr").first).to_be_visible()
    expect(page.locator(".editor .wrong")).to_have_count(0)


def test_the_address_holds_the_query(reader: MakeReader) -> None:
    page = reader().goes_to(EDITOR)
    run(page, "ASK { ?plan a ct:Plan }")
    expect(page.locator(".results .booleanResult")).to_be_visible()
    shared = page.url
    page.goto("about:blank")
    page.goto(shared)
    expect(page.locator(".CodeMirror")).to_contain_text("ASK { ?plan a ct:Plan }")


def test_a_description_is_a_graph_to_look_at_and_to_take_along(reader: MakeReader) -> None:
    page = reader().goes_to(EDITOR)
    run(page, "DESCRIBE ?plan WHERE { ?plan a ct:Plan ; ct:sourceFile ?file } LIMIT 1")
    expect(page.locator(".status a", has_text="turtle")).to_be_visible()
    page.locator(".select_graph").click()
    expect(page.locator(".results svg line").nth(2)).to_be_attached()


def test_results_are_sorted_and_filtered(reader: MakeReader) -> None:
    page = reader("en").goes_to(EDITOR)
    run(page, 'SELECT ?n ?word { VALUES (?n ?word) { (10 "Ea") (9 "Đắk") (100 "An") } }')
    cells = page.locator(".results tbody td:first-child")
    expect(cells).to_have_text(["10", "9", "100"])
    page.locator("th button", has_text="n").first.click()
    expect(cells).to_have_text(["9", "10", "100"])
    page.locator("th button", has_text="n").first.click()
    expect(cells).to_have_text(["100", "10", "9"])
    page.locator(".results input[type=search]").fill("đắk")
    expect(cells).to_have_text(["9"])


def test_classes_are_completed_from_the_data_by_the_keyboard_alone(reader: MakeReader) -> None:
    someone = reader("en", scheme="dark")
    page = someone.goes_to(EDITOR)
    write(page, "")
    page.locator(".CodeMirror textarea").focus()
    page.keyboard.type("SELECT * WHERE { ?row a ct:Assig")
    expect(page.locator(".CodeMirror-hint-active")).to_contain_text("ct:Assignment")
    assert someone.violations() == []
    page.keyboard.press("Enter")
    expect(page.locator(".CodeMirror-hints")).to_have_count(0)
    page.keyboard.type(" } LIMIT 3")
    expect(page.locator(".CodeMirror")).to_contain_text("?row a ct:Assignment } LIMIT 3")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".results tbody tr")).to_have_count(3)


def test_prefixes_are_known_and_what_is_wrong_is_marked_while_typing(reader: MakeReader) -> None:
    page = reader().goes_to(EDITOR)
    write(page, "SELECT * WHERE { ?row a ct:Assignment }")
    expect(page.locator(".editor .parseErrorIcon")).to_have_count(0)
    write(page, "SELECT * WHERE { ?row a nobody:Assignment }")
    expect(page.locator(".editor .parseErrorIcon")).to_have_count(1)


def test_tab_leaves_the_editor(reader: MakeReader) -> None:
    page = reader().goes_to(EDITOR)
    page.locator(".CodeMirror textarea").focus()
    expect(page.locator(".CodeMirror-focused")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(page.locator(".CodeMirror-focused")).to_have_count(0)
    expect(page.locator("form.query button[type=submit]")).to_be_focused()


def test_without_scripts_there_is_a_plain_box(reader: MakeReader) -> None:
    someone = reader()
    context = someone.page.context.browser
    assert context is not None
    plain = context.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(someone.base + "/sparql?format=html&example=departments")
    page.locator("form.query button[type=submit]").click()
    expect(page.locator("main tbody tr").nth(5)).to_be_visible()
    plain.close()
