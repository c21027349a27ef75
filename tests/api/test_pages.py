"""The pages: in both languages, without anything from elsewhere, without a script that they need."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from api.limits import LIMITS
from api.pages.words import LANGUAGES, messages

if TYPE_CHECKING:
    from tests.api.conftest import Server

PAGES = ["/", "/sparql?format=html", "/questions", "/questions/departments", "/about/limits", "/no-such-page"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_stand_alone(asked: Server, path: str, language: str) -> None:
    response = asked.client.get(path, params={"lang": language}, headers={"Accept": "text/html"})
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<html lang="{language}">' in response.text
    outside = [
        url
        for url in re.findall(r'(?:src|href|action)="([^"]+)"', response.text)
        if not url.startswith(("/", "?", "#"))
    ]
    assert outside == []
    assert "<script>" not in response.text
    assert "style=" not in response.text


def test_what_pages_load_is_there(asked: Server) -> None:
    page = asked.get("/", "text/html").text
    for path in re.findall(r'(?:src|href)="(/static/[^"]+)"', page):
        assert asked.client.get(path).status_code == 200


def test_the_links_of_the_first_page_work(asked: Server) -> None:
    page = asked.get("/", "text/html").text
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"]*)"', page)}
    assert len(links) > 10
    for link in links:
        assert asked.client.get(link, headers={"Accept": "text/html"}).status_code == 200, link


def test_the_first_page_says_what_this_is(asked: Server) -> None:
    page = asked.get("/", "text/html", lang="en").text
    assert "<h1>" in page
    assert asked.get("/health").json()["snapshot"] in page
    assert str(asked.get("/health").json()["quads"]) in page
    assert '<form class="find large" action="/search"' in page


def test_the_editor_works_as_a_form(asked: Server) -> None:
    page = asked.get("/sparql", "text/html").text
    assert '<form action="/sparql" method="get"' in page
    assert 'value="csv"' in page


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("en-US,en;q=0.9", "en"),
        ("fr", "vi"),
        ("fr, en;q=0.1", "en"),
        ("", "vi"),
        ("*", "vi"),
    ],
)
def test_the_browser_s_language_is_taken(asked: Server, header: str, language: str) -> None:
    response = asked.client.get("/", headers={"Accept": "text/html", "Accept-Language": header})
    assert response.headers["content-language"] == language
    assert "Accept-Language" in response.headers["vary"]


def test_both_languages_say_everything() -> None:
    vi, en = messages("vi"), messages("en")
    assert set(vi) == set(en)
    assert {f"limit_{name}" for name in LIMITS} <= set(vi)


def test_limits_are_told_as_data_too(server: Server) -> None:
    told = server.get("/about/limits", "application/json").json()["limits"]
    assert set(told) == set(LIMITS)
    assert told["result_bytes"]["value"] == 200_000
    assert "200000" in server.get("/about/limits", "text/html").text
