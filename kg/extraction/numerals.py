"""Numbers as printed in Vietnamese: "12,26" is a decimal, "4.961" are thousands, "09" is nine."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

NUMBER: Final = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")


def number(text: str) -> Decimal:
    """Return the value of a printed number.

    >>> number("99,7"), number("4.961"), number("05"), number("0.125")
    (Decimal('99.7'), Decimal('4961'), Decimal('5'), Decimal('0.125'))
    """
    if _THOUSANDS.fullmatch(text):
        text = text.replace(".", "")
    return Decimal(text.replace(",", "."))
