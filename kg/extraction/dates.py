"""Dates as printed, with the precision that is printed: "ngày tháng 01 năm 2024" is a month."""

from __future__ import annotations

import re
from typing import Final

# Day and month may be blank in the electronic version of a document (NĐ 30/2020/NĐ-CP).
DATE: Final = (
    r"ngày\s*(?:(?P<d>\d{0,2})[\s.…_]*tháng\s*(?P<m>\d{0,2})[\s.…_]*năm\s*(?P<y>\d{4})"
    r"|(?P<d2>\d{0,2})[\s.…_]*[/.-]\s*(?P<m2>\d{1,2})\s*[/.-]\s*(?P<y2>\d{4}))"
)


def iso_date(found: re.Match[str]) -> str:
    """Return the date that `DATE` found as "YYYY-MM-DD", "YYYY-MM" or "YYYY".

    >>> iso_date(re.match(DATE, "ngày 03 tháng 3 năm 2023")), iso_date(re.match(DATE, "ngày tháng 01 năm 2024"))
    ('2023-03-03', '2024-01')
    """
    groups = found.groupdict()
    year, month, day = (groups[a] or groups[b] for a, b in (("y", "y2"), ("m", "m2"), ("d", "d2")))
    if not month or not 1 <= int(month) <= 12:
        return str(year)
    if not day or not 1 <= int(day) <= 31:
        return f"{year}-{int(month):02d}"
    return f"{year}-{int(month):02d}-{int(day):02d}"
