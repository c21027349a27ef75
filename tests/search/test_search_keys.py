"""Search keys: what counts as the same word."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.search.keys import exact_key, folded_key, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Văn hoá", "văn hóa"),
        ("THUỶ LỢI", "thủy lợi"),
        ("quý", "quí"[:2] + "ý"),
        (unicodedata.normalize("NFD", "Sở Y tế"), "sở y tế"),
        ("VH&TT", "vh - tt"),
    ],
)
def test_the_same_words_with_diacritics(one: str, other: str) -> None:
    assert exact_key(one) == exact_key(other)


@pytest.mark.parametrize(("one", "other"), [("ban", "bàn"), ("do", "đo"), ("mau", "mâu"), ("hóa", "hòa")])
def test_other_words_are_equal_only_when_folded(one: str, other: str) -> None:
    assert exact_key(one) != exact_key(other)
    assert folded_key(one) == folded_key(other)


def test_the_bar_of_the_d_is_folded() -> None:
    assert folded_key("QĐ-BTTTT, Đắk Tô") == "qd btttt dak to"


@given(st.text(max_size=80))
def test_keys_hold_nothing_but_letters_digits_and_single_spaces(text: str) -> None:
    for key in (exact_key(text), folded_key(text)):
        assert key == " ".join(key.split())
        assert not set(key) & set("\"*():^+-.,/\\'")
    composed = unicodedata.normalize("NFC", text)
    assert all(composed.startswith(word, place) for word, place in words(text))
