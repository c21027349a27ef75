"""Re-render the hand-checked transcription in each plan's own layout, with columns permuted and heads replaced.

Nothing here is shared with the product: the writers know only the transcription and what each layout looks like.
"""

from __future__ import annotations

import json
import random
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parent.parent / "gold"
PLANS = ("000", "001", "002", "003", "004")

SYNONYMS: dict[str, tuple[str, ...]] = {
    "ordinal": ("TT", "STT", "Stt", "Số TT", "T/T"),
    "label": ("Chỉ tiêu", "Nội dung chỉ tiêu", "Tên chỉ tiêu", "Nội dung", "NỘI DUNG CHỈ TIÊU", "Các chỉ tiêu"),
    "target": ("Mục tiêu năm 2024", "Mức phấn đấu", "Yêu cầu thực hiện", "Chỉ tiêu giao năm 2024", "Kế hoạch năm 2024"),
    "lead": (
        "Chủ trì",
        "Cơ quan chủ trì",
        "Đơn vị chủ trì",
        "Đơn vị chủ trì thực hiện",
        "Chủ trì theo dõi, đánh giá",
        "Cơ quan, đơn vị chủ trì",
        "CƠ QUAN CHỦ TRÌ",
        "Đơn vị đầu mối",
    ),
    "coordinating": (
        "Phối hợp",
        "Cơ quan phối hợp",
        "Đơn vị phối hợp",
        "Cơ quan phối hợp thực hiện",
        "Đơn vị phối hợp (cung cấp số liệu)",
    ),
    "guiding": ("Cơ quan hướng dẫn", "Đơn vị hướng dẫn", "Hướng dẫn", "Cơ quan hướng dẫn thực hiện"),
    "note": ("Ghi chú", "Ghi chú khác", "GHI CHÚ"),
}


@dataclass(frozen=True)
class Variant:
    """One re-rendered plan: its text, the random seed that made it, the rows that it prints."""

    plan: str
    seed: int
    text: str
    rows: tuple[dict[str, Any], ...]
    columns: tuple[str, ...]


def gold(plan: str) -> dict[str, Any]:
    """Return the transcription of one plan."""
    found: dict[str, Any] = json.loads((GOLD / f"{plan}.json").read_text(encoding="utf-8"))
    return found


def variant(plan: str, seed: int, *, drop: Sequence[str] = ()) -> Variant:
    """Return a variant of a plan: its columns (without those of `drop`) in another order, under other heads."""
    random_ = random.Random(f"{plan}/{seed}")  # noqa: S311 (no secret is made of it)
    document = gold(plan)
    columns, write = LAYOUTS[plan]
    columns = tuple(column for column in columns if column not in drop)
    text, used = write(document, columns, random_)
    return Variant(plan, seed, text, tuple(document["rows"]), used)


def _shuffled(columns: Sequence[str], random_: random.Random) -> tuple[str, ...]:
    return tuple(random_.sample(columns, len(columns)))


def _heads(columns: Sequence[str], random_: random.Random) -> list[str]:
    return [random_.choice(SYNONYMS[column]) for column in columns]


def _title(document: dict[str, Any]) -> list[str]:
    head = document["document"]
    lines = [head["appendix_label"], head.get("appendix_title") or head["title"]]
    if head.get("number_raw"):
        lines.append(f"(Kèm theo {head['kind']} số {head['number_raw']} {head['date_raw']} của {head['issuer']})")
    return lines


def _cells(row: dict[str, Any], columns: Sequence[str]) -> dict[str, str]:
    """Return the printed cells of a row, empty cells left out."""
    target = row["target_raw"]
    label, ordinal = row["label"], row["ordinal"]
    if row["parent_ordinal"] and ordinal:
        label, ordinal = f"{ordinal} {label}", None
    printed = {
        "ordinal": ordinal,
        "label": label,
        "target": "\n".join(target) if isinstance(target, list) else target,
        "note": row["note"],
    }
    for role in ("lead", "coordinating", "guiding"):
        printed[role] = row[f"{role}_raw"]
    return {column: text for column in columns if (text := printed[column])}


def _groups(rows: Sequence[dict[str, Any]]) -> Iterator[tuple[tuple[str, str] | None, dict[str, Any]]]:
    """Give each row, with label and title of the section that it opens."""
    before = None
    for row in rows:
        section = (row.get("section_raw") or row["section"], row["section_title"])
        yield (section if row["section"] and section != before else None), row
        before = section


