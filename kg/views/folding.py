"""Words without marks, in Python and in SPARQL: what the text of a selection is looked for in.

Both say the same of any text in Vietnamese; a test holds them against each other over the corpus.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from kg.vietnamese import fold, strip_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WORD: Final = re.compile(r"[^\W_]+")
_PRECOMPOSED: Final = (range(0xC0, 0x250), range(0x1E00, 0x1F00))


@lru_cache(maxsize=65536)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of `text` without marks and capitals.

    >>> words_of("Phòng VH&TT")
    ('phong', 'vh', 'tt')
    """
    return tuple(_WORD.findall(fold(text)))


def folded_expression(variables: Iterable[str]) -> str:
    """Return a SPARQL expression for the words of the variables' values, each between spaces."""
    joined = ', " ", '.join(f'COALESCE(STR(?{name}), "")' for name in variables)
    expression = f'LCASE(CONCAT(" ", {joined}, " "))'
    for letter, marked in _marked().items():
        expression = f'REPLACE({expression}, "[{marked}]", "{letter}")'
    return f'REPLACE({expression}, "[^\\\\p{{L}}\\\\p{{N}}]+", " ")'


def condition(words: Sequence[str], variable: str) -> str:
    """Return a SPARQL condition: all words stand in a folded text, the last one perhaps unfinished."""
    *whole, last = words
    tests = [f'CONTAINS(?{variable}, " {word} ")' for word in whole]
    return " && ".join([*tests, f'CONTAINS(?{variable}, " {last}")'])


@cache
def _marked() -> dict[str, str]:
    """Return for each bare letter those that it stands for."""
    found: dict[str, str] = {}
    for character in (chr(code) for codes in _PRECOMPOSED for code in codes):
        bare = strip_marks(character)
        if character.islower() and bare != character and bare.isascii() and bare.isalpha():
            found[bare] = found.get(bare, "") + character
    return found
