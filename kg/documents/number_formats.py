"""What a spreadsheet shows for a stored number: "80%" for 0.8, "4.961" for 4961 (ECMA-376 Part 1, §18.8.31).

Numbers are shown as in Vietnamese print: a comma before decimals, dots between thousands, day before month.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation, localcontext
from functools import lru_cache
from typing import Final

BUILT_IN: Final = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "dd/mm/yyyy",
    15: "d-mmm-yy", 16: "d-mmm", 17: "mm/yyyy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss", 49: "@",
}  # fmt: skip
_EPOCHS: Final = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001  # sheets have no zone
_GENERAL: Final = "General"
_FIFTEEN_DIGITS: Final = Context(prec=15)
_MAX_DAYS: Final = 2_958_466  # 10000-01-01
_MAX_PLACES: Final = 30
_LITERAL: Final = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_PATTERN: Final = re.compile(r"[#0?][#0?,]*(?:\.[0#?]*)?|\.[0#?]+")
_DATE: Final = re.compile(r"[ymdhs]", re.IGNORECASE)
_DATE_TOKEN: Final = re.compile(r"y+|m+|d+|h+|s+|.", re.IGNORECASE | re.DOTALL)


def show(stored: str, code: str, *, from_1904: bool = False) -> str:
    """Return what a cell shows that stores the number `stored` under the format `code`.

    What is no number comes back as it is.

    >>> show("0.8", "0%"), show("12.26", "General"), show("4961", "#,##0"), show("45658", "dd/mm/yyyy")
    ('80%', '12,26', '4.961', '01/01/2025')
    """
    try:
        value = _FIFTEEN_DIGITS.create_decimal(stored)
    except InvalidOperation:
        return stored
    if not value.is_finite() or value.adjusted() > _MAX_PLACES or value.adjusted() < -_MAX_PLACES:
        return stored
    before, pattern, after, is_date = _parsed(_section(code, value))
    if is_date:
        return _date(value, pattern, from_1904=from_1904) or stored
    if not pattern:
        return before or _general(value)
    if pattern == _GENERAL:
        return f"{before}{_general(value)}{after}"
    sign = "-" if value < 0 and ";" not in code else ""
    number = abs(value) * (100 if "%" in before + after else 1)
    return f"{sign}{before}{_number(number, pattern)}{after}"


def _section(code: str, value: Decimal) -> str:
    """Return the section of a code that is for `value`: positive; negative; zero."""
    sections = code.split(";")
    if value < 0 and len(sections) > 1:
        return sections[1]
    if value == 0 and len(sections) > 2:
        return sections[2]
    return sections[0]


@lru_cache(maxsize=1024)
def _parsed(section: str) -> tuple[str, str, str, bool]:
    """Return the words before the number, its pattern ("" = words only), the words after it; whether it is a date."""
    bare = _LITERAL.sub("", section)
    found = re.search(_GENERAL, bare) or _PATTERN.search(bare)
    if found is None and _DATE.search(bare):
        return "", _LITERAL.sub(_said, section), "", True
    if found is None:
        return _words(_LITERAL.sub(_said, section)), "", "", False
    marked = _LITERAL.sub(lambda literal: _said(literal).replace("0", "\0").replace("#", "\1"), section)
    before, _, after = marked.partition(found[0])
    return _words(before), found[0], _words(after), False


def _said(literal: re.Match[str]) -> str:
    return literal[1] or literal[2] or ""


def _words(text: str) -> str:
    return text.replace("\0", "0").replace("\1", "#").replace("@", "")


def _general(value: Decimal) -> str:
    shown = format(value.normalize(), "f")
    return shown.replace(".", ",")


def _number(value: Decimal, pattern: str) -> str:
    whole, _, decimals = pattern.partition(".")
    places = min(len(decimals), _MAX_PLACES)
    with localcontext(Context(prec=80)):
        rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    digits, _, fraction = format(rounded, "f").partition(".")
    while fraction and len(fraction) > decimals.count("0") and fraction.endswith("0"):
        fraction = fraction[:-1]
    digits = digits.zfill(max(1, whole.replace(",", "").count("0")))
    if "," in whole:
        digits = f"{int(digits):,}".replace(",", ".")
    return f"{digits},{fraction}" if fraction else digits


def _date(value: Decimal, pattern: str, *, from_1904: bool) -> str | None:
    if not 0 <= value < _MAX_DAYS:
        return None
    moment = _EPOCHS[from_1904] + timedelta(seconds=round(float(value) * 86400))
    tokens = _DATE_TOKEN.findall(pattern)
    return "".join(_date_part(moment, token.lower(), _is_minute(tokens, at)) for at, token in enumerate(tokens))


def _is_minute(tokens: list[str], at: int) -> bool:
    """Tell whether an "m" means minutes: after hours or before seconds."""
    before = next((token for token in reversed(tokens[:at]) if token[0] in "ymdhsYMDHS"), "")
    after = next((token for token in tokens[at + 1 :] if token[0] in "ymdhsYMDHS"), "")
    return before[:1] in {"h", "H"} or after[:1] in {"s", "S"}


def _date_part(moment: datetime, token: str, is_minute: bool) -> str:
    """Return what one token prints; months stand as numbers."""
    padded = len(token) > 1
    values = {"y": moment.year, "m": moment.minute if is_minute else moment.month, "d": moment.day, "h": moment.hour}
    value = values.get(token[0], moment.second if token[0] == "s" else None)
    if value is None:
        return token
    if token[0] == "y":
        return f"{value % 100:02d}" if len(token) == 2 else f"{value:04d}"
    return f"{value:02d}" if padded else str(value)
