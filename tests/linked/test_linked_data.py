"""Linked data over the corpus: every name answers in every serialisation, and says the same in each."""

from __future__ import annotations

import csv
import html
import io
import json
import os
import re
import zipfile
from collections import Counter
from collections.abc import Iterable

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, Triple, parse
from starlette.testclient import TestClient

from api.addresses import ROOT
from api.linked.gone import tombstones
from api.linked.things import SERIALISATIONS
from kg.store.query import execute

PARTS = {"agency", "agency-group", "appendix", "assignment", "body", "citation", "cited", "indicator", "place"}
PARTS |= {"section", "source", "table", "target", "threshold"}
AGENCY = "/id/agency/so-thong-tin-va-truyen-thong/kon-tum"


def triples(body: bytes, media_type: str) -> set[Triple]:
    format_ = RdfFormat.from_media_type(media_type)
    assert format_ is not None
    return {quad.triple for quad in parse(body, format_)}


def names(store: Store) -> list[str]:
    """Every IRI of ours in the graph, as subject, predicate, object, class, or name of a graph; without fragments."""
    anywhere = "{ ?n ?p ?o } UNION { ?s ?n ?o } UNION { ?s ?p ?n } UNION { GRAPH ?n { } }"
    query = f"SELECT DISTINCT ?n {{ {anywhere} FILTER(ISIRI(?n)) }}"
    found = {term.value.partition("#")[0] for (term,) in execute(store, query).rows() if isinstance(term, NamedNode)}
    return sorted(iri for iri in found if iri.startswith(f"{ROOT}/"))


def test_every_name_of_ours_answers(site: TestClient, corpus_store: Store) -> None:
    """All of them with CHITIEU_TEST_ALL=1 (4,400: some minutes); else of each kind the first 25 and every fifteenth."""
    found = names(corpus_store)
    assert len(found) > 4000
    silent = []
    for iri in found if os.environ.get("CHITIEU_TEST_ALL") else thinned(found):
        answer = site.get(
            iri.removeprefix(ROOT) + ("?format=nt" if "/id/" in iri else ""), headers={"Accept": "text/turtle"}
        )
        if answer.status_code not in (200, 303):
            silent.append((iri, answer.status_code))
    assert silent == []


def thinned(iris: Iterable[str]) -> list[str]:
    seen: Counter[str] = Counter()
    kept = []
    for iri in iris:
        family = "/".join(iri.removeprefix(ROOT).split("/")[:3])
        seen[family] += 1
        if seen[family] <= 25 or seen[family] % 15 == 0:
            kept.append(iri)
    return kept


def sample(iris: Iterable[str]) -> list[str]:
    """Two of each kind of thing, and of each kind of part that is named under one."""
    kinds: dict[tuple[str, ...], list[str]] = {}
    for iri in iris:
        _, room, *rest = iri.removeprefix(ROOT).split("/")
        parts = [part for part in rest[1:] if part in PARTS]
        kinds.setdefault((room, *rest[:1], *parts) if room == "id" else (room,), []).append(iri)
    return [iri for found in kinds.values() for iri in found[:2]]


def test_the_serialisations_say_the_same(site: TestClient, corpus_store: Store) -> None:
    chosen = [iri for iri in sample(names(corpus_store)) if "/id/" in iri or "/question/" in iri]
    assert len(chosen) > 40
    for iri in chosen:
        said = set(execute(corpus_store, f"CONSTRUCT {{ <{iri}> ?p ?o }} {{ <{iri}> ?p ?o }}").triples())
        for name, media_type in SERIALISATIONS.items():
            answer = site.get(f"{iri.removeprefix(ROOT)}?format={name}")
            assert answer.status_code == 200, (iri, name)
            assert answer.headers["content-type"].startswith(media_type)
            if said:
                assert triples(answer.content, media_type) == said, (iri, name)


def test_every_name_has_a_page(site: TestClient, corpus_store: Store) -> None:
    shown: dict[str, str] = {}  # page → what leads to it
    for iri in sample(names(corpus_store)):
        answer = site.get(iri.removeprefix(ROOT), headers={"Accept": "text/html"})
        assert answer.status_code in (200, 303), iri
        if answer.status_code == 303:
            shown.setdefault(answer.headers["location"].partition("#")[0], iri)
        else:
            assert "html" in answer.headers["content-type"] or "/def/alignments" in iri, iri
    for path, iri in shown.items():
        page = site.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
        assert page.status_code == 200, (iri, path)
        assert "html" in page.headers["content-type"] or "/graph" in iri, iri


@pytest.mark.parametrize(("accept", "format_"), [(media_type, name) for name, media_type in SERIALISATIONS.items()])
def test_a_thing_points_to_what_describes_it(site: TestClient, accept: str, format_: str) -> None:
    answer = site.get(AGENCY, headers={"Accept": accept})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{AGENCY}?format={format_}"
    assert "Accept" in answer.headers["vary"]
    assert answer.headers["link"].count('rel="alternate"') == 4
    assert 'rel="describedby"' in answer.headers["link"]


