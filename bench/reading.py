"""How many documents of 30 rows, and PDF pages, one core reads in a second, and how much memory many documents take.

All in this process, on one core, in its own time: the quickest of some rounds, so that neighbours on the machine count
little. "read" is the file to its lines and tables, "extracted" goes on to rows. Prints one line a format, with the time
as a multiple of that of a fixed piece of work, to compare machines by, and exits 1 when one is below its limit: text
200, docx 40 documents read and extracted, PDF 20 pages read a second. The memory of reading a document over and over
must stay what it was.
"""

from __future__ import annotations

import io
import resource as limits
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import docx
from reportlab.lib.pagesizes import A4, landscape  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table  # type: ignore[import-untyped]

from kg.documents.reader import read
from kg.extraction.extract import extract

LIMITS = {"text": 200.0, "docx": 40.0, "pdf": 20.0}
ROUNDS = 40
ROWS = 30
GROWTH = 1.1  # of the memory after the first rounds
HEAD = ("TT", "Chỉ tiêu", "Mục tiêu", "Cơ quan chủ trì", "Cơ quan phối hợp")
ABOVE = ("PHỤ LỤC", "Phân công theo dõi, đôn đốc thực hiện các chỉ tiêu năm 2024")


def plan() -> list[tuple[str, ...]]:
    """Return the rows of an invented plan, its head first."""
    rows = [
        (
            str(number),
            f"Tỷ lệ cơ quan, đơn vị thứ {number} cung cấp dịch vụ công trực tuyến toàn trình trên môi trường mạng",
            f"≥ {50 + number}%",
            "Phòng Văn hóa và Thông tin",
            "Các phòng, ban, ngành; UBND cấp xã",
        )
        for number in range(1, ROWS + 1)
    ]
    return [HEAD, *rows]


def as_text() -> bytes:
    """Return the plan as tab-separated text."""
    return "\n".join([*ABOVE, *("\t".join(row) for row in plan())]).encode()


def as_docx() -> bytes:
    """Return the plan as a Word file."""
    document, buffer, rows = docx.Document(), io.BytesIO(), plan()
    for line in ABOVE:
        document.add_paragraph(line)
    table = document.add_table(len(rows), len(HEAD))
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text
    document.save(buffer)
    return buffer.getvalue()


def as_pdf() -> bytes:
    """Return the plan as ruled pages. The font has no Vietnamese letters, which makes no difference to the time."""
    style, buffer = ParagraphStyle("cell", fontSize=10), io.BytesIO()
    cells = [[Paragraph(text, style) for text in row] for row in plan()]
    table = Table(cells, [40, 300, 70, 160, 180], repeatRows=1, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
    SimpleDocTemplate(buffer, pagesize=landscape(A4)).build([table])
    return buffer.getvalue()


def main() -> int:
    """Measure, print; return 1 when a limit is not held."""
    wrong = 0
    unit = seconds(piece_of_work)
    with tempfile.TemporaryDirectory() as folder:
        for name, data in (("text", as_text()), ("docx", as_docx()), ("pdf", as_pdf())):
            path = Path(folder) / f"plan.{name}"
            path.write_bytes(data)
            document = read(path, max_bytes=10**8)
            size = (data.count(b"/Type /Page\n") or 1) if name == "pdf" else 1
            reading = seconds(lambda path=path: read(path, max_bytes=10**8))  # type: ignore[misc]
            pages = "pages" if name == "pdf" else "documents"
            line = f"{name}: {size / reading:.0f} {pages} a second read"
            taken = reading
            if name != "pdf":
                taken += seconds(lambda document=document: extract(document))  # type: ignore[misc]
                line += f", {size / taken:.0f} read and extracted"
            print(f"{line} (at least {LIMITS[name]:g}), {taken / unit:.2f} units of work")
            wrong += size / taken < LIMITS[name]
        growth = memory_growth(Path(folder) / "plan.pdf")
    print(f"memory after {10 * ROUNDS} documents: {growth:.3f} of that after {ROUNDS} (at most {GROWTH})")
    return int(wrong > 0 or growth > GROWTH)


def piece_of_work() -> int:
    """Do what takes some milliseconds and depends on Python alone."""
    return sum(len(str(number).split("7")) for number in range(10_000))


def seconds(work: Callable[[], object]) -> float:
    """Return how many seconds of this process's time `work` takes: the least of some rounds, after one to warm up."""
    work()
    taken = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


def memory_growth(path: Path) -> float:
    """Return the peak memory after many documents as a share of that after some."""
    peaks = []
    for rounds in (ROUNDS, 9 * ROUNDS):
        for _ in range(rounds):
            read(path, max_bytes=10**8)
        peaks.append(limits.getrusage(limits.RUSAGE_SELF).ru_maxrss)
    return peaks[1] / peaks[0]


if __name__ == "__main__":
    sys.exit(main())
