"""One facet of a view in memory: which rows have a value, and how many of some rows have each.

Rows are told by a mask: a number with a byte a row, 1 or 0, so that masks are joined and counted by one operation.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from array import array
    from collections.abc import Collection, Iterable, Mapping

_FEW: Final = 48
"""Up to so many values it is faster to keep the mask of each than to look at every row."""


class FacetColumn:
    """A facet column.

    Args:
        size: number of rows of the view.
        codes: of each row the code of its value, 0 for nothing; of a `multiple` column the codes of its pairs.
        places: of a `multiple` column the rows of its pairs, else None.
    """

    def __init__(self, size: int, codes: array[int], places: array[int] | None) -> None:
        self._size = size
        self._codes = codes
        self._places = places

    def mask(self, wanted: Collection[int]) -> int:
        """Return the rows that have one of the codes; 0 stands for nothing."""
        if self._places is None:
            return to_mask(bytes(map(wanted.__contains__, self._codes)))
        found = self._rows_of(compress(self._places, map(wanted.__contains__, self._codes)))
        return found | self._empty if 0 in wanted else found

    def counts(self, mask: int) -> Mapping[int, int]:
        """Return how many rows of a mask have each code, 0 for nothing."""
        if mask == full(self._size):
            return self._whole
        if len(self._whole) <= _FEW:
            return {code: (mask & each).bit_count() for code, each in self._masks.items()}
        return self._count(mask)

    @cached_property
    def _whole(self) -> Counter[int]:
        return self._count(full(self._size))

    @cached_property
    def _masks(self) -> dict[int, int]:
        return {code: self.mask({code}) for code in self._whole}

    @cached_property
    def _empty(self) -> int:
        return full(self._size) ^ self._rows_of(self._places or ())

    def _count(self, mask: int) -> Counter[int]:
        rows = mask.to_bytes(self._size, "little")
        if self._places is None:
            return Counter(compress(self._codes, rows))
        counts = Counter(compress(self._codes, map(rows.__getitem__, self._places)))
        counts[0] = (mask & self._empty).bit_count()
        return counts

    def _rows_of(self, places: Iterable[int]) -> int:
        rows = bytearray(self._size)
        for n in places:
            rows[n] = 1
        return to_mask(rows)


def full(size: int) -> int:
    """Return the mask of all rows."""
    return to_mask(b"\1" * size)


def to_mask(rows: bytes | bytearray) -> int:
    """Return the mask of a byte a row."""
    return int.from_bytes(rows, "little")
