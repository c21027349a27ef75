"""Recognising the words of a picture with Tesseract, a program of its own, when it is installed.

It gets the picture on its standard input and gives words with boxes and confidences; no file is written. It runs with
one thread and a deadline a picture.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from kg.errors import UnreadableDocument, UnsupportedFormat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from PIL import Image

DEADLINE: Final = 90.0  # seconds a picture
LANGUAGE: Final = "vie"
COLUMN: Final = 6  # page segmentation: one block of lines
PAGE: Final = 3  # page segmentation: found by Tesseract
_INSTALL: Final = {
    "darwin": "brew install tesseract tesseract-lang",
    "win32": "winget install UB-Mannheim.TesseractOCR, with Vietnamese",
}
_INSTALL_LINUX: Final = "apt install tesseract-ocr tesseract-ocr-vie"
_LINE, _WORD = "4", "5"  # levels of Tesseract's table


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word with its box in pixels (the height is that of its line) and how sure Tesseract is of it, from 0 to 1."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float


def require(path: PurePath, what: str) -> None:
    """Do nothing where scans can be recognised.

    Args:
        path: the document that asks for it.
        what: what it is, for the message: "a scan: …".

    Raises:
        UnsupportedFormat: Tesseract, its Vietnamese, or Pillow is missing; the message says how to install it.
    """
    missing = missing_parts()
    if missing:
        raise UnsupportedFormat(f"{path} is {what}; to recognise it, {' and '.join(missing)}.")


def missing_parts() -> tuple[str, ...]:
    """Return what is to be installed before scans can be recognised, as parts of a sentence."""
    found = []
    try:
        import PIL  # noqa: F401, PLC0415  # an optional dependency
    except ImportError:
        found.append("install Pillow (pip install 'chitieu[ocr]')")
    if LANGUAGE not in _languages(shutil.which("tesseract")):
        install = _INSTALL.get(sys.platform, _INSTALL_LINUX)
        found.append(f"install Tesseract with Vietnamese ({install})")
    return tuple(found)


@cache
def _languages(program: str | None) -> list[str]:
    if program is None:
        return []
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False, timeout=DEADLINE)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return done.stdout.split()


def recognise(path: PurePath, picture: Image.Image, dpi: int, mode: int, alphabet: str | None = None) -> list[ReadWord]:
    """Return the words of a grey picture of `dpi` dots an inch, in reading order.

    Args:
        path: the document, for messages.
        picture: black on white, upright.
        dpi: its dots an inch.
        mode: `COLUMN` or `PAGE`.
        alphabet: the only letters that may stand there; None = any.

    Raises:
        UnreadableDocument: Tesseract fails, or takes longer than `DEADLINE` seconds.
    """
    options = ["--psm", str(mode), "--dpi", str(dpi), "-c", "tessedit_do_invert=0"]
    if alphabet:
        options += ["-c", f"tessedit_char_whitelist={alphabet}"]
    table = _run(path, picture, ["-l", LANGUAGE, *options, "tsv"])
    return list(_words(table))


def turns_of(path: PurePath, picture: Image.Image, dpi: int) -> int:
    """Return by how many quarters clockwise the picture is to be turned to stand upright; 0 where that is not clear.

    Raises:
        UnreadableDocument: Tesseract takes longer than `DEADLINE` seconds.
    """
    said = dict(
        line.split(": ", 1)
        for line in _run(path, picture, ["--psm", "0", "--dpi", str(dpi)], strict=False).splitlines()
        if ": " in line
    )
    degrees = said.get("Rotate", "0").strip()
    return int(degrees) // 90 % 4 if degrees.isdigit() else 0


def _run(path: PurePath, picture: Image.Image, options: list[str], *, strict: bool = True) -> str:
    buffer = io.BytesIO()
    picture.save(buffer, "PPM")
    command = ["tesseract", "-", "-", *options]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command, input=buffer.getvalue(), env=environment, capture_output=True, check=False, timeout=DEADLINE
        )
    except subprocess.TimeoutExpired:
        raise UnreadableDocument(
            f"{path} has a page that Tesseract cannot read in {DEADLINE:.0f} seconds.", hint="Scan it anew, in 300 dpi."
        ) from None
    except OSError as error:
        raise UnreadableDocument(f"{path} cannot be recognised: tesseract: {error.strerror}.") from None
    if strict and done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise UnreadableDocument(f"{path} cannot be recognised: tesseract: {''.join(said) or done.returncode}.")
    return done.stdout.decode(errors="replace")


def _words(table: str) -> Iterator[ReadWord]:
    top = bottom = 0.0
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == _LINE:
            top = float(row["top"])
            bottom = top + float(row["height"])
        elif row["level"] == _WORD and row["text"].strip():
            left = float(row["left"])
            sure = max(0.0, float(row["conf"])) / 100
            yield ReadWord(row["text"].strip(), left, top, left + float(row["width"]), bottom, sure)
