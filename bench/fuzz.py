"""Any bytes at all, chosen by coverage (atheris, libFuzzer): a document or an error of ours comes out, in bounded time.

    python -m bench.fuzz [--seconds 600] [--rows] [--seed 1] [--failed FOLDER] [--log FILE]

It starts from a small file of each format. What fails is a crash, an exception that is none of `kg.errors.InputError`,
or a file that takes a minute of the processor's time (instrumented code is some times slower); its bytes are then left
in FOLDER. Time that other processes take from a busy machine does not count. `--rows` goes on to the extraction of
rows. Scans and what LibreOffice converts are read by other programs and left out. Only where atheris is (Linux). The
same seed tries the same bytes in the same order; a faster machine gets farther. Prints a summary.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path, PurePath

_SLOW = 60  # seconds of the processor
_HANGS = 300  # seconds: a file that never comes to an end, so that its processor time is never asked for
_MEMORY = 2048  # MiB
_LONGEST = 20_000  # bytes
_GRACE = _HANGS + 100  # seconds beyond, to start and to end
_MEASURING = ("COV_", "COVERAGE_")  # variables that would have coverage of lines measured in the fuzzed process too


def main() -> int:
    """Fuzz in a process of its own; return 1 when something fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--rows", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--failed", type=Path, default=Path(tempfile.gettempdir()) / "chitieu-fuzz")
    parser.add_argument("--log", type=Path)
    parser.add_argument("--folder", type=Path, help="the process's own: where the corpus is")
    given = parser.parse_args()
    if given.folder:
        _fuzz(given.folder, given.failed, given.seconds, rows=given.rows, seed=given.seed)
        return 0
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        code, summary = fuzz(Path(folder), given.failed, given.seconds, rows=given.rows, seed=given.seed)
    print(summary)
    if given.log:
        given.log.write_text(summary + "\n", encoding="utf-8")
    return code


def fuzz(folder: Path, failed: Path, seconds: int, *, rows: bool, seed: int = 1) -> tuple[int, str]:
    """Fuzz for some seconds from the samples that are written to `folder`; return 1 if something fails, and a summary.

    Args:
        folder: an empty one, for the inputs.
        failed: where the bytes go that fail.
        seconds: how long, without the time to start.
        rows: go on to the extraction of rows.
        seed: of the choice of bytes.
    """
    failed.mkdir(parents=True, exist_ok=True)
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, data in samples().items():
        (corpus / name).write_bytes(data)
    command = [sys.executable, "-m", "bench.fuzz", "--folder", str(folder), "--seconds", str(seconds)]
    command += ["--seed", str(seed), "--failed", str(failed), *(["--rows"] if rows else [])]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(_MEASURING)}
    started = time.monotonic()
    done = subprocess.run(
        command,
        env={**inherited, "PATH": ""},  # so that Tesseract is not found
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        timeout=seconds + _GRACE,
    )
    said = [line for line in done.stderr.splitlines() if line.startswith("stat::") or "DONE" in line]
    summary = [
        f"{time.monotonic() - started:.0f} seconds, {len(list(corpus.iterdir()))} inputs kept, exit {done.returncode}",
        *said,
        *([] if done.returncode == 0 else done.stderr.splitlines()[-60:]),
    ]
    return int(done.returncode != 0), "\n".join(summary)


def samples() -> dict[str, bytes]:
    """Return a small whole file of each format."""
    from bench.reading import as_pdf, as_text  # noqa: PLC0415  # the fuzzed process does without

    text = as_text().decode()
    rows = [line.split("\t") for line in text.splitlines()[2:8]]
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return {
        "text": text.encode()[:3000],
        "markdown": "\n".join("| " + " | ".join(row) + " |" for row in rows).encode(),
        "layout": "\n".join("   ".join(f"{cell:<40}" for cell in row) for row in rows).encode(),
        "csv": "\n".join(";".join(row[:3]) for row in rows).encode(),
        "html": f"<html><body><p>Phụ lục</p><table>{cells}</table></body></html>".encode(),
        "docx": _word(rows),
        "pdf": as_pdf(),
    }


def _word(rows: list[list[str]]) -> bytes:
    """Return the smallest Word file with a table, unpacked, so that its letters can be changed."""
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    cells = ("".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row) for row in rows)
    table = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        body = f'<w:document xmlns:w="{name}"><w:body><w:tbl>{table}</w:tbl></w:body></w:document>'
        archive.writestr(zipfile.ZipInfo("word/document.xml"), body)
    return buffer.getvalue()


def _fuzz(folder: Path, failed: Path, seconds: int, *, rows: bool, seed: int) -> None:
    """Run libFuzzer in this process, which it ends."""
    import atheris  # type: ignore[import-untyped]  # noqa: PLC0415  # only here, and only on Linux

    with atheris.instrument_imports(include=["kg"]):
        from kg.documents.kinds import reader_for  # noqa: PLC0415
        from kg.documents.legacy import read_protected  # noqa: PLC0415
        from kg.documents.text import read_text  # noqa: PLC0415
        from kg.errors import InputError  # noqa: PLC0415
        from kg.extraction.extract import extract  # noqa: PLC0415

    foreign = (b"{\\rtf", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")

    def one(data: bytes) -> None:
        if data.startswith(foreign):
            return
        reader = reader_for(data) or read_text
        if reader is read_protected or reader.__module__ == "kg.documents.legacy":
            return
        started = time.process_time()
        try:
            document = reader(PurePath("tệp"), data)
            if rows:
                extract(document)
        except InputError as error:
            if "tệp" not in str(error):
                raise
        taken = time.process_time() - started
        if taken > _SLOW:
            raise TimeoutError(f"{len(data)} bytes took {taken:.0f} seconds of the processor's time")

    options = [
        f"-seed={seed}",
        f"-max_total_time={seconds}",
        f"-timeout={_HANGS}",
        f"-rss_limit_mb={_MEMORY}",
        f"-max_len={_LONGEST}",
    ]
    atheris.Setup(
        [sys.argv[0], *options, "-print_final_stats=1", f"-artifact_prefix={failed}/", str(folder / "corpus")],
        one,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
