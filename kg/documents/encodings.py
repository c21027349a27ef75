"""Vietnamese letters as they should be: legacy encodings decoded, look-alike letters put right, one normal form.

Old fonts draw Vietnamese on the places of Western letters (TCVN3 for `.VnTime`, VNI for `VNI-Times`); a copy of such a
text reads "ChØ tiªu" or "Chæ tieâu". Some PDF fonts give Ƣ for Ư, some keyboards Ð or Ɖ for Đ (`docs/formats.md`).
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_TCVN3: Final = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢£¤¥¦§",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_VNI_MARKS: Final = {
    "a": ("øùûõïêèéúüëâàáåãä", "àáảãạăằắẳẵặâầấẩẫậ"),
    "e": ("øùûõïâàáåãä", "èéẻẽẹêềếểễệ"),
    "o": ("øùûõïâàáåãä", "òóỏõọôồốổỗộ"),
    "ô": ("øùûõï", "ờớởỡợ"),
    "u": ("øùûõï", "ùúủũụ"),
    "ö": ("øùûõï", "ừứửữự"),
    "y": ("øùûõ", "ỳýỷỹ"),
}
_VNI_SINGLE: Final = dict(zip("ñæóòôöîÑÆÓÒÔÖÎ", "đỉĩịơưỵĐỈĨỊƠƯỴ", strict=True))

_TONES: Final = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_ONSET: Final = "(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu?|r|s|th?|tr|v|x)"
_SYLLABLE: Final = re.compile(f"{_ONSET}?[aăâeêioôơuưy]{{1,3}}(?:ch|c|k|m|ng|nh|n|p|t)?")
_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[µ¸¶·¹¨»¾¼½©®ª«¬¡¢£¤¥¦§\xad×÷])*|[¡¢£¤¥¦§®][^\W\d_][^\s]*")
_ONLY_UNICODE: Final = re.compile("[ăđơưĂĐƠƯẠ-ỹ]")
_LEGACY_LETTER: Final = re.compile("[\xa1-\xff]")
_BARRED: Final = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})
_BARRED_WORD: Final = re.compile(r"[^\W\d_]*[ÐƉðɖ][^\W\d_]*")
_ABBREVIATION: Final = re.compile("[A-ZĐƯÔƠÊÂĂ]{2,8}")
_LETTERS: Final = str.maketrans(
    {"Ƣ": "Ư", "ƣ": "ư", "\u00ad": None, "\u200b": None, "\ufeff": None, "\u00a0": " ", "\u202f": " "}
)
# Looked for first: a search takes a tenth of the time of a translation, and most texts have none of them.
_BARRED_LETTER: Final = re.compile(f"[{''.join(map(chr, _BARRED))}]")
_WRONG_LETTER: Final = re.compile(f"[{''.join(map(chr, _LETTERS))}]")
_MIN_WORDS: Final = 3


def is_syllable(word: str) -> bool:
    """Tell whether `word` has the shape of one Vietnamese syllable: onset, one to three vowels, coda, at most one tone.

    >>> is_syllable("nghiệp"), is_syllable("hiÖn"), is_syllable("tieâu")
    (True, False, False)
    """
    decomposed = unicodedata.normalize("NFD", word.lower())
    bare = unicodedata.normalize("NFC", _TONES.sub("", decomposed))
    return len(_TONES.findall(decomposed)) <= 1 and _SYLLABLE.fullmatch(bare) is not None


def from_tcvn3(text: str) -> str:
    """Return `text`, typed for a TCVN3 font, in Unicode.

    >>> from_tcvn3("ChØ tiªu thùc hiÖn")
    'Chỉ tiêu thực hiện'
    """
    return "".join(_TCVN3.get(letter, letter) for letter in text)


def from_vni(text: str) -> str:
    """Return `text`, typed for a VNI font, in Unicode.

    >>> from_vni("Chæ tieâu thöïc hieän")
    'Chỉ tiêu thực hiện'
    """
    return "".join(_vni_pieces(text))


def _vni_pieces(text: str) -> Iterable[str]:
    at = 0
    while at < len(text):
        pair = _vni_letter(text[at : at + 2])
        yield pair or _VNI_SINGLE.get(text[at], text[at])
        at += 2 if pair else 1


def _vni_letter(pair: str) -> str | None:
    """Return the letter that a base and its mark stand for, None when the two are no such pair."""
    if len(pair) < 2 or pair[0].lower() not in _VNI_MARKS:
        return None
    marks, letters = _VNI_MARKS[pair[0].lower()]
    at = marks.find(pair[1].lower())
    if at < 0:
        return None
    return letters[at].upper() if pair[0].isupper() else letters[at]


def legacy_decoder(text: str) -> Callable[[str], str] | None:
    """Return the decoder of the legacy encoding that `text` is typed in, None when it is Unicode.

    Words with Western letters and none that only Unicode has are looked at: most must become Vietnamese syllables by
    decoding, and most must not be such before.
    """
    pieces = " ".join(piece for piece in dict.fromkeys(text.split()) if _LEGACY_LETTER.search(piece))
    found = dict.fromkeys(_WORD.findall(pieces))
    words = [word for word in found if _LEGACY_LETTER.search(word) and not _ONLY_UNICODE.search(word)]
    if len(words) < _MIN_WORDS or _share(words) > 0.5:
        return None
    scores = [(_share([decode(word) for word in words]), decode) for decode in (from_tcvn3, from_vni)]
    share, decode = max(scores, key=lambda score: score[0])
    return decode if share >= 0.8 else None


def _share(words: list[str]) -> float:
    return sum(is_syllable(word) for word in words) / len(words)


def tidy(text: str, decode: Callable[[str], str] | None = None) -> str:
    """Return `text` in NFC with right letters, without soft hyphens and zero-width marks, no-break spaces as spaces.

    Args:
        text: printed words of one line or cell.
        decode: the document's `legacy_decoder`; used where the words hold no letter that only Unicode has.

    >>> tidy("HƢỚNG DẪN số 12/QÐ-UBND")
    'HƯỚNG DẪN số 12/QĐ-UBND'
    """
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    if decode is not None and not _ONLY_UNICODE.search(text):
        text = unicodedata.normalize("NFC", decode(text))
    if _WRONG_LETTER.search(text):
        text = text.translate(_LETTERS)
    return _BARRED_WORD.sub(_right_bar, text) if _BARRED_LETTER.search(text) else text


def _right_bar(found: re.Match[str]) -> str:
    """Put Đ for its look-alikes where the word is then Vietnamese or an abbreviation; an Icelandic name stays."""
    word = found[0].translate(_BARRED)
    return word if is_syllable(word) or _ABBREVIATION.fullmatch(word) else found[0]
