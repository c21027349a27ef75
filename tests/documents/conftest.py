"""Files that the tests of the readers make, part by part, so that broken and hostile ones can be made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pytest

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _package(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _word(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return _package({"word/document.xml": document, **(parts or {})})


@pytest.fixture(scope="session")
def package() -> Callable[[Mapping[str, str | bytes]], bytes]:
    """Return the function that writes a ZIP package of parts."""
    return _package


@pytest.fixture(scope="session")
def word() -> Callable[..., bytes]:
    """Return the function that writes a Word file from the XML of its body and further parts by name."""
    return _word


@dataclass(frozen=True)
class Leaf:
    """One page of a PDF to write. Points count from the top left corner; every letter is half its size wide.

    `texts` are (x, y of the base line, words, size), `rules` (x0, y0, x1, y1), `bars` filled boxes of the same form,
    `quarters` how often text and rules are turned counter-clockwise on the sheet, `rotate` the page's own turn.
    """

    texts: tuple[tuple[float, float, str, float], ...] = ()
    rules: tuple[tuple[float, float, float, float], ...] = ()
    bars: tuple[tuple[float, float, float, float], ...] = ()
    size: tuple[float, float] = (595.0, 842.0)
    rotate: int = 0
    quarters: int = 0
    raw: str = ""


def _content(leaf: Leaf, codes: Mapping[str, int]) -> bytes:
    """Return the drawing of a page: its own coordinates go down from the top left corner of the upright sheet."""
    width, height = leaf.size
    turns = (f"1 0 0 1 0 {height}", "0 1 -1 0 0 0", f"-1 0 0 -1 {width} 0", f"0 -1 1 0 {width} {height}")
    parts = [f"q {turns[leaf.quarters]} cm"]
    parts += [f"{x0} {-y0} m {x1} {-y1} l S" for x0, y0, x1, y1 in leaf.rules]
    parts += [f"{x0} {-y1} {x1 - x0} {y1 - y0} re f" for x0, y0, x1, y1 in leaf.bars]
    for x, y, words, size in leaf.texts:
        shown = "".join(f"{codes[letter]:04x}" for letter in words)
        parts.append(f"BT /F {size} Tf 1 0 0 1 {x} {-y} Tm <{shown}> Tj ET")
    return " ".join([*parts, leaf.raw, "Q"]).encode()


def _to_unicode(codes: Mapping[str, int]) -> bytes:
    pairs = [f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items()]
    blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{body}\nendcmap end end"
    ).encode()


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >> stream\n%s\nendstream" % (len(content), content)


def _pdf(leaves: Sequence[Leaf]) -> bytes:
    """Return a PDF file whose font is not embedded: its letters have half their size as width, and Unicode values."""
    letters = sorted({letter for leaf in leaves for _, _, words, _ in leaf.texts for letter in words})
    codes = {letter: code for code, letter in enumerate(letters, 1)}
    pages = range(7, 7 + 2 * len(leaves), 2)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(leaves)} /Kids [{' '.join(f'{page} 0 R' for page in pages)}] >>".encode(),
        (
            b"<< /Type /Font /Subtype /Type0 /BaseFont /Times-Roman /Encoding /Identity-H"
            b" /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>"
        ),
        (
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Times-Roman /DW 500 /FontDescriptor 5 0 R"
            b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
        ),
        (
            b"<< /Type /FontDescriptor /FontName /Times-Roman /Flags 4 /FontBBox [0 -250 1000 900] /ItalicAngle 0"
            b" /Ascent 900 /Descent -250 /CapHeight 700 /StemV 80 >>"
        ),
        _stream(_to_unicode(codes)),
    ]
    for page, leaf in zip(pages, leaves, strict=True):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {leaf.size[0]} {leaf.size[1]}] /Rotate {leaf.rotate}"
            f" /Resources << /Font << /F 3 0 R >> >> /Contents {page + 1} 0 R >>".encode()
        )
        objects.append(_stream(_content(leaf, codes)))
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return data + end.encode() + b"startxref\n%d\n%%%%EOF" % len(data)


@pytest.fixture(scope="session")
def pdf() -> Callable[[Sequence[Leaf]], bytes]:
    """Return the function that writes a PDF file of pages."""
    return _pdf


@pytest.fixture(scope="session")
def leaf() -> type[Leaf]:
    """Return the class of a page to write."""
    return Leaf
