"""The corpus, served by the application in this process, and asked as a client would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from kg.settings import Settings
from kg.store.snapshot import open_current


@pytest.fixture(scope="module")
def site(corpus_data: Path) -> Iterator[TestClient]:
    """The application over the corpus, with its real workers."""
    settings = Settings(data_dir=corpus_data, workers=4, client_rate=0, public_url="http://testserver")
    with TestClient(create_app(settings, lambda: open_current(corpus_data)), follow_redirects=False) as client:
        yield client
