"""The routes of `/api/v1`, and what OpenAPI says of each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.pages.site import pages_of
from api.rest import models, parameters
from api.rest.extraction import Extraction
from api.rest.lists import RESOURCES, listed, named_by_things, one
from api.rest.others import answer_question, extract, find, list_questions, list_rules
from api.upload import FIELD
from kg.questions.catalogue import questions
from kg.questions.model import Question
from kg.views.catalogue import view as view_called

PREFIX: Final = "/api/v1"
VERSION: Final = "1.0"
"""Of the interface, not of chitieu: its first number changes with the address, its second with each addition."""
_PROBLEM: Final = {"application/problem+json": {"schema": models.Problem.model_json_schema()}}
_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    "4XX": {"description": "What is wrong with the request (RFC 9457).", "content": _PROBLEM},
    "5XX": {"description": "Why it cannot be answered now (RFC 9457).", "content": _PROBLEM},
}
_DESCRIPTION: Final = (
    "Kế hoạch, phân công, cơ quan, chỉ tiêu, văn bản và phát hiện, dạng JSON. / "
    "Plans, assignments, agencies, indicators, documents and findings, as JSON. Filters are named as on the pages."
)

Endpoint = Callable[..., Awaitable[Response]]


def _router() -> APIRouter:
    router = APIRouter(prefix=PREFIX)
    for resource in RESOURCES:
        _add_resource(router, resource)
    _add(router, "/rules", list_rules, models.Rules, "Quy tắc", "Rules")
    _add(router, "/questions", list_questions, models.Questions, "Câu hỏi", "Questions")
    for asked in questions():
        _add_question(router, asked)
    _add(router, "/search", find, models.Hits, "Tìm kiếm", "Search", parameters.of_search())
    _add_extract(router)
    return router


def _add(
    router: APIRouter,
    path: str,
    endpoint: Endpoint,
    model: type[models.Model],
    vi: str,
    en: str,
    further: list[parameters.Parameter] | None = None,
) -> None:
    router.add_api_route(
        path,
        endpoint,
        response_model=model,
        responses=_PROBLEMS,
        summary=f"{en} / {vi}",
        description=(model.__doc__ or "").strip(),
        tags=[path.split("/")[1]],
        operation_id=f"get{path.replace('/{key:path}', '-one').replace('/', '-')}",
        openapi_extra={"parameters": further or []},
    )


def _add_resource(router: APIRouter, resource: str) -> None:
    view = view_called(RESOURCES[resource])

    async def many(request: Request) -> Response:
        return await listed(request, resource)

    async def single(
        request: Request, key: Annotated[str, Path(description="The end of its IRI, or the whole of it.")]
    ) -> Response:
        return await one(request, resource, key)

    _add(
        router,
        f"/{resource}",
        many,
        models.page_model(view.name),
        view.title.vi,
        view.title.en,
        parameters.of_view(view),
    )
    if named_by_things(view):
        titles = (f"{view.title.vi}: một", f"{view.title.en}: one of them")
        _add(router, f"/{resource}/{{key:path}}", single, models.item_model(view.name), *titles)


def _add_question(router: APIRouter, asked: Question) -> None:
    async def ask(request: Request) -> Response:
        return await answer_question(request, asked)

    title = asked.title
    _add(router, f"/questions/{asked.name}", ask, models.AnswerModel, title.vi, title.en, parameters.of_question(asked))


def _add_extract(router: APIRouter) -> None:
    file = {"type": "object", "required": [FIELD], "properties": {FIELD: {"type": "string", "format": "binary"}}}
    router.add_api_route(
        "/extract",
        extract,
        methods=["POST"],
        response_model=Extraction,
        responses=_PROBLEMS,
        summary="Try a document / Thử một văn bản",
        description="Reads a document that is sent, resolves and validates it. Nothing of it is kept.",
        tags=["extract"],
        operation_id="post-extract",
        openapi_extra={"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": file}}}},
    )


_ROUTER: Final = _router()


def description() -> dict[str, Any]:
    """Return the OpenAPI document."""
    return get_openapi(title="chitieu", version=VERSION, description=_DESCRIPTION, routes=_ROUTER.routes)


async def openapi(_request: Request) -> Response:
    """Answer `/api/v1/openapi.json`."""
    return JSONResponse(description(), headers={"Cache-Control": "public, max-age=3600"})


async def reference(request: Request) -> Response:
    """Answer `/api/v1/`: the OpenAPI document as a page, without anything from elsewhere."""
    return pages_of(request).render(request, "rest/reference.html", described=description())


_ROUTER.add_route(f"{PREFIX}/openapi.json", openapi, include_in_schema=False)
_ROUTER.add_route(f"{PREFIX}/", reference, include_in_schema=False)
ROUTES: Final = tuple(_ROUTER.routes)
