"""`/try` over HTTP: the formats, errors as problems, limits, and the switch."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING

import httpx
import pytest
from openpyxl import load_workbook

from kg.resources import resource

if TYPE_CHECKING:
    from tests.api.conftest import Server

SEED = next(resource("corpus").glob("002_*"))
LETTER = "Kính gửi ông Nguyễn Văn A.\nTrân trọng.\n".encode()


def test_the_page_gives_every_format(corpus_server: str) -> None:
    with httpx.Client(base_url=corpus_server, timeout=240) as client:
        files = {"file": (SEED.name, SEED.read_bytes(), "text/plain")}
        page = client.post("/try", files=files, headers={"Accept": "text/html", "Accept-Language": "en"})
        assert page.status_code == 200
        assert page.headers["cache-control"] == "no-store"
        assert "28 rows" in page.text
        book = client.post("/try", params={"format": "xlsx"}, files=files)
        assert load_workbook(BytesIO(book.content)).worksheets[0].max_row == 29
        raw = client.post("/try", params={"format": "json", "name": SEED.name}, content=SEED.read_bytes())
        assert len(raw.json()["rows"]) == 28


@pytest.mark.parametrize(
    ("files", "status", "code"),
    [
        ({"file": ("a.txt", LETTER)}, 422, "no-assignment-table"),
        ({"file": ("a.txt", b"")}, 400, "request"),
        ({"other": ("a.txt", LETTER)}, 400, "request"),
        ({"file": ("a.zip", b"PK\x03\x04nothing")}, 415, "unsupported-format"),
    ],
)
def test_errors_are_problems(corpus_server: str, files: dict[str, tuple[str, bytes]], status: int, code: str) -> None:
    answer = httpx.post(f"{corpus_server}/try", files=files, headers={"Accept": "application/json"}, timeout=240)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"].endswith(f"/{code}")
    assert answer.status_code == status


def test_limits_of_an_upload(launch: Callable[..., Server]) -> None:
    server = launch(max_document_bytes=1000, upload_seconds=5)
    big = server.client.post("/try", files={"file": ("a.txt", b"x" * 70_000)}, headers={"Accept": "application/json"})
    assert (big.status_code, big.json()["type"].rpartition("/")[2]) == (413, "document-too-large")
    malformed = server.client.post("/try", content=b"--x", headers={"Content-Type": "multipart/form-data"})
    assert malformed.status_code == 400


def test_it_can_be_off(launch: Callable[..., Server]) -> None:
    server = launch(try_documents=0)
    page = server.get("/try", "text/html")
    assert page.status_code == 404
    assert 'href="/try"' not in page.text
    assert server.client.post("/try", files={"file": ("a.txt", LETTER)}).status_code == 404
