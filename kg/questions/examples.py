"""The canned questions as RDF, for the named graph `ctg:questions`: example queries that run as they stand.

The shape is that of the SPARQL examples of the Swiss Institute of Bioinformatics, which query editors read from
`<endpoint>/.well-known/sparql-examples`; parameters are described with SHACL's `sh:Parameter`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.output.bilingual import Text
from kg.questions.ask import bound_query
from kg.questions.bind import bind
from kg.questions.model import FALLBACK, RANGES, BoundTerm, Choice, Parameter, Question
from kg.vocabulary import PREFIXES, QUESTIONS_GRAPH, expand

Object = NamedNode | Literal
_GRAPH: Final = NamedNode(QUESTIONS_GRAPH)
_PREFIXES: Final = NamedNode(expand("ctq:prefixes"))


def question_quads(questions: Iterable[Question], endpoint: str) -> Iterator[Quad]:
    """Describe the questions as example queries for the endpoint, without blank nodes.

    Args:
        questions: the questions, as of `kg.questions.catalogue.questions()`.
        endpoint: address of the SPARQL endpoint that the examples are for (`schema:target`).
    """
    for asked in questions:
        yield from _question(asked, NamedNode(endpoint))
    yield from _prefixes()


def example_terms(asked: Question) -> dict[str, BoundTerm]:
    """Return what the published example of a question binds: defaults, and examples for what is required."""
    return {p.name: p.shown for p in asked.parameters if p.shown is not None}


def example_query(asked: Question) -> str:
    """Return the complete query of a question's published example, prologue included."""
    return bound_query(asked, example_terms(asked), FALLBACK)


def _question(asked: Question, endpoint: NamedNode) -> Iterator[Quad]:
    node = asked.iri
    yield _quad(node, "rdf:type", NamedNode(expand("sh:SPARQLExecutable")))
    yield _quad(node, "rdf:type", NamedNode(expand("sh:SPARQLSelectExecutable")))
    yield from _words(node, "rdfs:label", asked.title)
    yield from _words(node, "rdfs:comment", asked.comment)
    for keyword in asked.keywords:
        yield _quad(node, "schema:keywords", Literal(keyword))
    yield _quad(node, "schema:target", endpoint)
    yield _quad(node, "sh:prefixes", _PREFIXES)
    terms = {**example_terms(asked), "lang": Literal(FALLBACK)}
    yield _quad(node, "sh:select", Literal(bind(asked.select, terms)))
    for order, parameter in enumerate(asked.parameters, start=1):
        iri = f"{node}/{parameter.name}"
        yield _quad(node, "sh:parameter", NamedNode(iri))
        yield from _parameter(iri, order, parameter)


def _parameter(node: str, order: int, parameter: Parameter) -> Iterator[Quad]:
    yield _quad(node, "rdf:type", NamedNode(expand("sh:Parameter")))
    yield _quad(node, "sh:path", NamedNode(f"{expand('ctq:argument/')}{parameter.name}"))
    yield _quad(node, "sh:order", Literal(order))
    yield from _words(node, "rdfs:label", parameter.title)
    yield _quad(node, "sh:optional", Literal(not parameter.required))
    values = RANGES[parameter.type]
    yield _quad(node, "sh:datatype" if values.startswith("xsd:") else "sh:class", NamedNode(expand(values)))
    if parameter.default is not None:
        yield _quad(node, "sh:defaultValue", parameter.default)
    if parameter.example is not None:
        yield _quad(node, "skos:example", parameter.example)
    if parameter.choices:
        yield _quad(node, "sh:in", NamedNode(f"{node}/choice/1"))
        yield from _choices(node, parameter.choices)


def _choices(node: str, choices: tuple[Choice, ...]) -> Iterator[Quad]:
    """Give the choices as an RDF list whose cells have IRIs."""
    for index, choice in enumerate(choices, start=1):
        cell, following = f"{node}/choice/{index}", f"{node}/choice/{index + 1}"
        yield _quad(cell, "rdf:first", Literal(choice.value))
        yield _quad(cell, "rdf:rest", NamedNode(following if index < len(choices) else expand("rdf:nil")))


def _prefixes() -> Iterator[Quad]:
    yield _quad(_PREFIXES.value, "rdf:type", NamedNode(expand("owl:Ontology")))
    for prefix, namespace in PREFIXES.items():
        declaration = NamedNode(f"{expand('ctq:prefix/')}{prefix}")
        yield _quad(_PREFIXES.value, "sh:declare", declaration)
        yield _quad(declaration.value, "sh:prefix", Literal(prefix))
        yield _quad(declaration.value, "sh:namespace", Literal(namespace, datatype=NamedNode(expand("xsd:anyURI"))))


def _words(node: str, curie: str, text: Text) -> Iterator[Quad]:
    yield _quad(node, curie, Literal(text.vi, language="vi"))
    yield _quad(node, curie, Literal(text.en, language="en"))


def _quad(node: str, curie: str, value: Object) -> Quad:
    return Quad(NamedNode(node), NamedNode(expand(curie)), value, _GRAPH)
