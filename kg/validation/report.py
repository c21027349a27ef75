"""Validation of what plans say: run the rules of `shapes/rules` on a store and put the solutions into words."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

import pyoxigraph as ox

from kg.output.bilingual import Text
from kg.validation.catalogue import Catalogue, Rule, load_catalogue
from kg.validation.describe import Describer
from kg.validation.engine import Engine, Solution, SparqlEngine
from kg.validation.model import Finding, Report, RuleCount

_PLACEHOLDER: Final = re.compile(r"\{[?$](\w+)\}")
_NATURAL: Final = re.compile(r"(\d+)")


def validate_graph(store: ox.Store) -> Report:
    """Run every rule on the union of the store's graphs.

    Args:
        store: plan graphs and reference graph, with or without the inferred and other graphs; nothing is written.

    Raises:
        ResourceError: the rules cannot be read.
    """
    catalogue = load_catalogue()
    engine = SparqlEngine(store, catalogue)
    return _report(engine, catalogue, tuple(find(engine, catalogue, store)))


def validate_plan(store: ox.Store, *plans: str) -> Report:
    """Run every rule and keep what touches some plans: their own findings, and what they are the other side of.

    Args:
        store: the plans and what they are held against; a plan may have been added to a copy for this purpose.
        plans: IRIs of the plans to report on.

    Returns:
        Their findings. Counts say what was looked at in the whole store, since rules across plans look at all of them.

    Raises:
        ResourceError: the rules cannot be read.
    """
    catalogue = load_catalogue()
    engine = SparqlEngine(store, catalogue)
    touching = (f for f in find(engine, catalogue, store) if any(f.touches(plan) for plan in plans))
    return _report(engine, catalogue, tuple(touching))


def find(engine: Engine, rules: Iterable[Rule], store: ox.Store) -> list[Finding]:
    """Return the findings of `rules`, each once, sorted by severity, code and natural order of the things' IRIs."""
    describer = Describer(store)
    findings = {f.fingerprint: f for f in _findings(engine, rules, describer)}
    return sorted(findings.values(), key=_order)


def _findings(engine: Engine, rules: Iterable[Rule], describer: Describer) -> Iterator[Finding]:
    # Solutions are sorted so that of several with one fingerprint it is always the same whose words are shown.
    for solution in sorted(engine.run(rules), key=_solution_key, reverse=True):
        yield _finding(solution, describer)


def _finding(solution: Solution, describer: Describer) -> Finding:
    rule, bound = solution.rule, solution.bindings
    other, detail = bound.get("other"), bound.get("detail")
    return Finding(
        code=rule.code,
        rule=rule.iri,
        severity=rule.severity,
        title=rule.title,
        message=Text(
            _fill(rule.message.vi, solution, describer, "vi"), _fill(rule.message.en, solution, describer, "en")
        ),
        remedy=rule.remedy,
        focus=describer.side(solution.value.value, rule.cells),
        other=describer.side(other.value, rule.cells) if isinstance(other, ox.NamedNode) else None,
        value=describer.words(detail, "vi") if detail is not None else None,
        fingerprint=fingerprint(rule.code, *(str(bound.get(name, "")) for name in ("value", "other", "detail"))),
    )


def fingerprint(*parts: str) -> str:
    """Return 16 hex digits that stand for a finding: of the rule's code and of the terms (N-Triples) it is about."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _fill(template: str, solution: Solution, describer: Describer, lang: str) -> str:
    return _PLACEHOLDER.sub(lambda match: describer.words(solution.bindings.get(match[1]), lang), template)


def _solution_key(solution: Solution) -> tuple[str, ...]:
    return (solution.rule.code, *(f"{name} {term}" for name, term in sorted(solution.bindings.items())))


def _order(finding: Finding) -> tuple[object, ...]:
    other = finding.other.iri if finding.other else ""
    return (finding.severity.rank, finding.code, natural(finding.focus.iri), natural(other), finding.fingerprint)


@cache
def natural(text: str) -> tuple[tuple[int, str], ...]:
    """Return a sort key under which "9" comes before "10"."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in _NATURAL.split(text))


def _report(engine: SparqlEngine, catalogue: Catalogue, findings: tuple[Finding, ...]) -> Report:
    found = Counter(finding.code for finding in findings)
    checked = {p.iri: engine.count(p) for p in {rule.population.iri: rule.population for rule in catalogue}.values()}
    counts = (
        RuleCount(
            code=rule.code,
            rule=rule.iri,
            title=rule.title,
            severity=rule.severity,
            population=rule.population.label,
            checked=checked[rule.population.iri],
            findings=found[rule.code],
        )
        for rule in catalogue
    )
    return Report(findings, tuple(counts))