def _with_tabs(document: dict[str, Any], columns: Sequence[str], random_: random.Random) -> tuple[str, tuple[str, ...]]:
    columns = _shuffled(columns, random_)
    lines = ["", "", *(f"**{line}**  " for line in _title(document)), "", "\t".join(_heads(columns, random_))]
    for section, row in _groups(document["rows"]):
        if section:
            marked = {"ordinal": f"<b>{section[0]}</b>", "label": f"<b>{section[1]}</b>"}
            lines.append("\t".join(marked.get(column, "") for column in columns))
        cells = _cells(row, columns)
        words = cells["label"].split()
        if random_.random() < 0.05 and words[-1].islower():
            cells["label"] = " ".join(words[:-1])
            lines.append("\t".join(cells.get(column, "") for column in columns))
            lines += ["", "\t".join(words[-1] if column == "label" else "" for column in columns)]
        else:
            lines.append("\t".join(cells.get(column, "") for column in columns))
        if random_.random() < 0.1:
            lines.append("")
    return "\n".join(lines), columns


def _one_cell_a_line(
    document: dict[str, Any], columns: Sequence[str], random_: random.Random
) -> tuple[str, tuple[str, ...]]:
    columns = _shuffled(columns, random_)
    lines = [*_title(document), "", *(f"\t{head}" for head in _heads(columns, random_)), ""]
    for _, row in _groups(document["rows"]):
        cells = _cells(row, columns)
        lines += [f"\t{cells[column]} " for column in columns if column in cells]
        lines.append("")
    return "\n".join(lines), columns


def _pdf_text(document: dict[str, Any], columns: Sequence[str], random_: random.Random) -> tuple[str, tuple[str, ...]]:
    columns = _shuffled(columns, random_)
    head = " ".join(_heads(columns, random_))
    widths = {"label": 34}
    lines = [*_title(document), " ", head]
    for _, row in _groups(document["rows"]):
        cells = _cells(row, columns)
        printed = [
            (column, line)
            for column in columns
            if column in cells
            for line in textwrap.wrap(cells[column], widths.get(column, 20), break_on_hyphens=False)
        ]
        printed = _squeezed(printed) if random_.random() < 0.1 else printed
        page_at = random_.randrange(1, len(printed)) if random_.random() < 0.08 else None
        for index, (_, line) in enumerate(printed):
            if index == page_at and printed[index - 1][0] == "label" == printed[index][0]:
                lines += ["", "", head]
            lines.append(f"{line} ")
    return "\n\n".join(lines), columns


def _squeezed(printed: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Put two neighbouring cells of agencies on one line where each needs no more than one."""
    agencies = [line for line in printed if line[0] in ("lead", "coordinating")]
    at = [i for i, (column, _) in enumerate(printed) if column in ("lead", "coordinating")]
    if len(agencies) != 2 or at[1] - at[0] != 1 or agencies[0][0] == agencies[1][0]:
        return printed
    together = ("lead", f"{agencies[0][1]} {agencies[1][1]}")
    return [*printed[: at[0]], together, *printed[at[1] + 1 :]]


def _empties_dropped(
    document: dict[str, Any], columns: Sequence[str], random_: random.Random
) -> tuple[str, tuple[str, ...]]:
    order = _shuffled(columns, random_)
    lines = _title(document)
    for table in document["document"]["tables"]:
        used = tuple(c for c in order if table["table"] != "I" or c not in ("target", "guiding"))
        lines.append(f"{table['table']}. {table['title']}")
        heads = _heads(used, random_)
        is_information = table["table"] == "I"
        lines += ["Thông tin chung" if c == "label" and is_information else h for c, h in zip(used, heads, strict=True)]
        rows = [row for row in document["rows"] if row["table"] == table["table"]]
        for section, row in _groups(rows):
            if section:
                named = {"ordinal": section[0], "label": section[1]}
                lines += [named[column] for column in used if column in named]
            cells = _cells(row, used)
            for column in used:
                lines += cells.get(column, "").split("\n") if column in cells else []
    return "\n".join(lines), order


Writer = Callable[[dict[str, Any], Sequence[str], random.Random], tuple[str, tuple[str, ...]]]

LAYOUTS: dict[str, tuple[tuple[str, ...], Writer]] = {
    "000": (("ordinal", "label", "target", "lead", "coordinating", "note"), _with_tabs),
    "001": (("ordinal", "label", "target", "lead", "coordinating", "note"), _with_tabs),
    "002": (("ordinal", "label", "lead", "coordinating"), _one_cell_a_line),
    "003": (("ordinal", "label", "lead", "coordinating"), _pdf_text),
    "004": (("ordinal", "label", "target", "guiding", "lead", "coordinating"), _empties_dropped),
}
