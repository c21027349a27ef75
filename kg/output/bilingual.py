"""Words in the two languages of the interface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Language: TypeAlias = Literal["vi", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in both languages."""

    vi: str
    en: str

    def in_(self, language: str) -> str:
        """Return the words in `language` ("vi", "en"), in Vietnamese if they were not translated."""
        return (self.en if language == "en" else self.vi) or self.vi
