"""`/def`, `/def/alignments`, `/def/shapes`: pages with an anchor for every term, and the same as RDF."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.resources import parse_turtle, read_text, resource
from kg.vocabulary import CT, PREFIXES, expand

if TYPE_CHECKING:
    from tests.api.conftest import Server

FORMATS = ["text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples"]


def ground(quads: list[Quad]) -> set[tuple[str, str, str]]:
    """The triples without blank nodes, which no two readings name alike."""
    return {
        (str(quad.subject), str(quad.predicate), str(quad.object))
        for quad in quads
        if isinstance(quad.subject, NamedNode) and not str(quad.object).startswith("_:")
    }


@pytest.mark.parametrize("media_type", FORMATS)
@pytest.mark.parametrize(
    ("path", "files"),
    [
        ("/def", ["ontology/chitieu.ttl"]),
        ("/def/alignments", ["ontology/alignments.ttl"]),
        ("/def/shapes", ["shapes/model", "shapes/rules"]),
    ],
)
def test_the_rdf_is_that_of_the_files(server: Server, path: str, files: list[str], media_type: str) -> None:
    response = server.get(path, media_type)
    assert response.status_code == 200
    assert response.headers["content-type"].split(";")[0] == media_type
    assert "Accept" in response.headers["vary"]
    format_ = RdfFormat.from_media_type(media_type)
    assert format_ is not None
    got = list(parse(response.content, format=format_, base_iri="https://w3id.org/chitieu/"))
    paths = [resource(name) for name in files]
    stated = [quad for p in paths for file in (p.glob("*.ttl") if p.is_dir() else [p]) for quad in parse_turtle(file)]
    assert len(got) == len(stated)
    assert ground(got) == ground(stated)


def test_turtle_of_the_vocabulary_is_the_file_as_it_was_written(server: Server) -> None:
    assert server.get("/def", "text/turtle").text == read_text("ontology/chitieu.ttl")
    assert server.get("/def", format="ttl").text == read_text("ontology/chitieu.ttl")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_has_an_anchor_and_the_texts_of_every_term(server: Server, language: str) -> None:
    response = server.get("/def", "text/html", lang=language)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["content-language"] == language
    anchors = re.findall(r' id="([^"]*)"', response.text)
    assert len(anchors) == len(set(anchors))
    described = [
        (quad.subject.value, quad.object.value)
        for quad in parse_turtle(resource("ontology/chitieu.ttl"))
        if quad.predicate.value == expand("skos:definition")
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, Literal)
        and quad.object.language == language
    ]
    assert len(described) > 140
    assert [term for term, _ in described if term.removeprefix(CT) not in anchors] == []
    text = html.unescape(response.text)
    assert [definition for _, definition in described if definition not in text] == []
    links = re.findall(r'href="#([^"]*)"', response.text)
    assert [link for link in links if link not in anchors] == []


def test_the_page_loads_nothing_and_runs_nothing(server: Server) -> None:
    response = server.get("/def", "text/html")
    assert re.findall(r'(?:src="|<link [^>]*stylesheet|url\()', response.text) == []
    policy = response.headers["content-security-policy"]
    assert response.headers.get_list("content-security-policy") == [policy]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert [kind for kind in re.findall(r"<script([^>]*)>", response.text) if "application/ld+json" not in kind] == []


@pytest.mark.parametrize("path", ["/def", "/def/alignments", "/def/shapes"])
def test_a_copy_that_is_still_good_is_not_sent_again(server: Server, path: str) -> None:
    tag = server.get(path, "text/turtle").headers["etag"]
    again = server.client.get(path, headers={"Accept": "text/turtle", "If-None-Match": tag})
    assert again.status_code == 304
    assert server.get(path, "application/n-triples").headers["etag"] != tag


def test_a_browser_gets_turtle_where_there_is_no_page(server: Server) -> None:
    assert server.get("/def/alignments", "text/html").headers["content-type"].startswith("text/turtle")


def test_the_version_iri_leads_to_the_version_that_is_served(server: Server) -> None:
    found = re.search(r'owl:versionInfo "([^"]+)"', read_text("ontology/chitieu.ttl"))
    assert found is not None
    assert server.get(f"/def/{found[1]}", "text/turtle").text == server.get("/def", "text/turtle").text
    missing = server.get("/def/99.0.0", "text/turtle")
    assert missing.status_code == 404
    assert found[1] in missing.json()["hint"]


def test_what_cannot_be_served_is_refused(server: Server) -> None:
    assert server.get("/def", "image/png").status_code == 406


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_list_of_shapes_names_every_node_shape(server: Server, language: str) -> None:
    page = server.get("/def/shapes", "text/html", lang=language).text
    shapes = [
        quad.subject.value
        for folder in ("model", "rules")
        for file in resource(f"shapes/{folder}").glob("*.ttl")
        for quad in parse_turtle(file)
        if quad.object == NamedNode(expand("sh:NodeShape")) and isinstance(quad.subject, NamedNode)
    ]
    assert len(shapes) > 40
    missing = [iri for iri in shapes if f'id="{iri.removeprefix(PREFIXES["cts"])}"' not in page]
    assert missing == []


def test_the_iris_of_shapes_lead_to_their_list(server: Server) -> None:
    response = server.client.get("/shapes", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, "/def/shapes")
