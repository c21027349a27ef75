"""REST over the corpus: lists, single things, questions, search; what is promised in `docs/rest.md`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from pyoxigraph import Store
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from starlette.testclient import TestClient

from api.rest.lists import RESOURCES
from api.rest.routes import PREFIX, description
from kg.questions.catalogue import questions
from kg.store.query import execute

DOCS = Path(__file__).parents[2] / "docs"
PLAN = "ubnd-tinh-kon-tum/2022/4465-kh-ubnd"


def ok(site: TestClient, path: str, **parameters: object) -> Any:  # noqa: ANN401  # JSON
    answer = site.get(f"{PREFIX}{path}", params=parameters)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    assert answer.headers["x-snapshot"]
    return answer.json()


@cache
def described() -> Registry[Any]:
    """The OpenAPI document, for references into it."""
    whole: Resource[Any] = Resource.from_contents(description(), DRAFT202012)
    found: Registry[Any] = Registry().with_resource("api:", whole).crawl()
    return found


def schema_of(path: str) -> Draft202012Validator:
    """Return what checks an answer of a path against the OpenAPI document."""
    place = ["paths", PREFIX + path, "get", "responses", "200", "content", "application/json", "schema"]
    pointer = "/".join(part.replace("~", "~0").replace("/", "~1") for part in place)
    return Draft202012Validator({"$ref": f"api:#/{pointer}"}, registry=described())


@pytest.mark.parametrize("resource", RESOURCES)
def test_a_list_and_its_things_are_as_described(site: TestClient, resource: str) -> None:
    listed = ok(site, f"/{resource}", limit=7, facets="true")
    schema_of(f"/{resource}").validate(listed)
    assert listed["total"] >= len(listed["items"]) > 0
    path = f"/{resource}/{{key}}"
    if PREFIX + path in description()["paths"]:
        key = next(iter(listed["items"][0].values()))["iri"]
        item = ok(site, f"/{resource}/{key}")
        schema_of(path).validate(item)
        assert {name: item[name] for name in listed["items"][0]} == listed["items"][0]


def test_filters_are_those_of_the_pages_and_name_things_in_short(site: TestClient) -> None:
    found = ok(site, "/assignments", plan=PLAN, limit=100)
    assert found["total"] == 31
    assert {row["plan"]["page"] for row in found["items"]} == {f"/plans/{PLAN}"}


def test_pages_follow_next_to_the_end(site: TestClient) -> None:
    address, keys = f"{PREFIX}/assignments?plan={PLAN}&limit=9&order=item", []
    while address:
        page = site.get(address).json()
        keys += [row["row"]["iri"] for row in page["items"]]
        address = page["next"]
    assert len(keys) == len(set(keys)) == 31


def test_the_sparql_of_a_list_gives_its_rows(site: TestClient, corpus_store: Store) -> None:
    listed = ok(site, "/roles", role="lead", certainty="certain", limit=1000)
    assert len(list(execute(corpus_store, listed["sparql"]).rows())) == listed["total"] == len(listed["items"])


def test_a_row_and_a_finding_show_what_is_printed(site: TestClient) -> None:
    row = ok(site, f"/assignments/{PLAN}/assignment/_/_/29")
    assert {cell["role"] for cell in row["cells"]} >= {"label", "lead"}
    contradictions = [f for f in ok(site, "/findings", limit=1000)["items"] if f["other"] and f["focus"]["page"]]
    both = next(f for f in contradictions if "#row-" in f["focus"]["page"] and "#row-" in (f["other"]["page"] or ""))
    item = ok(site, f"/findings/{both['finding']['iri'].rsplit('/', 1)[-1]}")
    assert item["cells"]
    assert item["otherCells"]


def test_questions_are_answered_as_on_their_pages(site: TestClient) -> None:
    listed = ok(site, "/questions")["items"]
    assert [each["name"] for each in listed] == [each.name for each in questions()]
    schema_of("/questions").validate({"items": listed})
    for asked in listed:
        given = {p["name"]: p["example"] for p in asked["parameters"] if p["required"]}
        found = ok(site, f"/questions/{asked['name']}", **given)
        schema_of(f"/questions/{asked['name']}").validate(found)
        page = site.get(f"/questions/{asked['name']}", params={**given, "format": "json"}).json()
        assert len(found["rows"]) == len(page["rows"])


def test_search_finds_without_diacritics(site: TestClient) -> None:
    found = ok(site, "/search", q="so thong tin va truyen thong kon tum", kind="agency")
    schema_of("/search").validate(found)
    assert found["items"][0]["thing"]["iri"].endswith("/agency/so-thong-tin-va-truyen-thong/kon-tum")
    assert len(ok(site, "/rules")["items"]) > 40


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/plans?nothing=1", 400),
        ("/plans?limit=0", 400),
        ("/plans?limit=1001", 400),
        ("/plans?limit=1&limit=2", 400),
        ("/plans?order=stars", 400),
        ("/plans?after=%00", 400),
        ("/plans?facets=perhaps", 400),
        ("/plans/none", 404),
        ("/plans/none?x=1", 400),
        ("/search", 400),
        ("/search?q=x&kind=star", 400),
        ("/questions/none", 404),
        ("/questions/leads-by-body?agency=none", 400),
        ("/questions/departments?lang=fr", 400),
        ("/stars", 404),
    ],
)
def test_what_is_wrong_is_told_in_one_shape(site: TestClient, path: str, status: int) -> None:
    answer = site.get(PREFIX + path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= answer.json().keys()


def test_a_client_that_has_the_answer_is_told_so(site: TestClient) -> None:
    first = site.get(f"{PREFIX}/plans")
    assert first.headers["cache-control"] == "public, no-cache"
    again = site.get(f"{PREFIX}/plans", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert site.post(f"{PREFIX}/plans").status_code == 405


def test_every_route_is_documented_and_every_documented_one_is_there() -> None:
    documented = set(re.findall(r"`(?:GET|POST) (/api/v1/[^`?]*)`", (DOCS / "rest.md").read_text(encoding="utf-8")))
    described = {path for path in description()["paths"] if "/questions/" not in path}
    assert documented == described | {f"{PREFIX}/", f"{PREFIX}/openapi.json", f"{PREFIX}/questions/{{name}}"}


def test_the_reference_names_every_path_and_loads_nothing_from_elsewhere(site: TestClient) -> None:
    page = site.get(f"{PREFIX}/", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert all(path in page.text for path in description()["paths"])
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page.text)
