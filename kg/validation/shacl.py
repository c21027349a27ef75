"""pyshacl: the gate of `shapes/model`, and the reference engine for `shapes/rules`.

pyshacl reads rdflib graphs. What it is given is flat and small: the plans, and of everything else what they refer to.
This is the only module that imports rdflib and pyshacl; both are slow to import, so import it late.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import RDF, SH

from kg.errors import ModelViolation
from kg.resources import resource
from kg.validation.catalogue import Rule
from kg.validation.engine import Solution, Term
from kg.validation.model import ModelFault, ModelReport
from kg.vocabulary import INFERRED_GRAPH, MAPPINGS_GRAPH, PLAN_GRAPH, expand

# A citation refers to a document, the document to its issuer: described in full; what those refer to, by type and name.
_STEPS: Final = 2
_IDENTIFYING: Final = frozenset(expand(path) for path in ("rdf:type", "rdfs:label", "skos:prefLabel"))
_STRING: Final = expand("xsd:string")


def check_model(store: ox.Store, plan_graph: str | None = None) -> ModelReport:
    """Check the store against `shapes/model`.

    Args:
        store: plan graphs and reference graph.
        plan_graph: IRI of the one named graph to check; None = all of the plans' graphs, in one pass.

    Raises:
        ResourceError: the shapes are missing.
    """
    data = flatten(store, plan_graph)
    shapes = _shapes("shapes/model")
    conforms, results, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    checked = _number_of_targets(shapes, data)
    return ModelReport(checked, () if conforms else tuple(sorted(_faults(results), key=_fault_key)))


def flatten(store: ox.Store, plan_graph: str | None = None) -> rdflib.Graph:
    """Return the plans' graphs and what they refer to, `_STEPS` steps out, as one rdflib graph.

    What stands at the end of the last step has its types and names only, so that every `sh:class` can be answered.
    """
    graph = rdflib.Graph()
    convert = _Converter()
    frontier: set[ox.NamedNode] = set()
    for name in _plan_graphs(store, plan_graph):
        frontier |= convert.add(graph, store.quads_for_pattern(None, None, None, name))
    frontier |= convert.add(graph, _mappings(store, frontier))
    reached: set[ox.NamedNode] = set()
    for _ in range(_STEPS):
        reached |= frontier
        found = (convert.add(graph, _asserted(store, node)) for node in frontier)
        frontier = set().union(*found) - reached
    for node in frontier:
        convert.add(graph, (quad for quad in _asserted(store, node) if quad.predicate.value in _IDENTIFYING))
    return graph


@dataclass(frozen=True, slots=True)
class ShaclEngine:
    """Runs the rules by pyshacl on an rdflib graph: many times slower than `SparqlEngine`, and independent of it.

    pyshacl keeps `?value` of a solution and drops the other variables, except that it fills them into messages; so each
    rule gets a message of our own, which names `?other` and `?detail`.
    """

    graph: rdflib.Graph

    def run(self, rules: Iterable[Rule]) -> Iterator[Solution]:
        """Yield a solution a result, with `value`, `other` and `detail` bound where they are IRIs."""
        by_shape: dict[rdflib.term.Node | None, Rule] = {rdflib.URIRef(rule.iri): rule for rule in rules}
        _, results, _ = pyshacl.validate(self.graph, shacl_graph=_with_machine_messages(by_shape), inplace=True)
        for result in results.subjects(RDF.type, SH.ValidationResult):
            rule = by_shape[results.value(result, SH.sourceShape)]
            value = ox.NamedNode(str(results.value(result, SH.value)))
            named = str(results.value(result, SH.resultMessage)).split("\n")
            bindings: dict[str, Term] = {"value": value}
            bindings |= {
                name: ox.NamedNode(iri)
                for name, iri in zip(("other", "detail"), named, strict=True)
                if iri.startswith("http")
            }
            yield Solution(rule, value, bindings)


def _with_machine_messages(wanted: Container[rdflib.term.Node | None]) -> rdflib.Graph:
    source, shapes = _shapes("shapes/rules"), rdflib.Graph()
    for shape, query in source.subject_objects(SH.sparql):
        if shape in wanted:
            shapes += [*source.triples((shape, None, None)), *source.triples((query, None, None))]
            shapes.remove((query, SH.message, None))
            shapes.add((query, SH.message, rdflib.Literal("{?other}\n{?detail}")))
    for owner, declaration in source.subject_objects(SH.declare):
        shapes += [(owner, SH.declare, declaration), *source.triples((declaration, None, None))]
    return shapes


@lru_cache
def _shapes(folder: str) -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in sorted(resource(folder).glob("*.ttl")):
        graph.parse(path)
    return graph


def _plan_graphs(store: ox.Store, plan_graph: str | None) -> Iterator[ox.NamedNode]:
    if plan_graph is not None:
        yield ox.NamedNode(plan_graph)
        return
    for name in store.named_graphs():
        if isinstance(name, ox.NamedNode) and name.value.startswith(PLAN_GRAPH):
            yield name


def _mappings(store: ox.Store, plans: Container[ox.NamedNode]) -> Iterator[ox.Quad]:
    """Quads of the mappings of `plans`: they point at their plan, no plan points at them."""
    graph = ox.NamedNode(MAPPINGS_GRAPH)
    for link in store.quads_for_pattern(None, ox.NamedNode(expand("ct:plan")), None, graph):
        if link.object in plans:
            yield from store.quads_for_pattern(link.subject, None, None, graph)


def _asserted(store: ox.Store, node: ox.NamedNode) -> Iterator[ox.Quad]:
    """Quads of a node outside the plans' graphs and the inferred one."""
    for quad in store.quads_for_pattern(node, None, None, None):
        name = quad.graph_name
        if isinstance(name, ox.NamedNode) and name.value != INFERRED_GRAPH and not name.value.startswith(PLAN_GRAPH):
            yield quad


