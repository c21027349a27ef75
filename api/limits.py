"""`/about/limits`: what the server allows, as a page and as data."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.negotiation import HTML, best
from api.pages.site import pages_of
from api.pages.words import messages
from kg.settings import Settings

LIMITS: Final = (
    "query_seconds",
    "query_bytes",
    "result_bytes",
    "query_memory_bytes",
    "query_workers",
    "reserved_workers",
    "queue_length",
    "queue_seconds",
    "quick_seconds",
    "steady_seconds",
    "question_rows",
    "page_rows",
    "body_seconds",
    "send_seconds",
    "idle_seconds",
    "connections",
    "header_bytes",
    "buffered_bytes",
    "client_rate",
    "client_burst",
    "max_document_bytes",
    "upload_seconds",
    "try_processes",
    "try_seconds",
    "try_memory_bytes",
)


def limits_of(settings: Settings) -> dict[str, int | float]:
    """Return the limits that a stranger meets, by the names of their settings."""
    return {name: getattr(settings, name) for name in LIMITS}


async def limits(request: Request) -> Response:
    """Show the limits."""
    found = limits_of(request.app.state.settings)
    if best(request.headers.get("accept", ""), ("application/json", HTML)) == HTML:
        return pages_of(request).render(request, "about/limits.html", limits=found)
    described = {
        name: {"value": value, "vi": messages("vi")[f"limit_{name}"], "en": messages("en")[f"limit_{name}"]}
        for name, value in found.items()
    }
    return JSONResponse({"limits": described}, headers={"Vary": "Accept"})
