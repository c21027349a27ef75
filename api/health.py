"""`/health`: whether queries are answered, and how busy the workers are."""

from __future__ import annotations

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.serving.pool import Pool
from kg.version import VERSION


async def health(request: Request) -> Response:
    """Return 200 and the load, or 503 while no snapshot is loaded."""
    pool: Pool = request.app.state.pool
    load = pool.load
    status = "ok" if load.snapshot else "no snapshot"
    content = {"status": status, "version": VERSION, **asdict(load)}
    return JSONResponse(content, 200 if load.snapshot else 503, {"Cache-Control": "no-store"})
