"""Characters of a page put together to words and lines, by where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.documents.pdf_page import Char

_WORD_GAP: Final = 0.25  # of the height of the letters; wider apart are two words
_OVERLAP: Final = 0.5  # of the height; more overlap is one line
_SEGMENT_GAP: Final = 1.6  # of the height; wider apart the print sets columns apart


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a space between, and their box."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

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
            _close(run, words)
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


def _close(run: list[Char], words: list[Word]) -> None:
    if run:
        words.append(
            Word(
                "".join(char.text for char in run),
                min(char.left for char in run),
                min(char.top for char in run),
                max(char.right for char in run),
                max(char.bottom for char in run),
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


def text_of(lines: Sequence[TextLine]) -> str:
    """Return the text of a cell, one printed line a line."""
    return "\n".join(line.text for line in lines)
