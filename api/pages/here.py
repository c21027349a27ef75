"""Where the reader is, and the links from there: a language that was asked for by the address goes along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from starlette.requests import Request

from api.pages.words import LANGUAGES, Language, language_of

_SAFE: Final = "/:@!$'()*,;~-._"  # what RFC 3986 lets a path hold as it is
_PARAMETER_SAFE: Final = "/:,"
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Here:
    """An address of ours.

    Attributes:
        path: its path, decoded, without the suffix of a twin.
        pairs: its parameters in order, `lang` not among them.
        language: of the page.
        said: the language stands in the address.
    """

    path: str
    pairs: Pairs
    language: Language
    said: bool

    @classmethod
    def of(cls, request: Request, path: str | None = None) -> Here:
        """Return where a request leads to."""
        pairs = tuple(pair for pair in request.query_params.multi_items() if pair[0] != "lang" and pair[1])
        said = request.query_params.get("lang", "") in LANGUAGES
        return cls(request.url.path if path is None else path, pairs, language_of(request), said)

    def to(self, path: str, fragment: str = "", **parameters: object) -> str:
        """Return the address of a page. Parameters that are None are left out; one of several values is repeated."""
        pairs = [pair for name, value in parameters.items() for pair in _repeated(name, value)]
        return self._address(path, pairs, fragment)

    def with_(self, fragment: str = "", **parameters: object) -> str:
        """Return the address of this page with parameters set, or, where None, left out."""
        kept = [pair for pair in self.pairs if pair[0] not in parameters]
        changed = [pair for name, value in parameters.items() for pair in _repeated(name, value)]
        return self._address(self.path, [*kept, *changed], fragment)

    def twin(self, suffix: str) -> str:
        """Return the address of this page's content in a data format."""
        return self._address(f"{self.path}.{suffix}", self.pairs)

    def in_(self, language: Language) -> str:
        """Return the address of this page in a language."""
        return _joined(self.path, [*self.pairs, ("lang", language)])

    def value(self, name: str) -> str:
        """Return a parameter's value, empty if it has none."""
        return next((value for key, value in self.pairs if key == name), "")

    def kept(self, *without: str) -> Pairs:
        """Return the parameters, but for some, as a form hands them on in hidden fields; the language with them."""
        language = (("lang", self.language),) if self.said else ()
        return (*(pair for pair in self.pairs if pair[0] not in without), *language)

    def _address(self, path: str, pairs: Iterable[tuple[str, str]], fragment: str = "") -> str:
        return _joined(path, [*pairs, *([("lang", self.language)] if self.said else [])], fragment)


def _joined(path: str, pairs: list[tuple[str, str]], fragment: str = "") -> str:
    query = f"?{urlencode(pairs, safe=_PARAMETER_SAFE)}" if pairs else ""
    return quote(path, safe=_SAFE) + query + (f"#{fragment}" if fragment else "")


def _repeated(name: str, value: object) -> list[tuple[str, str]]:
    values = value if isinstance(value, list | tuple) else [value]
    return [(name, str(each)) for each in values if each is not None]
