"""REST does what its OpenAPI document says, whatever it is asked: cases by schemathesis.

`make fuzz` tries 2,000 cases (FUZZ_CASES says how many); the ordinary run a tenth of them.
"""

from __future__ import annotations

import os
from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from api.rest.routes import description

CASES = int(os.environ.get("FUZZ_CASES", "200"))
CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance, negative_data_rejection]
OPERATIONS = sum(len(path) for path in description()["paths"].values())
# Every value of every enumeration, and each limit from both sides, are thousands of cases: in the long run alone.
PHASES = {"examples": {"enabled": True}, "coverage": {"enabled": CASES >= 2000}, "fuzzing": {"enabled": True}}
ROUTES = schemathesis.openapi.from_dict(description(), config=schemathesis.Config.from_dict({"phases": PHASES}))


@ROUTES.parametrize()
@settings(
    max_examples=CASES // OPERATIONS + 1,
    deadline=None,
    derandomize=True,
    suppress_health_check=[*HealthCheck],
)
def test_every_answer_is_as_described(case: Case[Any], corpus_server: str) -> None:
    case.call_and_validate(base_url=corpus_server, checks=CHECKS)
