"""What `web/` is built into: files in `api/static/build`, named by their content, and a manifest of these names.

They are made by npm (`make web`), travel in the wheel, and are not in the repository. A page works without them; what
needs them asks here whether they are there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

BUILT: Final = "/static/build"
_FOLDER: Final = Path(str(files("api"))) / "static" / "build"
_MANIFEST: Final = _FOLDER / "manifest.json"
_FOR_EVER: Final = "public, max-age=31536000, immutable"


def asset(name: str) -> str:
    """Return the path of a built file, for example of "editor.js"; empty where it is not built."""
    try:
        built = _manifest(_MANIFEST.stat().st_mtime_ns).get(name)
    except FileNotFoundError:
        return ""
    return f"{BUILT}/{built}" if built else ""


@lru_cache(maxsize=1)
def _manifest(_changed: int) -> Mapping[str, str]:
    """Return the names of the built files; read again when somebody has built them anew."""
    found: dict[str, str] = json.loads(_MANIFEST.read_text(encoding="utf-8"))
    return found


class BuiltFiles(StaticFiles):
    """Built files, which browsers may keep: another content has another name."""

    def __init__(self) -> None:
        super().__init__(directory=_FOLDER, check_dir=False)

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
