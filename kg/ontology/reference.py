"""The reference pages of the vocabulary, one a language, by pyLODE's OntPub profile.

pyLODE prints all languages of a text side by side and names its anchors after labels. So it is given a graph of its
own: one language, titles that begin with the CURIE, what OWL says beside domain and range in words, and anchors that
are the local names, so that `…/def#lead` leads to the property.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import Final, Literal, TypeAlias, TypeGuard

import pyoxigraph
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad, Triple
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, URIRef
from rdflib import Literal as Text
from rdflib.collection import Collection
from rdflib.term import Node

from kg.ontology.loading import load
from kg.resources import read_toml
from kg.vocabulary import CT, PREFIXES

Language: TypeAlias = Literal["vi", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")
PAGES: Final = "ontology/reference"
_CHARACTERISTICS: Final = {
    OWL.FunctionalProperty: "functional",
    OWL.InverseFunctionalProperty: "inverse_functional",
    OWL.TransitiveProperty: "transitive",
    OWL.IrreflexiveProperty: "irreflexive",
    OWL.AsymmetricProperty: "asymmetric",
}
_LISTS: Final = {OWL.disjointUnionOf: "union", OWL.hasKey: "key"}
_LINKS: Final = {OWL.inverseOf: "inverse", RDFS.seeAlso: "see_also", OWL.disjointWith: "disjoint"}
_STYLE: Final = """
dd, td { overflow-wrap: anywhere; }
@media (max-width: 60em) {
    body { padding: 1em; }
    #toc { position: static; width: auto; height: auto; border: 0; }
    #content { width: auto; }
    .entity th { width: 6em; }
}
"""
_ICON: Final = re.compile(r"<link [^>]*rel=\"icon\"[^>]*>")
_LOGO: Final = re.compile(r"<div id=\"pylode\">.*?</div>", re.DOTALL)
_CELL: Final = re.compile(r"(?<=<td>)[^\n]*?(?=</td>)")
_OR: Final = '<span class="cardinality">or</span>'


def reference_page(language: Language) -> str:
    """Return the page of the vocabulary and its alignments in a language: HTML without anything from elsewhere.

    The same vocabulary gives the same page: there is no clock in it.
    """
    from pylode import OntPub  # noqa: PLC0415  # a development dependency, and slow

    words = read_toml(f"{PAGES}/words.toml")
    said = {name: text[language] for name, text in words["note"].items()}
    page = OntPub(ontology=_in_one_language(language, said), sort_subjects=True)
    page.fids.update({str(term): str(term).removeprefix(CT) for term in set(page.ont.subjects()) if _is_ours(term)})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # pyLODE leaves its style sheet open
        page.make_html()
    text = _LOGO.sub("", _ICON.sub("", page.doc.render(pretty=False)))
    text = _CELL.sub(_sorted_union, text)
    if language == "vi":
        for english, vietnamese in words["interface"].items():
            text = text.replace(f">{english}<", f">{vietnamese}<")
    links = {name: each[language] for name, each in words["link"].items()}
    return _framed(text, language, links)


def _sorted_union(cell: re.Match[str]) -> str:
    """Return the classes of a union in the order of their names; pyLODE leaves it to the hash of the day."""
    return _OR.join(sorted(cell[0].split(_OR)))


def _framed(text: str, language: Language, links: dict[str, str]) -> str:
    """Add the language, the formats in which the same address is served, and a style for narrow screens."""
    other = next(each for each in LANGUAGES if each != language)
    formats = " ".join(
        f'<a href="?format={name}">{shown}</a>'
        for name, shown in (("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("rdfxml", "RDF/XML"), ("nt", "N-Triples"))
    )
    bar = (
        f'<p><a href="/?lang={language}">chitieu</a>'
        f' · <a href="?lang={other}" lang="{other}" hreflang="{other}">{links["other"]}</a>'
        f" · {links['data']} {formats}"
        f' · <a href="/def/alignments">{links["alignments"]}</a> · <a href="/def/shapes">{links["shapes"]}</a></p>'
    )
    text = text.replace("<html>", f'<html lang="{language}">', 1).replace("</style>", f"{_STYLE}</style>", 1)
    text = text.replace("<head>", '<head><meta name="viewport" content="width=device-width, initial-scale=1">', 1)
    return text.replace('<div id="content">', f'<div id="content">{bar}', 1) + "\n"


def _in_one_language(language: Language, said: dict[str, str]) -> Graph:
    """Return what pyLODE is to show: our terms with the texts of one language."""
    whole = _vocabulary()
    shown = Graph()
    for prefix, namespace in PREFIXES.items():
        shown.bind(prefix, namespace)
    ontology = URIRef(CT.removesuffix("#"))
    for triple in whole:
        if _is_shown(triple, language, ontology):
            shown.add(triple)
    for term in sorted({term for term in whole.subjects() if _is_ours(term)}):
        _tell(whole, shown, term, language, said)
    return shown


def _vocabulary() -> Graph:
    """Return the vocabulary with blank nodes of stable names (RDFC-1.0), by which pyLODE sorts."""
    dataset = Dataset(Quad(*triple) for triple in load())
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    graph = Graph()
    for quad in dataset:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def _term(term: NamedNode | BlankNode | pyoxigraph.Literal | Triple) -> Node:
    match term:
        case NamedNode():
            return URIRef(term.value)
        case BlankNode():
            return BNode(term.value)
        case pyoxigraph.Literal():
            datatype = None if term.language else URIRef(term.datatype.value)
            return Text(term.value, lang=term.language, datatype=datatype)
    raise TypeError(f"The vocabulary has no triple terms, but {term}.")


def _is_shown(triple: tuple[Node, Node, Node], language: Language, ontology: URIRef) -> bool:
    subject, predicate, value = triple
    if isinstance(value, Text) and value.language not in (None, language):
        return False
    if subject == ontology or isinstance(subject, BNode):
        return value != OWL.AllDisjointClasses
    return (
        _is_ours(subject)
        and value not in _CHARACTERISTICS
        and predicate not in {RDFS.label, RDFS.isDefinedBy, *_LISTS, *_LINKS}
    )


def _tell(whole: Graph, shown: Graph, term: URIRef, language: Language, said: dict[str, str]) -> None:
    """Add a term's title, and notes for what pyLODE would not show."""
    label = next(
        text for text in whole.objects(term, RDFS.label) if isinstance(text, Text) and text.language == language
    )
    shown.add((term, RDFS.label, Text(f"{_curie(term)} · {label}")))
    notes = [
        note for tell in (_characteristics, _links, _lists, _disjoint, _values) for note in tell(whole, term, said)
    ]
    if notes:
        shown.add((term, SKOS.note, Text(" ".join(notes))))
    if values := _closed_range(whole, term):
        shown.remove((term, RDFS.range, values))
        shown.add((term, RDFS.range, XSD.string))


