from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath

import pytest

from kg.documents.kinds import reader_for
from kg.documents.legacy import DOC, RTF, find_program, read_legacy
from kg.documents.model import Document, Table
from kg.errors import UnreadableDocument, UnsupportedFormat

PATH = PurePath("cũ.rtf")
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF_TABLE = rb"""{\rtf1\ansi\ansicpg1252 PH\u7908?\par
\trowd\cellx1000\cellx4000 TT\cell Ch\u7881? ti\u234?u\cell\row
\trowd\cellx1000\cellx4000 1\cell T\u7927? l\u7879? h\u7897?\cell\row\pard Sau\par}"""


def read_with_whatever_is_installed(data: bytes) -> Document | None:
    """Read an RTF file; None where LibreOffice is missing, when the message must say how to get it."""
    if find_program() is not None:
        return read_legacy(PATH, data, RTF)
    with pytest.raises(UnsupportedFormat, match=r"LibreOffice reads it, but is not installed.*(install|\.docx)"):
        read_legacy(PATH, data, RTF)
    return None


def test_rtf_is_read_through_libreoffice() -> None:
    document = read_with_whatever_is_installed(RTF_TABLE)
    if document is not None:
        tables = [block for block in document.blocks if isinstance(block, Table)]
        assert [[cell.text for cell in row] for row in tables[0].rows] == [["TT", "Chỉ tiêu"], ["1", "Tỷ lệ hộ"]]
        assert document.media_type == "application/rtf"


def test_without_libreoffice_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(UnsupportedFormat, match=r"apt install libreoffice-writer-nogui"):
        read_legacy(PATH, RTF_TABLE, RTF)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that puts a program of the given shell lines in LibreOffice's place."""
    shell = shutil.which("sh")

    def install(lines: str) -> None:
        found = tmp_path / "soffice"
        found.write_text(f"#!{shell}\n{lines}\n", encoding="utf-8")
        found.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}")

    return install


def test_a_program_that_makes_nothing_or_hangs_is_told(
    program: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    program("exit 3")
    with pytest.raises(UnreadableDocument, match="makes nothing"):
        read_legacy(PATH, b"x", DOC)
    program("while true; do :; done & wait")
    monkeypatch.setattr("kg.documents.legacy.DEADLINE", 0.5)
    with pytest.raises(UnreadableDocument, match="longer than"):
        read_legacy(PATH, b"x", DOC)


def test_older_formats_are_told_from_their_content(package: Callable[[Mapping[str, str | bytes]], bytes]) -> None:
    odt = package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"})
    streams = {name: COMPOUND + name.encode("utf-16-le") for name in ("WordDocument", "Workbook", "EncryptedPackage")}
    for data in (odt, RTF_TABLE, streams["WordDocument"], streams["Workbook"]):
        assert reader_for(data) is not None
    assert reader_for(COMPOUND + b"\x00" * 512) is None
    locked = reader_for(streams["EncryptedPackage"])
    assert locked is not None
    with pytest.raises(UnreadableDocument, match="protected by a password"):
        locked(PATH, b"")
