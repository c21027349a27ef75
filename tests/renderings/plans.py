"""The plans that are rendered: the hand-checked transcriptions and invented plans of other shapes, printed and read.

An invented plan (`plans/*.toml`) says of each cell what is printed and, where that differs, how it is to be read:
"≥ 30 => >= 30 %". What separates two bodies stands in brackets that are not printed: "Sở Y tế[; ]Sở Nội vụ". "^" is a
cell that the one above reaches down into. Nothing here is shared with the product.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

TESTS: Final = Path(__file__).parents[1]
GOLD: Final = ("000", "001", "002", "003", "004")
INVENTED: Final = tuple(sorted(path.stem for path in (Path(__file__).parent / "plans").glob("*.toml")))
NAMES: Final = (*GOLD, *INVENTED)
ROLES: Final = ("lead", "coordinating", "guiding")
TEXTS: Final = ("deadline", "deliverable", "note")
_GOLD_COLUMNS: Final = {
    "000": ("ordinal", "label", "target", "lead", "coordinating", "note"),
    "001": ("ordinal", "label", "target", "lead", "coordinating", "note"),
    "002": ("ordinal", "label", "lead", "coordinating"),
    "003": ("ordinal", "label", "lead", "coordinating"),
    "004": ("ordinal", "label", "target", "guiding", "lead", "coordinating"),
}
_GOLD_HEADS: Final = {
    "ordinal": "TT",
    "label": "Chỉ tiêu",
    "target": "Mục tiêu",
    "guiding": "Cơ quan hướng dẫn",
    "lead": "Cơ quan chủ trì",
    "coordinating": "Cơ quan phối hợp",
    "note": "Ghi chú",
}
_SEPARATOR: Final = re.compile(r"\[([^\]]*)\]")

Fields = dict[str, Any]
Cells = tuple[str | None, ...]  # None = the cell above reaches down


@dataclass(frozen=True)
class Group:
    """A section row: its label and title."""

    label: str
    title: str


@dataclass(frozen=True)
class PlanTable:
    """One table: heading above it, columns by meaning and by head, rows as printed, the fields to be read."""

    heading: str | None
    columns: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[Group | Cells, ...]

    @property
    def head_rows(self) -> tuple[tuple[str | None, ...], ...]:
        """The printed lines of the head; None = the cell above reaches down, "" after a spanning cell = spanned."""
        split = [head.split(" > ") for head in self.heads]
        if all(len(parts) == 1 for parts in split):
            return (self.heads,)
        upper = [parts[0] for parts in split]
        spanned = ["" if i and len(split[i]) > 1 and word == upper[i - 1] else word for i, word in enumerate(upper)]
        return tuple(spanned), tuple(parts[1] if len(parts) > 1 else None for parts in split)


@dataclass(frozen=True)
class Plan:
    """One plan: the lines above its tables, the tables, and the rows that must come back."""

    name: str
    above: tuple[str, ...]
    tables: tuple[PlanTable, ...]
    expected: tuple[Fields, ...]


def plan(name: str) -> Plan:
    """Return a plan by its name."""
    return _gold(name) if name in GOLD else _invented(name)


def _invented(name: str) -> Plan:
    data = tomllib.loads((Path(__file__).parent / "plans" / f"{name}.toml").read_text(encoding="utf-8"))
    tables = tuple(
        PlanTable(
            table.get("heading"),
            tuple(table["columns"]),
            tuple(table["heads"]),
            tuple(_printed_row(row, len(table["columns"])) for row in table["rows"]),
        )
        for table in data["table"]
    )
    expected = tuple(fields for table in data["table"] for fields in _expected_rows(table))
    return Plan(name, tuple(data["above"]), tables, expected)


def _printed_row(row: Sequence[str], width: int) -> Group | Cells:
    return Group(row[0], row[1]) if len(row) == 2 else tuple(_printed(cell) for cell in row[:width])


def _printed(cell: str) -> str | None:
    return None if cell == "^" else _SEPARATOR.sub(r"\1", cell.split(" => ", maxsplit=1)[0])


def _expected_rows(table: dict[str, Any]) -> Iterator[Fields]:
    section: str | None = None
    above: list[str] = []
    label = table["heading"].split(".")[0] if "heading" in table else None
    for row in table["rows"]:
        if len(row) == 2:
            section, above = row[0], []
            continue
        cells = [above[i] if cell == "^" else cell for i, cell in enumerate(row[: len(table["columns"])])]
        above = cells
        parent = next((cell.split("=")[1] for cell in row if cell.startswith("parent=")), None)
        yield {"table": label, "section": section, "parent_ordinal": parent, **_fields(table, cells)}


def _fields(table: dict[str, Any], cells: Sequence[str]) -> Fields:
    columns = table["columns"]
    by_name = dict(zip(columns, cells, strict=True))
    targets = [cell for name, cell in zip(columns, cells, strict=True) if name == "target"]
    years = table.get("years", [table.get("year")] * len(targets))
    return {
        "ordinal": by_name["ordinal"] or None,
        "label": by_name["label"],
        "targets": [_target(cell, year) for cell, year in zip(targets, years, strict=True) if cell]
        or [("none", None, None, None, None)],
        **{role: _bodies(by_name.get(role, "")) for role in ROLES},
        **{name: by_name.get(name) or None for name in TEXTS},
    }


def _bodies(cell: str) -> list[str]:
    return [name for name in _SEPARATOR.sub("\n", cell).split("\n") if name]


def _target(cell: str, year: int | None) -> tuple[Any, ...]:
    comparator, *rest = cell.rsplit(" => ", maxsplit=1)[-1].split(" ")
    if comparator in ("bool", "qualitative"):
        return (comparator, None, None, None, year)
    value = Decimal(rest.pop(0))
    high = Decimal(rest.pop(0)) if comparator == "range" else None
    return (comparator, value, high, " ".join(rest) or None, year)


def _gold(name: str) -> Plan:
    data = json.loads((TESTS / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    document = data["document"]
    above = [document["appendix_label"], document.get("appendix_title", document["title"])]
    if document.get("number_raw"):
        enclosed = f"{document['kind']} số {document['number_raw']} {document['date_raw']} của {document['issuer']}"
        above.append(f"(Kèm theo {enclosed})")
    titles = {table["table"]: table["title"] for table in document.get("tables", ())}
    columns = _GOLD_COLUMNS[name]
    tables = tuple(
        PlanTable(
            f"{table}. {titles[table]}" if table else None,
            columns,
            tuple(_GOLD_HEADS[column] for column in columns),
            tuple(_gold_rows([row for row in data["rows"] if row["table"] == table], columns)),
        )
        for table in dict.fromkeys(row["table"] for row in data["rows"])
    )
    return Plan(name, tuple(above), tables, tuple(_gold_fields(row) for row in data["rows"]))


def _gold_rows(rows: Sequence[Fields], columns: Sequence[str]) -> Iterator[Group | Cells]:
    section = None
    for row in rows:
        if row["section"] and row["section"] != section:
            yield Group(row["section"], row["section_title"])
        section = row["section"]
        yield tuple(_gold_cell(row, column) for column in columns)


def _gold_cell(row: Fields, column: str) -> str:
    value = row[{"target": "target_raw"}.get(column, f"{column}_raw" if column in ROLES else column)]
    return "\n".join(value) if isinstance(value, list) else value or ""


def _gold_fields(row: Fields) -> Fields:
    names = ("table", "section", "parent_ordinal", "ordinal", "label", *ROLES)
    targets = [(t["comparator"], _decimal(t["value"]), None, t["unit"], None) for t in row["targets"]]
    return {**{name: row[name] for name in names}, "targets": targets, **dict.fromkeys(TEXTS), "note": row["note"]}


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
