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

MOST_WORDS: Final = 32
"""Words of a selection's text that are looked for; those beyond them are not."""
_WORD: Final = re.compile(r"[^\W_]+")
_LETTERS: Final = frozenset("acdeinouy")
"""Letters that take marks in Vietnamese, and in the names of places in Jrai, Ê Đê or Ba Na."""
_PRECOMPOSED: Final = (range(0xC0, 0x250), range(0x1E00, 0x1F00))


@lru_cache(maxsize=65536)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of `text` without marks and capitals.

    >>> words_of("Phòng VH&TT")
    ('phong', 'vh', 'tt')
    """
    return tuple(_WORD.findall(fold(text)))


def folding(variables: Iterable[str], result: str) -> list[str]:
    """Return SPARQL lines that bind the words of the variables' values, each between spaces.

    One BIND a letter: nested calls of REPLACE take the engine twice as long with each level (measured).
    """
    joined = ', " ", '.join(f'COALESCE(STR(?{name}), "")' for name in variables)
    lines = [f'BIND(LCASE(CONCAT(" ", {joined}, " ")) AS ?{result}0)']
    for step, (letter, marked) in enumerate(_marked().items()):
        lines.append(f'BIND(REPLACE(?{result}{step}, "[{marked}]", "{letter}") AS ?{result}{step + 1})')
    return [*lines, f'BIND(REPLACE(?{result}{len(_marked())}, "[^a-z0-9]+", " ") AS ?{result})']


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
        if character.islower() and bare != character and bare in _LETTERS:
            found[bare] = found.get(bare, "") + character
    return found
