"""Whole numbers of a column as bytes: what `views.sqlite` keeps of facets and orders, four bytes a row."""

from __future__ import annotations

import sys
from array import array
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_FOUR_BYTES: Final = next(code for code in "IL" if array(code).itemsize == 4)


def pack(numbers: Iterable[int]) -> bytes:
    """Return numbers from 0 to 2³² − 1 as bytes, the lowest byte of each first."""
    return _in_order(array(_FOUR_BYTES, numbers)).tobytes()


def unpack(data: bytes) -> array[int]:
    """Return what `pack` was given."""
    found = array(_FOUR_BYTES)
    found.frombytes(data)
    return _in_order(found)


def _in_order(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
