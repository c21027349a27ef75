"""Our routes described by OpenAPI: `endpoint.json` tells what the SPARQL endpoint and its neighbours take and give.

`tests/api/test_openapi.py` holds the running server against it. The REST routes describe themselves; `merged` puts
both into one document.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from kg import __version__


@cache
def endpoint_description() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of `/sparql`, `/graph-store`, `/questions` and what describes the server."""
    document: dict[str, Any] = json.loads(files(__name__).joinpath("endpoint.json").read_text(encoding="utf-8"))
    return {**document, "info": {**document["info"], "version": __version__}}


def merged(other: Mapping[str, Any]) -> dict[str, Any]:
    """Return another OpenAPI document with our paths, schemas and tags added; what is named in both is the other's."""
    ours = endpoint_description()
    schemas = {**ours["components"]["schemas"], **other.get("components", {}).get("schemas", {})}
    return {
        **other,
        "paths": {**ours["paths"], **other.get("paths", {})},
        "components": {**other.get("components", {}), "schemas": schemas},
        "tags": [*ours["tags"], *other.get("tags", [])],
    }
