"""Numbers and symbols of legal documents (NĐ 30/2020/NĐ-CP, Appendices I and III).

Three forms: normative, `12/2022/TT-BTTTT` (number/year/type-issuer); administrative, `528/QĐ-UBND` (number/type-issuer)
and, for official letters, `2224/BTTTT-THH` (number/issuer-unit); of the Party, `57-NQ/TW` (number-type/issuer).
An administrative number restarts each year for each issuer, so it names a document only with both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.curation.tsv import read_table
from kg.vietnamese import fold, normalise, slug

_SYMBOL: Final = r"[^\W\d_][^\s/]*"
_NORMATIVE: Final = re.compile(rf"(\d+(?:\.\d+)?)/((?:19|20)\d\d)/({_SYMBOL})")
_ADMINISTRATIVE: Final = re.compile(rf"(\d+[a-zđ]?)/({_SYMBOL})", re.IGNORECASE)
_PARTY: Final = re.compile(r"(\d+)-([^\W\d_]+)/([^\W\d_]\S*)")
_ASSEMBLY: Final = re.compile(r"QH\d+")


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number, taken apart.

    Attributes:
        text: the number as it is written ("528/QĐ-UBND"), spaces and doubled slashes removed, two digits at least.
        year: the year that a normative number carries, else None.
        kind_symbol: abbreviation of the kind ("QĐ"); None for an official letter.
        issuer_symbol: abbreviation of the issuer ("UBND", "BTTTT").
    """

    text: str
    year: int | None
    kind_symbol: str | None
    issuer_symbol: str

    @property
    def slug(self) -> str:
        """The number in an IRI."""
        return slug(self.text)


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A row of the table of kinds: class (CURIE), label, printed words (folded), abbreviations, form of number."""

    class_: str
    label: str
    printed: frozenset[str]
    symbols: frozenset[str]
    form: str


class DocumentKinds:
    """The kinds of legal document, by printed word and by abbreviation."""

    def __init__(self, kinds: Iterable[DocumentKind]) -> None:
        self._kinds = tuple(kinds)
        self.symbols = frozenset(symbol for kind in self._kinds for symbol in kind.symbols)

    def of(self, printed: str | None, number: DocumentNumber | None) -> tuple[str, str]:
        """Return class (CURIE) and label: by the symbol, else by the printed word, else the general class.

        Args:
            printed: the word before the number ("Quyết định"), or None.
            number: the number, or None.
        """
        form = "" if number is None else "normative" if number.year else "administrative"
        if number and number.kind_symbol:
            fits = [kind for kind in self._kinds if number.kind_symbol in kind.symbols and kind.form in ("", form)]
        else:
            fits = [kind for kind in self._kinds if printed and fold(printed) in kind.printed]
            if number and not (fits and fits[0].class_ == "ct:OfficialLetter"):
                fits = (
                    [kind for kind in self._kinds if kind.class_ == "ct:OfficialLetter"] if not _named(fits) else fits
                )
        return (fits[0].class_, fits[0].label) if fits else ("ct:LegalDocument", printed or "Văn bản")


def _named(kinds: list[DocumentKind]) -> bool:
    """Return whether a printed word says more than "Văn bản"."""
    return bool(kinds) and bool(kinds[0].symbols)


def load_document_kinds(path: Path) -> DocumentKinds:
    """Read the table of kinds of document.

    Raises:
        CurationError: a column or cell is missing.
    """
    rows = read_table(path, ("class", "label", "printed", "symbol", "form"))
    return DocumentKinds(
        DocumentKind(
            row.cells["class"],
            row.cells["label"],
            frozenset(map(fold, row.cells["printed"].split("|"))),
            frozenset(row.cells["symbol"].split("|")) - {""},
            row.cells["form"],
        )
        for row in rows
    )


def parse_number(printed: str | None, kind_symbols: frozenset[str]) -> DocumentNumber | None:
    """Take a printed number apart; None when it is blank ("/KH-UBND") or of no known form.

    Args:
        printed: number and symbol as extracted.
        kind_symbols: the abbreviations that stand for kinds of document.
    """
    text = re.sub(r"/+", "/", re.sub(r"\s+", "", normalise(printed or "")))
    text = re.sub("[‐‑‒–—―−]", "-", text)
    if match := _NORMATIVE.fullmatch(text):
        kind, issuer = _symbols(match[3], kind_symbols)
        return DocumentNumber(f"{_padded(match[1])}/{match[2]}/{match[3]}", int(match[2]), kind, issuer)
    if match := _PARTY.fullmatch(text):
        return DocumentNumber(f"{_padded(match[1])}-{match[2]}/{match[3]}", None, match[2], match[3])
    if match := _ADMINISTRATIVE.fullmatch(text):
        kind, issuer = _symbols(match[2], kind_symbols)
        return DocumentNumber(f"{_padded(match[1])}/{match[2]}", None, kind, issuer)
    return None


def _padded(number: str) -> str:
    return number.zfill(2) if number.isdigit() else number


def _symbols(symbol: str, kind_symbols: frozenset[str]) -> tuple[str | None, str]:
    """Split a symbol: "QĐ-UBND" into kind and issuer, "BTTTT-THH" into issuer (and unit)."""
    if _ASSEMBLY.fullmatch(symbol):
        return None, "QH"
    first, _, rest = symbol.partition("-")
    if rest and first in kind_symbols:
        return first, rest.split("-")[0]
    return None, first
