"""The first page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from api.pages.site import pages_of
from kg.questions.catalogue import questions
from kg.serving.pool import Pool


async def home(request: Request) -> Response:
    """Answer `/`."""
    pool: Pool = request.app.state.pool
    return pages_of(request).render(request, "home/home.html", snapshot=pool.snapshot, questions=questions())