class _Converter:
    """From pyoxigraph's terms to rdflib's, each term once."""

    def __init__(self) -> None:
        self.term = cache(_term)

    def add(self, graph: rdflib.Graph, quads: Iterable[ox.Quad]) -> set[ox.NamedNode]:
        """Add triples to `graph`; return the nodes that they point at."""
        objects: set[ox.NamedNode] = set()
        term = self.term
        for quad in quads:
            graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
            if isinstance(quad.object, ox.NamedNode):
                objects.add(quad.object)
        return objects


def _term(term: Term) -> rdflib.term.Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise ModelViolation(f"The graph holds a triple term, {term}: chitieu writes RDF 1.1 only.")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    # rdflib tells "a" from "a"^^xsd:string, which RDF 1.1 does not; the plain one is what its parser gives.
    datatype = term.datatype.value
    return rdflib.Literal(term.value, datatype=None if datatype == _STRING else rdflib.URIRef(datatype))


def _number_of_targets(shapes: rdflib.Graph, data: rdflib.Graph) -> int:
    """How many nodes the shapes look at: without any, "conforms" would say nothing."""
    nodes: set[rdflib.term.Node] = set()
    for one in shapes.objects(None, SH.targetClass):
        nodes.update(data.subjects(RDF.type, one))
    for one in shapes.objects(None, SH.targetObjectsOf):
        nodes.update(data.objects(None, one))
    for one in shapes.objects(None, SH.targetSubjectsOf):
        nodes.update(data.subjects(one, None))
    return len(nodes)


def _faults(results: rdflib.Graph) -> Iterator[ModelFault]:
    for result in results.subjects(RDF.type, SH.ValidationResult):
        path, value = results.value(result, SH.resultPath), results.value(result, SH.value)
        yield ModelFault(
            shape=str(results.value(result, SH.sourceShape)),
            focus=str(results.value(result, SH.focusNode)),
            path=None if path is None else str(path),
            value=None if value is None else str(value),
            message=str(results.value(result, SH.resultMessage)),
        )


def _fault_key(fault: ModelFault) -> tuple[str, ...]:
    return (fault.focus, fault.shape, fault.path or "", fault.value or "")
