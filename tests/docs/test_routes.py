"""Every route of the server stands in the documentation."""

from __future__ import annotations

from pathlib import Path

from starlette.routing import BaseRoute, Mount, Route

from api.app import create_app
from kg.errors import SnapshotNotFound
from kg.settings import Settings
from kg.store.snapshot import Snapshot

ROOT = Path(__file__).parents[2]
ASKED = "/api/v1/questions/"
OF_PAGES = ("json", "csv", "xlsx", "ttl")  # twins: documented as such


def nothing() -> Snapshot:
    raise SnapshotNotFound("This test serves nothing.")


def address(route: BaseRoute) -> str:
    """Return what the documentation has to name of a route: its path up to the first parameter."""
    path = route.path if isinstance(route, Route | Mount) else ""
    path = ASKED if path.startswith(ASKED) else path  # a route a question, documented as one
    return path.partition("{")[0].rstrip("/-") or "/"


def test_every_route_is_documented() -> None:
    texts = [path.read_text(encoding="utf-8") for path in [*(ROOT / "docs").glob("*.md"), ROOT / "README.md"]]
    found = {address(route) for route in create_app(Settings(), nothing).routes}
    paths = {path for path in found if not path.endswith(tuple(f".{twin}" for twin in OF_PAGES))}
    assert len(paths) > 30
    assert sorted(path for path in paths if not any(path in text for text in texts)) == []
