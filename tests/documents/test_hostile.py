"""Any bytes at all: a reader gives a document or an error of ours, opens nothing else and calls nobody."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.documents.kinds import reader_for
from kg.documents.text import read_text
from kg.errors import InputError

PATH = PurePath("lạ")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
QUICK = settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def read_any(data: bytes) -> None:
    """Read `data` as whatever it is; an error of ours that names the file is an answer too."""
    said = str(PATH)
    try:
        (reader_for(data) or read_text)(PATH, data)
    except InputError as error:
        said = str(error)
    assert str(PATH) in said


@pytest.fixture(autouse=True)
def no_other_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave Tesseract out, which recognises pages that lost their text and would take most of the time."""
    monkeypatch.setenv("PATH", "")


@pytest.fixture(scope="module")
def samples(
    pdf: Callable[[Sequence[Any]], bytes],
    leaf: Callable[..., Any],
    package: Callable[[Mapping[str, str | bytes]], bytes],
) -> dict[str, bytes]:
    """Return a small whole file of each format."""
    word, book = docx.Document(), openpyxl.Workbook()
    word.add_table(2, 2).cell(0, 0).text = "Chỉ tiêu"
    assert book.active is not None
    book.active.append(["TT", "Chỉ tiêu", 0.8])
    buffers = io.BytesIO(), io.BytesIO()
    word.save(buffers[0])
    book.save(buffers[1])
    return {
        "docx": buffers[0].getvalue(),
        "xlsx": buffers[1].getvalue(),
        "ods": package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a><b/></a>"}),
        "pdf": pdf([leaf(((50, 50, "Chỉ tiêu", 12),), ((40, 40, 200, 40), (40, 40, 40, 90), (40, 90, 200, 90)))]),
        "html": "<html><body><table><tr><td colspan=3>Chỉ tiêu<td>x</table>".encode(),
        "csv": "TT,Chỉ tiêu,Chủ trì\n1,a,b\n2,c,d\n".encode(),
    }


@pytest.mark.parametrize("form", ["docx", "xlsx", "ods", "pdf", "html", "csv"])
@QUICK
@given(data=st.data())
def test_damaged_files_give_a_document_or_an_error(samples: dict[str, bytes], form: str, data: st.DataObject) -> None:
    whole = bytearray(samples[form])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        piece = data.draw(st.binary(max_size=12))
        whole[at : at + data.draw(st.integers(0, 40))] = piece
        if not whole:
            return
    read_any(bytes(whole))


_XML = st.recursive(
    st.sampled_from(["", "<w:t>Chỉ tiêu</w:t>", "<w:br/>", "<w:tab/>", '<w:sym w:char="F0B3"/>', "<w:vMerge/>"]),
    lambda inner: st.builds(
        lambda name, parts: f"<w:{name}>{''.join(parts)}</w:{name}>",
        st.sampled_from(["p", "r", "tbl", "tr", "tc", "tcPr", "pPr", "ins", "del", "sdt", "txbxContent", "drawing"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=40,
)


@QUICK
@given(body=_XML)
def test_word_elements_in_any_order(body: str, word: Callable[..., bytes]) -> None:
    read_any(word(body))


_TAGS = st.sampled_from(
    ["table", "tr", "td", "th", "tbody", "tfoot", "caption", "p", "ol", "li", "pre", "br", "b", "nav"]
)
_HTML = st.lists(
    st.one_of(
        _TAGS.map(lambda tag: f"<{tag}>"),
        _TAGS.map(lambda tag: f"</{tag}>"),
        st.builds("<td rowspan={} colspan={}>".format, st.integers(-1, 10**6), st.integers(-1, 10**6)),
        st.text(max_size=8),
    ),
    max_size=60,
)


@QUICK
@given(parts=_HTML)
def test_tags_in_any_order(parts: list[str]) -> None:
    read_any(("<html>" + "".join(parts)).encode("utf-8", "replace"))


@QUICK
@given(data=st.binary(max_size=300), start=st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"{\\x"]))
def test_any_bytes(data: bytes, start: bytes) -> None:
    read_any(start + data)


WATCHED = """
import sys
from pathlib import Path
from kg.documents.reader import read
path = Path(sys.argv[1])
read(path, max_bytes=10**7)  # imports what it needs
def watch(event, arguments):
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.posix_spawn", "urllib.")):
        raise SystemExit(f"{event} {arguments}")
    if event == "open" and str(arguments[0]) != str(path):
        raise SystemExit(f"{event} {arguments}")
sys.addaudithook(watch)
read(path, max_bytes=10**7)
print("quiet")
"""


@pytest.mark.parametrize("form", ["docx", "xlsx", "pdf", "html", "csv"])
def test_nothing_but_the_file_is_opened(samples: dict[str, bytes], form: str, tmp_path: Path) -> None:
    path = tmp_path / "plan"
    data = samples[form]
    if form == "html":
        data += (
            b'<img src="http://127.0.0.1:9/x.png"><link href="file:///etc/passwd"><iframe src="http://127.0.0.1:9/">'
        )
    path.write_bytes(data)
    command = [sys.executable, "-B", "-c", WATCHED, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    assert (done.stdout.strip(), done.returncode) == ("quiet", 0), done.stderr
