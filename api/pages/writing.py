"""Numbers and dates as people of a language write them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from api.pages.words import Language, messages
from kg.output.text import plain

_DATE: Final = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?", re.ASCII)


def number(value: float | Decimal, language: Language) -> str:
    """Return a number as people of a language write it.

    >>> number(Decimal("12345.50"), "vi")
    '12.345,5'
    """
    whole, point, decimals = plain(Decimal(str(value))).partition(".")
    grouped = f"{int(whole):,}"
    if language == "vi":
        return grouped.replace(",", ".") + ("," if point else "") + decimals
    return grouped + point + decimals


def date(value: str, language: Language) -> str:
    """Return an ISO 8601 date, perhaps without day or month, as people of a language write it; other texts as they are.

    >>> date("2022-05-09", "vi"), date("2024-01", "vi"), date("2022-05-09", "en"), date("2024", "en")
    ('09/05/2022', '01/2024', '9 May 2022', '2024')
    """
    found = _DATE.fullmatch(value)
    if found is None:
        return value
    said = messages(language)
    year, month, day = found[1], said["months"].split()[int(found[2]) - 1], found[3]
    return said["date_day" if day else "date_month"].format(day=int(day or 0), month=month, year=year)
