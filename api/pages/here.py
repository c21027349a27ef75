"""Where the reader is, and the links from there: a language that was asked for by the address goes along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, quote, quote_plus

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
    def of(cls, request: Request) -> Here:
        """Return where a request leads to."""
        pairs = tuple(pair for pair in request.query_params.multi_items() if pair[0] != "lang" and pair[1])
        said = request.query_params.get("lang", "") in LANGUAGES
        return cls(request.scope["path"], pairs, language_of(request), said)

    def to(self, path: str, fragment: str = "", **parameters: object) -> str:
        """Return the address of a page, given its path, percent-encoded, perhaps with parameters and a fragment.

        Parameters that are None are left out; one of several values is repeated.
        """
        pairs = [pair for name, value in parameters.items() for pair in _repeated(name, value)]
        page, _, below = path.partition("#")
        page, _, given = page.partition("?")
        return self._address(page, [*parse_qsl(given), *pairs] if given else pairs, fragment or below)

    def with_(self, fragment: str = "", **parameters: object) -> str:
        """Return the address of this page with parameters set, or, where None, left out."""
        return self.changed(parameters, fragment)

    def changed(self, parameters: Mapping[str, object], fragment: str = "") -> str:
        """Return the address of this page with parameters set, or, where None, left out."""
        kept = [pair for pair in self.pairs if pair[0] not in parameters]
        changed = [pair for name, value in parameters.items() for pair in _repeated(name, value)]
        return self._address(self._own, [*kept, *changed], fragment)

    def twin(self, suffix: str) -> str:
        """Return the address of this page's content in a data format."""
        return self._address(f"{self._own}.{suffix}", self.pairs)

    def in_(self, language: Language) -> str:
        """Return the address of this page in a language."""
        return _joined(self._own, [*self.pairs, ("lang", language)])

    @property
    def _own(self) -> str:
        return _path(self.path)

    def value(self, name: str) -> str:
        """Return a parameter's value, empty if it has none."""
        return next((value for key, value in self.pairs if key == name), "")

    def kept(self, *without: str) -> Pairs:
        """Return the parameters, but for some, as a form hands them on in hidden fields; the language with them."""
        language = (("lang", self.language),) if self.said else ()
        return (*(pair for pair in self.pairs if pair[0] not in without), *language)

    def _address(self, path: str, pairs: Iterable[tuple[str, str]], fragment: str = "") -> str:
        return _joined(path, [*pairs, *([("lang", self.language)] if self.said else [])], fragment)


def _joined(path: str, pairs: Iterable[tuple[str, str]], fragment: str = "") -> str:
    query = "&".join([f"{_quoted(name)}={_quoted(value)}" for name, value in pairs])
    return f"{path}{'?' if query else ''}{query}{'#' if fragment else ''}{fragment}"


# A page has hundreds of addresses made of the same few words, and quoting is most of what each costs.
@lru_cache(maxsize=16384)
def _quoted(text: str) -> str:
    return quote_plus(text, safe=_PARAMETER_SAFE)


@lru_cache(maxsize=1024)
def _path(text: str) -> str:
    return quote(text, safe=_SAFE)


def _repeated(name: str, value: object) -> list[tuple[str, str]]:
    values = value if isinstance(value, list | tuple) else [value]
    return [(name, str(each)) for each in values if each is not None]
