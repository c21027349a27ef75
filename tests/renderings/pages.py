"""Renderings on pages: PDF with and without rules, landscape; what pdftotext makes of it; a scan of it.

The letters are those of DejaVu Serif (Debian: fonts-dejavu-core); pdftotext and pdftoppm are Poppler's (poppler-utils).
"""

from __future__ import annotations

import html
import io
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from reportlab.lib.pagesizes import A4, landscape  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle  # type: ignore[import-untyped]

from tests.renderings.grids import Grid, grids
from tests.renderings.plans import Plan

_FONT: Final = "DejaVuSerif"
_MARGIN: Final = 40.0
_SHARES: Final = {"ordinal": 0.4, "label": 2.0, "target": 0.9, "unit": 0.7, "deadline": 0.9, "note": 1.0}
_DPI: Final = 200


@cache
def _font() -> str:
    path = subprocess.run(
        ["fc-match", "--format=%{file}", "DejaVu Serif:style=Book"], capture_output=True, check=True, text=True
    ).stdout
    assert "DejaVuSerif" in path, "DejaVu Serif is missing (Debian: apt install fonts-dejavu-core fontconfig)"
    pdfmetrics.registerFont(TTFont(_FONT, path))
    return _FONT


def cell_style() -> ParagraphStyle:
    """Return how a cell is written."""
    return ParagraphStyle("cell", fontName=_font(), fontSize=8.5, leading=10.5)


def as_pdf(plan: Plan, *, ruled: bool, wide: bool, wide_groups: bool) -> bytes:
    """Return a plan as a PDF file: its tables with or without rules, upright or landscape, the head on every page."""
    size = landscape(A4) if wide else A4
    buffer = io.BytesIO()
    style = cell_style()
    title = ParagraphStyle("title", parent=style, alignment=1, fontSize=10, leading=14)
    parts: list[Any] = [Paragraph(html.escape(line), title) for line in plan.above]
    for grid in grids(plan, wide_groups=wide_groups):
        parts.append(Spacer(1, 8))
        if grid.heading:
            parts += [Paragraph(html.escape(grid.heading), title), Spacer(1, 4)]
        parts.append(_table(grid, style, size[0] - 2 * _MARGIN, ruled=ruled))
    SimpleDocTemplate(
        buffer,
        pagesize=size,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        invariant=1,
    ).build(parts, onLaterPages=_number)
    return buffer.getvalue()


def _number(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont(_font(), 9)
    canvas.drawCentredString(document.pagesize[0] / 2, document.pagesize[1] - 25, str(document.page))


def _table(grid: Grid, style: ParagraphStyle, width: float, *, ruled: bool) -> Table:
    shares = [_SHARES.get(column, 1.2) for column in grid.columns]
    cells = [
        [Paragraph(html.escape(box.text).replace("\n", "<br/>"), style) if box else "" for box in row]
        for row in grid.rows
    ]
    commands: list[Sequence[Any]] = [
        ("SPAN", (column, at), (column + box.across - 1, at + box.down - 1))
        for at, row in enumerate(grid.rows)
        for column, box in enumerate(row)
        if box is not None and (box.across > 1 or box.down > 1)
    ]
    commands += [("LEFTPADDING", (0, 0), (-1, -1), 4), ("RIGHTPADDING", (0, 0), (-1, -1), 6)]
    commands.append(("VALIGN", (0, 0), (-1, -1), "MIDDLE" if ruled else "TOP"))
    if ruled:
        commands.append(("GRID", (0, 0), (-1, -1), 0.5, "black"))
    return Table(
        cells, [width * share / sum(shares) for share in shares], repeatRows=grid.heads, style=TableStyle(commands)
    )


def pdftotext(pdf: bytes, *, layout: bool) -> str:
    """Return what Poppler's pdftotext makes of a PDF file."""
    option = ["-layout"] if layout else []
    return subprocess.run(["pdftotext", *option, "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def scanned(pdf: bytes) -> bytes:
    """Return the pages of a PDF file as pictures of 200 dots an inch, in a PDF file without text."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", str(_DPI), "-gray", "-png", "-", f"{folder}/page"], input=pdf, check=True)
        buffer = io.BytesIO()
        canvas = Canvas(buffer, invariant=1)
        for page in sorted(Path(folder).glob("*.png")):
            picture = ImageReader(str(page))
            width, height = (side * 72 / _DPI for side in picture.getSize())
            canvas.setPageSize((width, height))
            canvas.drawImage(picture, 0, 0, width, height)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()


def ruled(plan: Plan) -> bytes:
    """Return a plan on upright pages, with rules."""
    return as_pdf(plan, ruled=True, wide=False, wide_groups=True)


def unruled(plan: Plan) -> bytes:
    """Return a plan on landscape pages, without rules."""
    return as_pdf(plan, ruled=False, wide=True, wide_groups=False)


def wide(plan: Plan) -> bytes:
    """Return a plan on landscape pages, with rules."""
    return as_pdf(plan, ruled=True, wide=True, wide_groups=False)


WRITERS: Final[dict[str, Callable[[Plan], bytes]]] = {
    "pdf-ruled": ruled,
    "pdf-unruled": unruled,
    "pdf-landscape": wide,
    "pdftotext-layout": lambda plan: pdftotext(wide(plan), layout=True).encode(),
    "pdftotext": lambda plan: pdftotext(wide(plan), layout=False).encode(),
    "scan": lambda plan: scanned(wide(plan)),
}
