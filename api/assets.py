"""What `web/` is built into: files in `api/static/build`, named by their content, and a manifest of these names.

They are made by npm (`make web`), travel in the wheel, and are not in the repository. A page works without them; what
needs them asks here whether they are there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

BUILT: Final = "/static/build"
_FOR_EVER: Final = "public, max-age=31536000, immutable"


def asset(name: str) -> str:
    """Return the path of a built file, for example of "editor.js"; empty where it is not built."""
    built = _manifest().get(name)
    return f"{BUILT}/{built}" if built else ""


@cache
def _manifest() -> Mapping[str, str]:
    manifest = files("api").joinpath("static", "build", "manifest.json")
    if not manifest.is_file():
        return {}
    found: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
    return found


class BuiltFiles(StaticFiles):
    """Built files, which browsers may keep: another content has another name."""

    def __init__(self) -> None:
        folder = files("api").joinpath("static", "build")
        super().__init__(directory=os.fspath(str(folder)), check_dir=False)

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return a file's response, with the leave to keep it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = _FOR_EVER
        return response
