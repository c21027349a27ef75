"""The door of the documents room: what is read, and what is refused with which words."""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from kg.documents.reader import read
from kg.errors import DocumentNotFound, DocumentTooLarge, InputError, UnreadableDocument, UnsupportedFormat

MEGABYTE = 1024 * 1024


def _file(folder: Path, content: bytes, name: str = "plan.txt") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _refusal(path: Path, max_bytes: int = MEGABYTE) -> InputError:
    with pytest.raises(InputError) as caught:
        read(path, max_bytes=max_bytes)
    assert path.name in str(caught.value)
    return caught.value


def test_a_missing_file(tmp_path: Path) -> None:
    assert isinstance(_refusal(tmp_path / "none.txt"), DocumentNotFound)


def test_a_folder(tmp_path: Path) -> None:
    error = _refusal(tmp_path)
    assert isinstance(error, UnreadableDocument)
    assert "folder" in error.message


@pytest.mark.parametrize("content", [b"", b"  \n\t\n", "\ufeff\n".encode()])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    error = _refusal(_file(tmp_path, content))
    assert isinstance(error, UnreadableDocument)
    assert "empty" in error.message


def test_a_binary_file(tmp_path: Path) -> None:
    error = _refusal(_file(tmp_path, b"plan\x00\x01\x02" * 100))
    assert isinstance(error, UnsupportedFormat)
    assert "binary" in error.message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"GIF89a" + b"x" * 50, "GIF"),
        (b"\x1f\x8b\x08" + b"x" * 50, "gzip"),
        (b"Rar!\x1a\x07" + b"x" * 50, "RAR"),
    ],
)
def test_the_format_is_told_by_content_and_named(tmp_path: Path, content: bytes, words: str) -> None:
    error = _refusal(_file(tmp_path, content))
    assert isinstance(error, UnsupportedFormat)
    assert words in error.message


def test_invalid_utf8_gives_the_first_bad_byte(tmp_path: Path) -> None:
    error = _refusal(_file(tmp_path, "Kế hoạch\nđạt ".encode() + b"\xc3\x28 90%"))
    assert isinstance(error, UnreadableDocument)
    assert "UTF-8" in error.message
    assert "byte 20 (line 2" in error.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_with_and_without_a_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    document = read(_file(tmp_path, "Kế hoạch\nsố 1".encode(encoding)), max_bytes=MEGABYTE)
    assert document.text == "Kế hoạch\nsố 1"


def test_fifty_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50 * MEGABYTE)
    tracemalloc.start()
    error = _refusal(path, max_bytes=20 * MEGABYTE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(error, DocumentTooLarge)
    assert "CHITIEU_MAX_DOCUMENT_BYTES" in error.hint
    assert peak < MEGABYTE


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    """Read as another user, because root may read everything."""
    path = _file(tmp_path, b"Plan")
    path.chmod(0)
    if os.geteuid() != 0:
        assert "may not be read" in _refusal(path).message
        return
    program = (
        "import os, sys; from pathlib import Path; from kg.documents.reader import read\n"
        "from kg.errors import UnreadableDocument\n"
        "import kg.documents.text, kg.documents.kinds\n"
        "os.setuid(65534)\n"
        "try: read(Path(sys.argv[1]), max_bytes=99)\n"
        "except UnreadableDocument as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    assert "may not be read" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert "no regular file" in _refusal(path).message


def test_the_digest_is_of_the_bytes(tmp_path: Path) -> None:
    document = read(_file(tmp_path, b"abc"), max_bytes=MEGABYTE)
    assert document.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