def _characteristics(whole: Graph, term: URIRef, said: dict[str, str]) -> Iterator[str]:
    yield from (said[name] for kind, name in _CHARACTERISTICS.items() if (term, RDF.type, kind) in whole)


def _links(whole: Graph, term: URIRef, said: dict[str, str]) -> Iterator[str]:
    for predicate, name in _LINKS.items():
        linked = set(whole.objects(term, predicate))
        if predicate != RDFS.seeAlso:
            linked |= set(whole.subjects(predicate, term))
        if linked:
            yield said[name].format(_named(linked))


def _lists(whole: Graph, term: URIRef, said: dict[str, str]) -> Iterator[str]:
    for predicate, name in _LISTS.items():
        for members in whole.objects(term, predicate):
            yield said[name].format(", ".join(_curie(member) for member in Collection(whole, members)))


def _disjoint(whole: Graph, term: URIRef, said: dict[str, str]) -> Iterator[str]:
    for axiom in whole.subjects(RDF.type, OWL.AllDisjointClasses):
        for members in whole.objects(axiom, OWL.members):
            classes = set(Collection(whole, members))
            if term in classes:
                yield said["disjoint"].format(_named(classes - {term}))


def _values(whole: Graph, term: URIRef, said: dict[str, str]) -> Iterator[str]:
    if values := _closed_range(whole, term):
        for members in whole.objects(values, OWL.oneOf):
            yield said["one_of"].format(", ".join(f'"{value}"' for value in Collection(whole, members)))


def _closed_range(whole: Graph, term: URIRef) -> Node | None:
    """Return the node of a range that lists its values, None if the term has none."""
    return next((each for each in whole.objects(term, RDFS.range) if (each, OWL.oneOf, None) in whole), None)


def _named(terms: set[Node]) -> str:
    return ", ".join(sorted(_curie(term) for term in terms))


def _curie(term: Node) -> str:
    iri = str(term)
    return next((f"{p}:{iri.removeprefix(n)}" for p, n in PREFIXES.items() if iri.startswith(n)), iri)


def _is_ours(term: Node) -> TypeGuard[URIRef]:
    return isinstance(term, URIRef) and str(term).startswith(CT)
