"""Findings as quads of a graph of their own: `sh:ValidationReport`, `sh:ValidationResult` (`docs/validation.md`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from kg.output.bilingual import Text
from kg.validation.model import Finding, Report, Severity
from kg.validation.words import about_waiver
from kg.vocabulary import FINDINGS_GRAPH, ID, expand

Object = ox.NamedNode | ox.Literal
Fact = tuple[ox.NamedNode, str, Object]

_GRAPH: Final = ox.NamedNode(FINDINGS_GRAPH)
_SEVERITIES: Final = {severity: expand(f"sh:{severity.value.capitalize()}") for severity in Severity}


def report_quads(report: Report) -> list[ox.Quad]:
    """Return the report as quads of `ctg:findings`, sorted. Nothing in them stands in another graph.

    The graph's own name is the `sh:ValidationReport`; each finding is a `ct:Finding` under `ctid:finding/`, and each
    rule that found something carries its title, since the shapes themselves are not served.
    """
    facts = {*_report_facts(report)}
    for finding in report.findings:
        facts.update(_finding_facts(finding))
        facts.update(_rule_facts(finding))
    quads = [ox.Quad(subject, ox.NamedNode(expand(path)), value, _GRAPH) for subject, path, value in facts]
    return sorted(quads, key=str)


def finding_iri(finding: Finding) -> str:
    """Return the IRI of a finding."""
    return f"{ID}finding/{finding.fingerprint}"


def _report_facts(report: Report) -> Iterator[Fact]:
    yield _GRAPH, "rdf:type", ox.NamedNode(expand("sh:ValidationReport"))
    yield _GRAPH, "sh:conforms", ox.Literal(not report.findings)
    for literal in (literal for notice in report.notices for literal in _both(notice)):
        yield _GRAPH, "skos:editorialNote", literal
    for finding in report.findings:
        yield _GRAPH, "sh:result", ox.NamedNode(finding_iri(finding))


def _finding_facts(finding: Finding) -> Iterator[Fact]:
    node = ox.NamedNode(finding_iri(finding))
    yield node, "rdf:type", ox.NamedNode(expand("ct:Finding"))
    yield node, "rdf:type", ox.NamedNode(expand("sh:ValidationResult"))
    yield node, "dcterms:identifier", ox.Literal(finding.fingerprint)
    yield node, "sh:focusNode", ox.NamedNode(finding.focus.iri)
    yield node, "sh:resultSeverity", ox.NamedNode(_SEVERITIES[finding.severity])
    yield node, "sh:sourceShape", ox.NamedNode(finding.rule)
    yield node, "sh:sourceConstraintComponent", ox.NamedNode(expand("sh:SPARQLConstraintComponent"))
    for literal in _both(finding.message):
        yield node, "sh:resultMessage", literal
    if finding.waiver:
        for literal in _both(about_waiver("waived", finding.waiver)):
            yield node, "skos:editorialNote", literal
    if finding.plan:
        yield node, "ct:plan", ox.NamedNode(finding.plan)
    if finding.other:
        yield node, "ct:otherSide", ox.NamedNode(finding.other.iri)
    if finding.value:
        yield node, "sh:value", ox.Literal(finding.value)


def _rule_facts(finding: Finding) -> Iterator[Fact]:
    rule = ox.NamedNode(finding.rule)
    yield rule, "dcterms:identifier", ox.Literal(finding.code)
    for literal in _both(finding.title):
        yield rule, "rdfs:label", literal


def _both(text: Text) -> tuple[ox.Literal, ox.Literal]:
    return ox.Literal(text.vi, language="vi"), ox.Literal(text.en, language="en")
