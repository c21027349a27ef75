"""JSON-LD that people can read: properties by their CURIEs, under a context that stands in the answer itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from kg.output.tables import Iri
from kg.vocabulary import PREFIXES, expand

MEDIA_TYPE: Final = "application/ld+json"
CONTEXT: Final[Mapping[str, Mapping[str, str]]] = {"@context": dict(PREFIXES)}
"""Published at `/context.jsonld`; answers carry it, so that nobody has to fetch it."""
_TYPE: Final = expand("rdf:type")
_CACHED: Final = "public, max-age=86400"


async def context(_request: Request) -> Response:
    """Answer `/context.jsonld`."""
    return Response(json.dumps(CONTEXT, indent=2), media_type=MEDIA_TYPE, headers={"Cache-Control": _CACHED})


def compact(expanded: bytes) -> bytes:
    """Return expanded JSON-LD, as pyoxigraph writes it, with short names; the triples stay the same."""
    nodes = [_node(node) for node in json.loads(expanded)]
    content = {**CONTEXT, **(nodes[0] if len(nodes) == 1 else {"@graph": nodes})}
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _node(node: Mapping[str, Any]) -> dict[str, Any]:
    types = [each["@id"] for each in node.get(_TYPE, ()) if "@id" in each]
    facts = {Iri(name).curie: value for name, value in node.items() if name not in ("@id", "@type", _TYPE)}
    kinds = [*node.get("@type", ()), *types]
    return {"@id": node["@id"], **({"@type": [Iri(kind).curie for kind in kinds]} if kinds else {}), **facts}
