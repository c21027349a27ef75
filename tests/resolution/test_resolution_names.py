"""Words and keys of names."""

from __future__ import annotations

import unicodedata

import pytest

from kg.resolution.names import Abbreviation, folded_key, load_abbreviations, printed_text, split, toned_key
from kg.resources import resource

SAME = [
    ("Phòng Văn hóa và Thông tin", "Phòng Văn hoá & Thông tin"),
    ("Phòng Văn hóa và Thông tin", "phòng văn hóa – thông tin"),
    ("Sở TT&TT", "Sở TTTT"),
    ("Sở TT-TT", "SỞ TTTT"),
    ("Ủy ban", "Uỷ ban"),
    ("kỹ thuật", "kĩ thuật"),
    ("Quý", "Quí"),
    ("Sở Tư pháp", "Sở Tƣ pháp"),
    ("Ia H'Drai", "Ia H’ Drai"),
    ("Đắk", unicodedata.normalize("NFD", "Đắk")),
]
DIFFERENT = [("Cục", "Cúc"), ("Đắk Hà", "Đăk Hà"), ("Tỉnh", "Tĩnh")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_prints_of_one_name_have_one_key(one: str, other: str) -> None:
    assert folded_key(split(one)) == folded_key(split(other))
    assert toned_key(split(one)) == toned_key(split(other))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_marks_tell_names_apart_in_the_toned_key_only(one: str, other: str) -> None:
    assert folded_key(split(one)) == folded_key(split(other))
    assert toned_key(split(one)) != toned_key(split(other))


@pytest.mark.parametrize(("one", "other"), [("Sở Y tế", "Sở Tài chính"), ("tây", "tai"), ("Hà Nam", "Hà Nội")])
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert folded_key(split(one)) != folded_key(split(other))


def test_abbreviated_words_stand_for_their_expansion() -> None:
    table = load_abbreviations(resource("ontology/agency-abbreviations.tsv"))
    assert folded_key(split("UBND tỉnh", table)) == folded_key(split("Ủy ban nhân dân tỉnh"))
    assert folded_key(split("TT Y tế", table)) == folded_key(split("Trung tâm Y tế"))
    assert folded_key(split("Sở TT&TT", table)) == folded_key(split("Sở TTTT"))


def test_an_abbreviation_of_the_first_word_is_none_elsewhere() -> None:
    table = {"ca": Abbreviation(split("Công an"), first_only=True)}
    assert printed_text(split("CA huyện", table)) == "Công an huyện"
    assert printed_text(split("huyện CA", table)) == "huyện CA"
