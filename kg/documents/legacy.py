"""The reader of older office formats (.doc, .xls, .rtf, .odt): LibreOffice converts, our readers read.

LibreOffice runs as a program of its own, with a profile and a folder of its own that are removed afterwards, no access
to a proxy, and a deadline. The document keeps the hash and the media type of the file that was given.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.documents.docx import read_docx
from kg.documents.xlsx import read_xlsx
from kg.errors import UnreadableDocument, UnsupportedFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import PurePath

    from kg.documents.model import Document

DEADLINE: Final = 120.0  # seconds; LibreOffice alone needs some to start
_PROGRAMS: Final = ("soffice", "libreoffice")
_PLACES: Final = {
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
    "win32": (r"C:\Program Files\LibreOffice\program\soffice.exe",),
}
_INSTALL: Final = {
    "darwin": "brew install --cask libreoffice",
    "win32": "winget install TheDocumentFoundation.LibreOffice",
}
_INSTALL_LINUX: Final = "apt install libreoffice-writer-nogui libreoffice-calc-nogui"


@dataclass(frozen=True, slots=True)
class LegacyFormat:
    """A format that LibreOffice converts: its name, the ending it goes by, its media type, what it becomes."""

    name: str
    suffix: str
    media_type: str
    target: str


DOC: Final = LegacyFormat("an old Word file (.doc)", "doc", "application/msword", "docx")
XLS: Final = LegacyFormat("an old Excel file (.xls)", "xls", "application/vnd.ms-excel", "xlsx")
RTF: Final = LegacyFormat("an RTF file", "rtf", "application/rtf", "docx")
ODT: Final = LegacyFormat("an OpenDocument text (.odt)", "odt", "application/vnd.oasis.opendocument.text", "docx")


def legacy_reader(form: LegacyFormat) -> Callable[[PurePath, bytes], Document]:
    """Return the reader of files in `form`."""
    return lambda path, data: read_legacy(path, data, form)


def read_legacy(path: PurePath, data: bytes, form: LegacyFormat) -> Document:
    """Return the document that `data`, the content of the file `path` in the older format `form`, holds.

    Raises:
        UnsupportedFormat: LibreOffice is not installed; the message says how to install it.
        UnreadableDocument: it cannot convert the file, or not within `DEADLINE` seconds.
        DocumentTooLarge: the converted file is beyond the bounds of its reader.
    """
    program = find_program()
    if program is None:
        raise UnsupportedFormat(
            f"{path} is {form.name}; LibreOffice reads it, but is not installed.",
            hint=f"Install it ({_INSTALL.get(sys.platform, _INSTALL_LINUX)}), or save the file as .{form.target}.",
        )
    converted = _convert(path, data, form, program)
    document = read_docx(path, converted) if form.target == "docx" else read_xlsx(path, converted)
    return replace(document, sha256=hashlib.sha256(data).hexdigest(), media_type=form.media_type)


def read_protected(path: PurePath, data: bytes) -> Document:  # noqa: ARG001  # the form of every reader
    """Refuse an Office file that is encrypted with a password.

    Raises:
        UnreadableDocument: always.
    """
    raise UnreadableDocument(f"{path} is protected by a password.", hint="Save a copy without a password.")


def find_program() -> str | None:
    """Return the path of LibreOffice's program, None when it is not installed."""
    found = (shutil.which(name) for name in (*_PROGRAMS, *_PLACES.get(sys.platform, ())))
    return next((program for program in found if program), None)


def _convert(path: PurePath, data: bytes, form: LegacyFormat, program: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="chitieu-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"source.{form.suffix}"
        source.write_bytes(data)
        profile = (folder / "profile").as_uri()
        options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", f"-env:UserInstallation={profile}"]
        command = [program, *options, "--convert-to", form.target, "--outdir", str(folder / "out"), str(source)]
        if not _run(command, folder):
            raise UnreadableDocument(
                f"{path} takes LibreOffice longer than {DEADLINE:.0f} seconds.", hint=f"Save it as .{form.target}."
            )
        made = folder / "out" / f"source.{form.target}"
        if not made.is_file():
            raise UnreadableDocument(
                f"{path} cannot be read: LibreOffice makes nothing of {form.name}.", hint=f"Save it as .{form.target}."
            )
        return made.read_bytes()


def _run(command: Sequence[str], folder: Path) -> bool:
    """Run a program in `folder`; return whether it ended in time. One that does not is ended with all it started."""
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            command, cwd=folder, env=_environment(), stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        )
    except OSError as error:
        raise UnsupportedFormat(f"{command[0]} cannot be run: {error.strerror}.", hint="Install it again.") from error
    try:
        process.wait(DEADLINE)
    except subprocess.TimeoutExpired:
        _end(process)
        return False
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _environment() -> dict[str, str]:
    """Return the environment of LibreOffice: ours, with proxies that lead nowhere."""
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9")
    return {**os.environ, **nowhere, "SAL_USE_VCLPLUGIN": "svp"}
