from __future__ import annotations

import unicodedata

import pytest

from kg.documents.encodings import from_tcvn3, from_vni, is_syllable, legacy_decoder, tidy

SENTENCE = "Tỷ lệ hồ sơ thủ tục hành chính được giải quyết trực tuyến, đạt từ 80% trở lên; người dân ưa dùng."
TCVN3 = "Tû lÖ hå s¬ thñ tôc hµnh chÝnh ®−îc gi¶i quyÕt trùc tuyÕn, ®¹t tõ 80% trë lªn; ng−êi d©n −a dïng.".replace(
    "−", "\xad"
)
VNI = (
    "Tyû leä hoà sô thuû tuïc haønh chính ñöôïc giaûi quyeát tröïc tuyeán, "
    "ñaït töø 80% trôû leân; ngöôøi daân öa duøng."
)


def test_tcvn3_and_vni_are_decoded() -> None:
    assert from_tcvn3(TCVN3) == SENTENCE
    assert from_vni(VNI) == SENTENCE


@pytest.mark.parametrize(("typed", "decoder"), [(TCVN3, from_tcvn3), (VNI, from_vni), (SENTENCE, None)])
def test_the_encoding_is_told_from_the_words(typed: str, decoder: object) -> None:
    assert legacy_decoder(typed) is decoder


@pytest.mark.parametrize(
    "text",
    ["", "2024", "Plan d'action élaboré à Genève, où le numérique est déjà prêt", "Số: 12/KH-UBND", "§ 5 © 2024 ® ±"],
)
def test_other_text_is_not_taken_for_a_legacy_encoding(text: str) -> None:
    assert legacy_decoder(text) is None


def test_only_lines_without_unicode_letters_are_decoded() -> None:
    assert tidy("ChØ tiªu", from_tcvn3) == "Chỉ tiêu"
    assert tidy("Chỉ tiêu · phụ", from_tcvn3) == "Chỉ tiêu · phụ"


@pytest.mark.parametrize(
    ("printed", "right"),
    [
        ("HƢỚNG DẪN", "HƯỚNG DẪN"),
        ("Số 12/QÐ-UBND, HÐND huyện Ðăk Hà", "Số 12/QĐ-UBND, HĐND huyện Đăk Hà"),
        ("Guðmundur và Ðorðe", "Guðmundur và Ðorðe"),
        ("chuyển\u00a0đổi số\u00ad\u200b", "chuyển đổi số"),
        (unicodedata.normalize("NFD", "chuyển đổi"), "chuyển đổi"),
    ],
)
def test_letters_are_put_right(printed: str, right: str) -> None:
    assert tidy(printed) == right


@pytest.mark.parametrize("word", ["nghiệp", "quyết", "ưa", "Đắk", "khuỷu", "yêu"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["hiÖn", "tieâu", "strength", "được9", "xxx"])
def test_other_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)
