"""Every rendering of every plan gives back its rows; the figures are those of `docs/renderings.md`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.renderings.measure import PAGE, WANTED, WRITERS, line, measure
from tests.renderings.plans import INVENTED, NAMES, plan

EXACT = ("docx", "xlsx", "ods", "html", "md", "grid", "joined", "tabs", "dump")  # made without other programs
FORMS = tuple(form for form in WRITERS if form != "scan")


def test_plans_of_many_shapes() -> None:
    assert len(INVENTED) >= 5
    assert sum(len(plan(name).expected) for name in NAMES) >= 253 + 50


@pytest.mark.parametrize("form", FORMS)
def test_the_rows_come_back(form: str, tmp_path: Path) -> None:
    measured = measure(form, tmp_path)
    rows, cells, leads = measured.shares
    wanted = WANTED[form]
    assert (rows >= wanted.rows, cells >= wanted.cells, leads >= wanted.leads) == (True,) * 3, measured.wrong[:20]
    assert measured.silent <= wanted.silent, [wrong for wrong in measured.wrong if "without" in wrong[1]]
    if form in EXACT:
        assert line(form, measured) in PAGE.read_text(encoding="utf-8"), "make the page anew: see docs/renderings.md"


def test_a_scan_comes_back(tmp_path: Path) -> None:
    measured = measure("scan", tmp_path, ["ministry_guiding"])  # the others: `python -m tests.renderings.measure`
    rows, cells, leads = measured.shares
    assert (rows >= WANTED["scan"].rows, cells >= WANTED["scan"].cells, leads >= WANTED["scan"].leads) == (True,) * 3


def test_every_rendering_stands_in_the_docs() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [form for form in WRITERS if f"| {form} |" not in page] == []
