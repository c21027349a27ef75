"""How every answer of `/api/v1` is sent: worked out in a thread, with validators and the snapshot's id."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.answers import etag, not_modified, validators
from api.pages.desk import desk_of
from api.rest.values import Json

_JSON: Final = "application/json"
_VARY: Final = "Accept"


async def answer(request: Request, work: Callable[[], Json]) -> Response:
    """Return what `work` gives as JSON, or 304 if the client has it."""
    snapshot = desk_of(request).snapshot.id
    tag = etag(snapshot, "rest", str(request.url))
    known = not_modified(request, tag, _VARY)
    if known is not None:
        return known
    body = await run_in_threadpool(lambda: json.dumps(work(), ensure_ascii=False).encode())
    return Response(body, media_type=_JSON, headers={**validators(tag, _VARY), "X-Snapshot": snapshot})


def as_json(request: Request, content: Json, snapshot: str) -> Response:
    """Return content of a snapshot as JSON, with validators."""
    body = json.dumps(content, ensure_ascii=False).encode()
    headers = {**validators(etag(snapshot, "rest", str(request.url)), _VARY), "X-Snapshot": snapshot}
    return Response(body, media_type=_JSON, headers=headers)
