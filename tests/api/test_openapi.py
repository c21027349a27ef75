"""The server does what its OpenAPI document says, whatever it is asked: cases by schemathesis.

`make fuzz` tries 2,000 cases (FUZZ_CASES says how many); the ordinary run a tenth of them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case, SerializationContext
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.openapi import endpoint_description, merged

if TYPE_CHECKING:
    from tests.api.conftest import Server


@schemathesis.serializer("application/sparql-query")
def as_text(_context: SerializationContext, value: object) -> bytes:
    """A query as the body."""
    return str(value).encode()


CASES = int(os.environ.get("FUZZ_CASES", "200"))
# The status says what was meant: 501, 503 and 504 are described, an undescribed 500 is not.
CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]
OPERATIONS = sum(len(path) for path in endpoint_description()["paths"].values())
ROUTES = schemathesis.openapi.from_dict(endpoint_description())


@ROUTES.parametrize()
@settings(
    max_examples=CASES // OPERATIONS + 1,
    deadline=None,
    derandomize=True,
    suppress_health_check=[*HealthCheck],
)
def test_every_answer_is_as_described(case: Case[Any], server: Server) -> None:
    case.call_and_validate(base_url=server.base, checks=CHECKS)


def test_two_documents_become_one() -> None:
    other = {"openapi": "3.1.0", "info": {}, "paths": {"/api/v1/rows": {}}, "tags": [{"name": "rest"}]}
    both = merged(other)
    assert {"/sparql", "/api/v1/rows"} <= set(both["paths"])
    assert "Problem" in both["components"]["schemas"]
    assert {"sparql", "rest"} <= {tag["name"] for tag in both["tags"]}