def test_browsers_are_shown_the_page(site: TestClient) -> None:
    answer = site.get(AGENCY, headers={"Accept": "text/html,*/*;q=0.1"})
    assert (answer.status_code, answer.headers["location"]) == (303, AGENCY.replace("/id/agency/", "/agencies/"))


def test_a_name_that_nothing_has_is_not_found(site: TestClient) -> None:
    for path in ("/id/agency/none", "/id/", "/id/%3Cx%3E", "/id/a%20b", "/question/none", "/graph/none", "/id/\ud7a3"):
        answer = site.get(path, headers={"Accept": "text/turtle"})
        assert answer.status_code == 404, path
        assert answer.json()["type"].endswith("/not-found")


def test_a_withdrawn_name_is_gone(site: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        tombstones(), f"{ROOT}/id/indicator/old", (f"{ROOT}/id/indicator/new", "It was two indicators.")
    )
    answer = site.get("/id/indicator/old", headers={"Accept": "text/turtle"})
    assert answer.status_code == 410
    assert "two indicators" in answer.json()["detail"]
    assert f"{ROOT}/id/indicator/new" in answer.json()["hint"]


def test_json_ld_needs_no_other_document(site: TestClient) -> None:
    answer = site.get(f"{AGENCY}?format=jsonld").json()
    assert answer["@context"] == site.get("/context.jsonld").json()["@context"]
    assert answer["@id"] == ROOT + AGENCY
    assert "ct:Agency" in answer["@type"]


def test_a_client_that_knows_the_answer_is_told_so(site: TestClient) -> None:
    first = site.get(f"{AGENCY}?format=turtle")
    again = site.get(f"{AGENCY}?format=turtle", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert site.get(AGENCY, headers={"Accept": "image/png"}).status_code == 406


def test_the_catalogue_names_what_can_be_fetched(site: TestClient) -> None:
    query = "SELECT ?file { ?d a dcat:Dataset ; dcat:distribution/dcat:downloadURL ?file . ?c dcat:dataset ?d }"
    store = Store()
    store.load(site.get("/dcat").content, RdfFormat.TURTLE)
    found = [file.value for (file,) in execute(store, query).rows() if isinstance(file, NamedNode)]
    assert len(found) == 5
    for address in found:
        assert site.get(address).status_code in (200, 303), address
    assert triples(site.get("/dcat?format=jsonld").content, "application/ld+json") == triples(
        site.get("/dcat").content, "text/turtle"
    )


def test_every_address_of_the_sitemap_answers_in_each_of_its_formats(site: TestClient) -> None:
    """All of them with CHITIEU_TEST_ALL=1 (860 pages, some minutes); else some of each kind."""
    text = site.get("/sitemap.xml").text
    found = re.findall(r"<loc>[^<]*?//[^/]*(/[^<]*)</loc>", text)
    assert len(found) > 800
    assert text.count('hreflang="en"') == len(found)
    assert site.get("/sitemap-2.xml").status_code == 404
    for path in found if os.environ.get("CHITIEU_TEST_ALL") else of_each_kind(found):
        page = site.get(f"{path}?lang=en", headers={"Accept": "text/html"})
        assert (page.status_code, page.headers["content-language"]) == (200, "en"), path
        for address in twins(page.text):
            answer = site.get(address)
            assert answer.status_code == 200, address
            assert_is(address.partition("?")[0].rpartition(".")[2], answer.content)


def of_each_kind(paths: Iterable[str]) -> list[str]:
    """Of each room and depth the first two pages, which are those of the lists where there are lists."""
    kinds: dict[tuple[str, ...], list[str]] = {}
    for path in paths:
        parts = path.split("/")
        kinds.setdefault((*parts[1:2], str(len(parts)), *(part for part in parts if part == "local")), []).append(path)
    return [path for found in kinds.values() for path in found[:2]]


def twins(page: str) -> list[str]:
    """The addresses at which a page says that its content is data."""
    addresses = re.findall(r'<ul class="take".*?</ul>', page, re.DOTALL)
    links = [html.unescape(link) for each in addresses for link in re.findall(r'href="([^"]+)"', each)]
    return [link for link in links if re.search(r"\.(json|csv|xlsx|ttl)(\?|$)", link)]


def assert_is(suffix: str, content: bytes) -> None:
    match suffix:
        case "json":
            assert json.loads(content)["rows"] is not None
        case "csv":
            header, *_ = csv.reader(io.StringIO(content.decode()))
            assert header
        case "xlsx":
            assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
        case _:
            assert list(parse(content, RdfFormat.TURTLE))


def test_robots_find_the_sitemap(site: TestClient) -> None:
    assert re.search(r"^Sitemap: http.*/sitemap.xml$", site.get("/robots.txt").text, re.MULTILINE)
