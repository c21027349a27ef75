"""What must hold of the whole graph, whatever the documents."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from kg.graph import build_quads, to_nquads
from kg.graph.assignment import assignment_facts
from kg.graph.context import context_of
from kg.graph.naming import names_of
from kg.graph.terms import RDF_TYPE, ct, name
from kg.resolution.model import Method, ResolvedPlan
from kg.resolution.registries import Registries
from kg.vocabulary import CT, ID, INFERRED_GRAPH, ONTOLOGY_GRAPH, PLAN_GRAPH, PREFIXES, REFERENCE_GRAPH, VOID_GRAPH

ROOT = Path(__file__).parents[2]
IRI = re.compile(r"https?://[!-~]+", re.ASCII)  # printable ASCII without space; pyoxigraph checks the syntax


def by_graph(quads: Iterable[Quad]) -> dict[str, set[Triple]]:
    graphs: dict[str, set[Triple]] = defaultdict(set)
    for quad in quads:
        assert isinstance(quad.graph_name, NamedNode)
        graphs[quad.graph_name.value].add(quad.triple)
    return graphs


def count(store: Store, query: str) -> int:
    answer = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(answer, QuerySolutions)
    value = next(answer)[0]
    assert isinstance(value, Literal)
    return int(value.value)


def subjects_of(quads: Iterable[Quad]) -> set[str]:
    return {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}


def test_a_stranger_counts_right_without_knowing_about_graphs(store: Store) -> None:
    assert count(store, "SELECT (COUNT(?a) AS ?n) WHERE { ?a a ct:Assignment }") == 253
    assert count(store, "SELECT (COUNT(*) AS ?n) WHERE { ?a a ct:Assignment ; ct:label ?label }") == 253
    assert count(store, "SELECT (COUNT(?p) AS ?n) WHERE { ?p ct:sourceFile ?f }") == 5


def test_named_graphs_are_pairwise_disjoint(dataset: list[Quad]) -> None:
    graphs = by_graph(dataset)
    assert len(graphs) == 5 + len(("reference", "ontology", "mappings", "inferred", "void"))
    seen: Counter[Triple] = Counter(triple for triples in graphs.values() for triple in triples)
    assert [triple for triple, times in seen.items() if times > 1] == []
    assert len(dataset) == len(seen)


def test_a_plans_graph_speaks_only_of_what_is_minted_under_the_plan(
    plans: list[ResolvedPlan], quads: list[Quad]
) -> None:
    graphs = by_graph(quads)
    for plan in plans:
        names = names_of(plan)
        assert graphs[names.graph.value]
        for triple in graphs[names.graph.value]:
            assert isinstance(triple.subject, NamedNode)
            assert names.owns(triple.subject), triple


def test_nothing_that_is_minted_under_a_plan_is_described_elsewhere(
    plans: list[ResolvedPlan], quads: list[Quad]
) -> None:
    elsewhere = subjects_of(q for q in quads if q.graph_name == NamedNode(REFERENCE_GRAPH))
    for plan in plans:
        assert not [iri for iri in elsewhere if iri == plan.iri or iri.startswith(f"{plan.iri}/")]


def test_the_inferred_graph_holds_nothing_that_is_asserted(quads: list[Quad]) -> None:
    graphs = by_graph(quads)
    inferred = graphs.pop(INFERRED_GRAPH)
    assert len(inferred) > 1000
    assert not inferred & set().union(*graphs.values())
    assert {triple.predicate for triple in inferred} == {RDF_TYPE, ct("leadsIndicator")}


def test_data_has_no_blank_nodes(dataset: list[Quad]) -> None:
    data = [quad for quad in dataset if quad.graph_name != NamedNode(ONTOLOGY_GRAPH)]
    assert not [quad for quad in data if BlankNode in (type(quad.subject), type(quad.object))]


def test_iris_are_ascii(dataset: list[Quad]) -> None:
    terms = {term for quad in dataset for term in quad if isinstance(term, NamedNode)}
    assert [term for term in terms if not IRI.fullmatch(term.value)] == []


def test_every_thing_of_ours_that_is_linked_to_is_described(quads: list[Quad]) -> None:
    described = subjects_of(quads)
    links = {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}
    assert sorted(iri for iri in links if iri.startswith(ID) and iri not in described) == []


def test_what_pages_show_has_one_label_in_vietnamese(quads: list[Quad]) -> None:
    shown = (
        "Plan Agency AgencyGroup UnresolvedAgency AgencyKind Place Indicator Task InformationItem Section Table Unit"
    )
    classes = {ct(local) for local in shown.split()}
    labels: Counter[str] = Counter()
    for quad in quads:
        if quad.predicate in (name("rdfs:label"), name("skos:prefLabel")):
            assert isinstance(quad.object, Literal)
            labels[f"{quad.subject} {quad.object.language}"] += 1
    things = {quad.subject for quad in quads if quad.predicate == RDF_TYPE and quad.object in classes}
    assert len(things) > 1000
    assert [thing for thing in things if labels[f"{thing} vi"] != 1] == []
    assert [label for label, times in labels.items() if times > 1] == []


def test_a_property_of_one_value_has_one(quads: list[Quad]) -> None:
    functional = {q.subject for q in quads if q.predicate == RDF_TYPE and q.object == name("owl:FunctionalProperty")}
    assert ct("kind") in functional
    values = Counter((quad.subject, quad.predicate) for quad in quads if quad.predicate in functional)
    assert [pair for pair, times in values.items() if times > 1] == []


def test_every_term_is_declared(dataset: list[Quad]) -> None:
    declared = subjects_of(q for q in dataset if q.graph_name == NamedNode(ONTOLOGY_GRAPH))
    data = [q for q in dataset if q.graph_name != NamedNode(ONTOLOGY_GRAPH)]
    properties = {q.predicate.value for q in data}
    classes = {q.object.value for q in data if q.predicate == RDF_TYPE and isinstance(q.object, NamedNode)}
    standard = tuple(PREFIXES[prefix] for prefix in ("rdf", "rdfs", "void", "sd", "dcat", "dcterms"))
    assert [iri for iri in sorted(properties | classes) if iri not in declared and not iri.startswith(standard)] == []
    assert [iri for iri in properties | classes if iri.startswith(CT)]


def test_a_row_costs_few_triples(plans: list[ResolvedPlan]) -> None:
    """40, with one target and one citation in it; a further target or citation brings its own description."""
    sizes = []
    for plan in plans:
        context = context_of(plan)
        for position, row in enumerate(plan.rows, start=1):
            facts = set(assignment_facts(row, position, context))
            further = 7 * max(0, len(row.row.targets) - 1) + 8 * max(0, len(row.citations) - 1)
            assert len(facts) <= 41 + further, row.path
            sizes.append(len(facts))
            location = [fact for fact in facts if str(fact[0]).endswith("/source>")]
            assert len(location) <= 6
    assert sum(sizes) / len(sizes) < 32
    assert sorted(sizes)[len(sizes) * 97 // 100] <= 40


def test_the_order_of_the_plans_does_not_matter(
    plans: list[ResolvedPlan], registries: Registries, quads: list[Quad]
) -> None:
    assert to_nquads(build_quads(plans[::-1], registries)) == to_nquads(quads)


def test_another_process_writes_the_same_bytes(dataset: list[Quad]) -> None:
    """Sets are ordered by hash seed: nothing of that may reach the file."""
    script = (
        "import sys, hashlib; sys.path[:0] = ['tests/graph']; from conftest import corpus_plans\n"
        "from kg.graph import build_quads, describe_dataset, to_nquads\n"
        "from kg.resolution.registries import Registries\n"
        "quads = build_quads(corpus_plans(), Registries.load())\n"
        "print(hashlib.sha256(to_nquads(quads + describe_dataset(quads))).hexdigest())"
    )
    environment = {"PYTHONHASHSEED": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == hashlib.sha256(to_nquads(dataset)).hexdigest()


def test_two_files_of_one_plan_are_one_plan_with_two_files(plans: list[ResolvedPlan], registries: Registries) -> None:
    plan = plans[0]
    source = replace(plan.record.source, name="again.docx", sha256="f" * 64)
    again = replace(plan, record=replace(plan.record, source=source))
    quads = build_quads([plan, again], registries)
    files = [quad.object for quad in quads if quad.predicate == ct("sourceFile")]
    assert sorted(file.value[-16:] for file in files if isinstance(file, NamedNode)) == sorted(
        (plan.record.source.sha256[:16], "f" * 16)
    )
    rows = [quad for quad in quads if quad.object == ct("Assignment") and quad.graph_name == names_of(plan).graph]
    assert len(rows) == len(plan.rows)


def test_a_loaded_plan_is_described_by_its_own_graph_alone(plans: list[ResolvedPlan], registries: Registries) -> None:
    """Under the identity of a registered document the plan's print stands, the registry adds what is not printed."""
    registered = ID + "document/bo-thong-tin-va-truyen-thong/2020/1726-qd-btttt"
    plan = replace(plans[0], iri=registered, slug=registered.removeprefix(f"{ID}document/"))
    quads = [quad for quad in build_quads([plan], registries) if quad.subject == NamedNode(registered)]
    graphs = {quad.graph_name for quad in quads if quad.graph_name != NamedNode(INFERRED_GRAPH)}
    assert graphs == {NamedNode(f"{PLAN_GRAPH}{plan.slug}")}
    stated = {quad.predicate: quad.object for quad in quads}
    assert str(stated[name("rdfs:label")]).startswith('"Kế hoạch tháng 01/2024')
    assert name("eli:based_on") in stated  # only the registry knows
    assert stated[ct("datePrinted")] == Literal("2024-01")


def test_identity_of_the_sample_plans(plans: list[ResolvedPlan]) -> None:
    """Two plans print a full identity; the others have the curator's, and no two share one."""
    methods = Counter(plan.identity_method for plan in plans)
    assert methods == {Method.EXACT: 2, Method.CURATED: 3}
    assert len({plan.iri for plan in plans}) == 5


def test_the_description_is_a_graph_of_its_own(dataset: list[Quad]) -> None:
    assert NamedNode(VOID_GRAPH) in {quad.graph_name for quad in dataset}
