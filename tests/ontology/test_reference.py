"""The reference pages: current, and the same on every machine."""

from __future__ import annotations

import pytest

from kg.ontology.reference import LANGUAGES, PAGES, Language, reference_page
from kg.resources import read_text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_committed_page_is_current(language: Language) -> None:
    stale = f"{PAGES}/{language}.html is stale: run `make docs` and commit it."
    assert read_text(f"{PAGES}/{language}.html") == reference_page(language), stale


def test_the_vietnamese_page_has_the_words_of_the_interface_in_vietnamese() -> None:
    page = read_text(f"{PAGES}/vi.html")
    assert ">Mục lục<" in page
    assert ">Table of Contents<" not in page


def test_what_owl_says_is_told_in_words() -> None:
    page = read_text(f"{PAGES}/en.html")
    assert "Inverse of ct:implementedBy." in page
    assert "Two with the same ct:plan, ct:position are one." in page
    assert "Made up of ct:Indicator, ct:Task, ct:InformationItem, which share no member." in page
