"""Characters of a page put together to words and lines, by where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.documents.encodings import is_syllable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.documents.pdf_page import Char

_WORD_GAP: Final = 0.25  # of the height of the letters; wider apart are two words
_OVERLAP: Final = 0.5  # of the height; more overlap is one line
_LEAST_MARKED: Final = 0.3  # of the line ends; a space that does not fit is not drawn
_SYMBOL: Final = re.compile(r"\d/[A-ZĐ]+$")  # of a document's number, "1145/BTT|TT-CATTT"
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_SEGMENT_GAP: Final = 1.6  # of the height; wider apart the print sets columns apart


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a space between, and their box.

    `spaced` = the file draws a space after them; `confidence` = how sure it is that they are these, from 0 to 1.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    spaced: bool = False
    confidence: float = 1.0

    @property
    def height(self) -> float:
        """Height of the letters."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words side by side, from left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words, set apart by a space."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return (
            min(w.left for w in self.words),
            min(w.top for w in self.words),
            max(w.right for w in self.words),
            max(w.bottom for w in self.words),
        )

    def segments(self) -> tuple[TextLine, ...]:
        """Return the parts of the line that wide gaps set apart."""
        parts: list[list[Word]] = []
        for word in self.words:
            if parts and word.left - parts[-1][-1].right <= _SEGMENT_GAP * word.height:
                parts[-1].append(word)
            else:
                parts.append([word])
        return tuple(TextLine(tuple(part)) for part in parts)


def words_of(chars: Iterable[Char]) -> list[Word]:
    """Return the words that characters make, in the order in which the file draws them."""
    words: list[Word] = []
    run: list[Char] = []
    for char in chars:
        if char.text.isspace():
            _close(run, words, spaced=True)
        else:
            if run and not _follows(run[-1], char):
                _close(run, words)
            run.append(char)
    _close(run, words)
    return words


def _follows(before: Char, after: Char) -> bool:
    height = after.bottom - after.top
    apart = abs(before.top + before.bottom - after.top - after.bottom) / 2
    return apart <= _OVERLAP * height and -height <= after.left - before.right <= _WORD_GAP * height


def _close(run: list[Char], words: list[Word], *, spaced: bool = False) -> None:
    if run:
        words.append(
            Word(
                "".join(char.text for char in run),
                min(char.left for char in run),
                min(char.top for char in run),
                max(char.right for char in run),
                max(char.bottom for char in run),
                spaced,
                min(char.confidence for char in run),
            )
        )
        run.clear()


def lines_of(words: Iterable[Word]) -> list[TextLine]:
    """Return the lines that words stand in, from top to bottom."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom, word.left)):
        if lines and _is_level(lines[-1][0], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [TextLine(tuple(sorted(line, key=lambda word: word.left))) for line in lines]


def _is_level(first: Word, other: Word) -> bool:
    shared = min(first.bottom, other.bottom) - max(first.top, other.top)
    return shared >= _OVERLAP * min(first.height, other.height)


def marks_line_ends(cells: Iterable[Sequence[TextLine]]) -> bool:
    """Tell whether the file draws the space at which a line breaks; then a line without one may end within a word."""
    ends = [line.words[-1].spaced for lines in cells for line in lines[:-1]]
    return sum(ends) >= _LEAST_MARKED * len(ends)


def text_of(lines: Sequence[TextLine], *, line_ends_marked: bool) -> str:
    """Return the text of a cell, one printed line a line; words broken at a line's end are put together."""
    text = ""
    before: Word | None = None
    for line in lines:
        broken = line_ends_marked and before is not None and _is_broken(before, line.words[0].text)
        text += line.text if broken or before is None else f"\n{line.text}"
        before = line.words[-1]
    return text


def _is_broken(before: Word, after: str) -> bool:
    """Tell whether a word goes on in the next line: a number, a document's symbol, words with a slash, a syllable."""
    left = before.text
    if before.spaced or len(left) < 2:
        return False
    if left[-1] in "-/" or (left[-1].isdigit() and after[0].isdigit()):
        return True
    if _SYMBOL.search(left) and after[0].isupper():
        return True
    rest = _LETTERS.match(after)
    if rest is None or is_syllable(rest[0]):
        return False
    return "/" in left or is_syllable(left + rest[0])
