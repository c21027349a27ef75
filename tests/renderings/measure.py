"""Render, read, extract, score: what every format gives back, and the table of it in `docs/renderings.md`.

.venv/bin/python -m tests.renderings.measure          every format, the scan included
.venv/bin/python -m tests.renderings.measure docx md  these only, with what is wrong
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.documents.reader import read
from kg.errors import ChitieuError
from kg.extraction.extract import extract
from kg.extraction.model import PlanRecord
from tests.renderings import office, pages, texts
from tests.renderings.plans import NAMES, Plan, plan
from tests.renderings.scores import Score, score

PAGE: Final = Path(__file__).parents[2] / "docs" / "renderings.md"
_HEADS: Final = ("rendering", "rows", "cells", "leads", "cells wrong", "… without a flag", "rows too many")
_HEAD: Final = f"| {' | '.join(_HEADS)} |\n{'|---' * len(_HEADS)}|\n"
_BEGIN, _END = "<!-- scores -->\n", "<!-- end of scores -->"


@dataclass(frozen=True)
class Wanted:
    """The shares of rows, cells and leads that a format must give back, and how many cells may be wrong unflagged."""

    rows: float
    cells: float
    leads: float = 0.0
    silent: int = 0


WANTED: Final[dict[str, Wanted]] = {
    **{
        name: Wanted(1.0, 1.0, 1.0) for name in ("docx", "xlsx", "ods", "html", "md", "grid", "joined", "pdf-landscape")
    },
    "tabs": Wanted(1.0, 0.995, 0.98),
    "dump": Wanted(1.0, 0.995, 0.98),
    "pdf-ruled": Wanted(0.99, 0.99, 0.99),
    "pdf-unruled": Wanted(0.99, 0.99, 0.98),
    "pdftotext-layout": Wanted(0.98, 0.98, 0.98),
    "pdftotext": Wanted(0.97, 0.95),
    "scan": Wanted(0.95, 0.95, 0.85),
}


def _encoded(write: Callable[[Plan], str]) -> Callable[[Plan], bytes]:
    return lambda written: write(written).encode()


WRITERS: Final[dict[str, Callable[[Plan], bytes]]] = {
    **office.WRITERS,
    **{name: _encoded(write) for name, write in texts.WRITERS.items()},
    **pages.WRITERS,
}


def record_of(form: str, name: str, folder: Path) -> PlanRecord:
    """Return what is extracted from one plan in one format."""
    path = folder / f"{name}.{form}"
    path.write_bytes(WRITERS[form](plan(name)))
    return extract(read(path, max_bytes=50_000_000))


def measure(form: str, folder: Path, names: Iterable[str] = NAMES) -> Score:
    """Return the score of one format over the plans; a plan that is refused gives nothing back."""
    total = Score()
    for name in names:
        wanted = plan(name)
        try:
            total.add(score(wanted, record_of(form, name, folder)))
        except ChitieuError as error:
            total.add(refused(wanted, error))
    return total


def refused(wanted: Plan, error: ChitieuError) -> Score:
    """Return the score of a plan of which nothing came back."""
    empty = score(wanted, None)
    empty.wrong.append((wanted.name, "all", "rows", error.message))
    return empty


def line(form: str, measured: Score) -> str:
    """Return the line of the table for one format; shares are cut, not rounded up."""
    shares = " | ".join(f"{int(share * 1000) / 10:.1f} %" for share in measured.shares)
    silent = measured.all_cells - measured.cells
    return f"| {form} | {shares} | {silent} | {measured.silent} | {measured.beyond} |"


def write_page(lines: Iterable[str]) -> None:
    """Put the lines of the table into the page of the docs."""
    text = PAGE.read_text(encoding="utf-8")
    table = _BEGIN + _HEAD + "\n".join(lines) + "\n" + _END
    PAGE.write_text(re.sub(f"{_BEGIN}.*{_END}", lambda _: table, text, flags=re.DOTALL), encoding="utf-8")


def main(forms: list[str]) -> int:
    """Measure the formats named (all: and write the page); return the exit status."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for form in forms or WRITERS:
            measured = measure(form, Path(folder))
            lines.append(line(form, measured))
            sys.stdout.write(f"{lines[-1]}\n")
            for wrong in measured.wrong if forms else ():
                sys.stdout.write(f"    {wrong}\n")
    if not forms:
        write_page(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
