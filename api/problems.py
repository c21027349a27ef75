"""One shape for every error: `application/problem+json` (RFC 9457), or a page with the same content for browsers.

`type` is `https://w3id.org/chitieu/problem/<code>`, with the stable codes of `kg/errors.py`; `hint` says what to do.
"""

from __future__ import annotations

import json
import logging
from http import HTTPStatus
from typing import Final, cast

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.negotiation import HTML, best
from kg.errors import (
    ChitieuError,
    MethodNotAllowed,
    NoSuchPage,
    QuerySyntaxError,
    RequestError,
    ServerBusy,
    ServingUnavailable,
    TooManyRequests,
)

PROBLEM_JSON: Final = "application/problem+json"
_TYPE: Final = "https://w3id.org/chitieu/problem/"
_RETRY_SECONDS: Final = "5"
_LOG: Final = logging.getLogger("chitieu.api")


def problem(error: ChitieuError) -> dict[str, object]:
    """Return the members of an error's problem object."""
    members: dict[str, object] = {
        "type": _TYPE + error.code,
        "title": error.code.replace("-", " ").capitalize(),
        "status": error.http_status,
        "detail": error.message,
    }
    if error.hint:
        members["hint"] = error.hint
    if isinstance(error, QuerySyntaxError) and error.line is not None:
        members |= {"line": error.line, "column": error.column}
    return members


def respond(request: Request, error: ChitieuError) -> Response:
    """Return the response that tells an error, as a page if that is what the asker likes best."""
    members = problem(error)
    headers = {"Cache-Control": "no-store", "Vary": "Accept"}
    if isinstance(error, ServerBusy | ServingUnavailable | TooManyRequests):
        headers["Retry-After"] = _RETRY_SECONDS
    if best(request.headers.get("accept", ""), (PROBLEM_JSON, "application/json", HTML)) == HTML:
        response: Response = request.app.state.pages.problem(request, members)
        response.headers.update(headers)
        return response
    body = json.dumps(members, ensure_ascii=False)
    return Response(body, error.http_status, headers, media_type=PROBLEM_JSON)


def install(app: FastAPI) -> None:
    """Let `app` tell every error in this shape."""
    app.add_exception_handler(ChitieuError, _chitieu_error)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(Exception, _defect)


async def _chitieu_error(request: Request, error: Exception) -> Response:
    return respond(request, cast("ChitieuError", error))  # registered for it


async def _http_exception(request: Request, error: Exception) -> Response:
    """Tell what the router found: no such path, or not this method."""
    found = cast("HTTPException", error)  # registered for it
    response = respond(request, _from_status(request, found))
    response.headers.update(found.headers or {})
    return response


def _from_status(request: Request, error: HTTPException) -> ChitieuError:
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            return NoSuchPage(f"There is nothing at {request.url.path}.", hint="Start from /.")
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return MethodNotAllowed(f"{request.url.path} does not take {request.method}.")
        case _:
            return RequestError(str(error.detail))


async def _defect(request: Request, error: Exception) -> Response:
    """Tell that something of ours broke; what exactly stands in the log only."""
    _LOG.error("a defect at %s", request.url.path, exc_info=error)
    return respond(request, ChitieuError("Something broke in chitieu itself.", hint="Please report it."))
