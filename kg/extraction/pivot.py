"""Tables turned round: a row an agency, a column a measure ("Tỷ lệ hồ sơ trực tuyến (%)"), targets in the cells.

Tables of results look the same; what stands above such a table must say that it sets targets (`[pivot]` of
`ontology/lexicon/columns.toml`), else it is none of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Final

from kg.extraction.agencies import is_empty
from kg.extraction.columns import Column, head_key, readings, year_in
from kg.extraction.lines import PrintedLine
from kg.extraction.model import Role, RowKind
from kg.extraction.pieces import Item, Piece, RawRow
from kg.extraction.targets import measure_start
from kg.extraction.words import lexicon, light, whole_words

MEASURE: Final = "measure"
_LEAST_MEASURES: Final = 2
_LONGEST_HEAD: Final = 40
_ABOVE: Final = 6  # lines above the head that may say what the table is
_UNIT: Final = re.compile(r"\s*\((?P<unit>%|[^()\d]{1,20})\)\s*$")


@cache
def _agency_heads() -> frozenset[str]:
    return frozenset(head_key(head) for head in lexicon("columns")["pivot"]["agencies"])


def pivot_columns(cells: Sequence[str], above: Sequence[PrintedLine]) -> tuple[Column, ...] | None:
    """Return the columns of a turned table with these heads below these lines; None when it is none.

    One head names agencies, two or more name measures, and no other is unknown.
    """
    if not any(_names_agencies(cell) for cell in cells):
        return None
    columns = [_column(cell) for cell in cells]
    names = [column.name for column in columns if column]
    is_pivot = len(names) == len(cells) and names.count("lead") == 1 and names.count(MEASURE) >= _LEAST_MEASURES
    return tuple(column for column in columns if column) if is_pivot and _sets_targets(above) else None


@lru_cache(maxsize=4096)
def _names_agencies(head: str) -> bool:
    return len(head) <= _LONGEST_HEAD and head_key(head) in _agency_heads()


def _column(head: str) -> Column | None:
    if _names_agencies(head):
        return Column(Role.LEAD.value, head)
    if measure_start(head) == 0:
        return Column(MEASURE, head, year=year_in(head))
    known = [column for _, column in readings(head) if column.name in ("ordinal", "note", "other")]
    return known[0] if known else None


def _sets_targets(above: Sequence[PrintedLine]) -> bool:
    text = light(" ".join(line.text for line in above[-_ABOVE:]))
    words = lexicon("columns")["pivot"]
    return bool(whole_words(words["sets"]).search(text)) and not whole_words(words["tells"]).search(text)


def is_pivot(columns: Sequence[Column]) -> bool:
    """Tell whether columns are those of a turned table."""
    return any(column.name == MEASURE for column in columns)


def turned(items: Sequence[Item], columns: Sequence[Column]) -> tuple[list[Item], tuple[Column, ...]]:
    """Return a turned table upright: a row for each agency and measure, with label, unit, target and lead."""
    years = {column.year for column in columns if column.name == MEASURE}
    upright = (
        Column("label", "", RowKind.INDICATOR),
        Column("unit", ""),
        Column("target", "", year=years.pop() if len(years) == 1 else None),
        Column(Role.LEAD.value, ""),
        Column("note", ""),
    )
    found: list[Item] = []
    for item in items:
        found.extend(_rows(item, columns) if isinstance(item, RawRow) else [item])
    return found, upright


def _rows(row: RawRow, columns: Sequence[Column]) -> Iterator[RawRow]:
    names = [column.name for column in columns]
    leads = row.cells.get(names.index(Role.LEAD.value), [])
    notes = [piece for at, name in enumerate(names) if name == "note" for piece in row.cells.get(at, ())]
    for at, column in enumerate(columns):
        targets = row.cells.get(at, [])
        if column.name != MEASURE or not leads or is_empty(" ".join(piece.text for piece in targets)):
            continue
        unit = _UNIT.search(column.head)
        label = column.head[: unit.start()] if unit else column.head
        place = targets[0].position
        cells = {0: [Piece(label, label, place)], 2: list(targets), 3: list(leads), 4: notes}
        if unit:
            cells[1] = [replace(targets[0], text=unit["unit"], raw=unit["unit"])]
        yield RawRow({index: pieces for index, pieces in cells.items() if pieces}, list(row.flags))
