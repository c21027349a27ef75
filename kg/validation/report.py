"""Validation of what plans say: run the rules of `shapes/rules` on a store and put the solutions into words."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

import pyoxigraph as ox

from kg.output.bilingual import Text
from kg.validation.catalogue import Catalogue, Rule, load_catalogue
from kg.validation.describe import Describer
from kg.validation.engine import Engine, Solution, SparqlEngine, all_threads
from kg.validation.model import Finding, Report, RuleCount
from kg.validation.slices import Slices
from kg.vocabulary import expand

_PLACEHOLDER: Final = re.compile(r"\{[?$](\w+)\}")
_STRING: Final = expand("xsd:string")
_NATURAL: Final = re.compile(r"(\d+)")


def validate_graph(store: ox.Store, threads: int | None = None) -> Report:
    """Run every rule on the union of the store's graphs.

    Args:
        store: plan graphs and reference graph, with or without the inferred and other graphs; nothing is written.
        threads: queries that are evaluated at a time; None = one a core, four at most.

    Raises:
        ResourceError: the rules cannot be read.
    """
    catalogue = load_catalogue()
    engine = SparqlEngine(store, catalogue, threads or all_threads())
    return assembled(catalogue, find(engine, catalogue, store), counted(engine))


def validate_plan(store: ox.Store, *plans: str) -> Report:
    """Judge some plans: their own findings, and what they are the other side of.

    Only these plans, what they refer to and the rows of other plans for the same indicators are looked at: what is
    found is what `validate_graph` finds about them.

    Args:
        store: the plans and what they are held against; a plan may have been added to a copy for this purpose.
        plans: IRIs of the plans to report on.

    Returns:
        Their findings. Counts say what was looked at in these plans, for rules across plans how many of their
        indicators other plans have.

    Raises:
        ResourceError: the rules cannot be read.
    """
    catalogue = load_catalogue()
    slices = Slices(store, catalogue)
    found: dict[str, Finding] = {}
    checked = Counter[str]()
    for plan in plans:
        own = slices.plan(plan)
        shared = slices.rows(slices.sharing(slices.items(plan)))
        alone, among = engine_on(own, catalogue), engine_on([*own, *shared], catalogue)
        for engine, within in ((alone, True), (among, False)):
            findings = find(engine, (rule for rule in catalogue if rule.scope.within is within), store)
            found |= {finding.fingerprint: finding for finding in findings if finding.touches(plan)}
        checked.update({**counted(alone), **counted(among, shared=True)})
    return assembled(catalogue, found.values(), checked)


def engine_on(quads: Iterable[ox.Quad], catalogue: Catalogue) -> SparqlEngine:
    """Return an engine on a store of `quads` only."""
    store = ox.Store()
    store.extend(quads)
    return SparqlEngine(store, catalogue)


def counted(engine: SparqlEngine, *, shared: bool | None = None) -> dict[str, int]:
    """Return how many things of each population the engine's store holds, by the population's IRI.

    Args:
        engine: with its store.
        shared: only the populations that count what plans share, or only the others; None = all.
    """
    populations = engine.catalogue.populations
    return engine.count(one for one in populations if shared in (None, one.shared is not None))


def find(engine: Engine, rules: Iterable[Rule], store: ox.Store) -> list[Finding]:
    """Return the findings of `rules`, each once, sorted by severity, code and natural order of the things' IRIs."""
    findings = {finding.fingerprint: finding for _, finding in solved(engine, rules, store)}
    return sorted(findings.values(), key=_order)


def solved(engine: Engine, rules: Iterable[Rule], store: ox.Store) -> Iterator[tuple[Solution, Finding]]:
    """Yield the solutions of `rules` and each as a finding; of several with one fingerprint the last one counts.

    Args:
        engine: what runs the rules.
        rules: which.
        store: where names and printed words are read.
    """
    describer = Describer(store)
    # Solutions are sorted so that of several with one fingerprint it is always the same whose words are shown.
    for solution in sorted(engine.run(rules), key=_solution_key, reverse=True):
        yield solution, _finding(solution, describer)


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
        marks=tuple(_marks(solution, describer)),
        fingerprint=fingerprint(rule.code, *(str(bound.get(name, "")) for name in ("value", "other", "detail"))),
    )


def _marks(solution: Solution, describer: Describer) -> Iterator[str]:
    """Yield the printed words that a solution binds, and those by which the plan names the thing it singles out."""
    words = {term.value for term in solution.bindings.values() if isinstance(term, ox.Literal) and _is_text(term)}
    detail = solution.bindings.get("detail")
    if isinstance(detail, ox.NamedNode):
        words.update(describer.prints(detail, solution.value))
    yield from sorted(words, key=lambda one: (-len(one), one))


def _is_text(literal: ox.Literal) -> bool:
    return bool(literal.language) or literal.datatype.value == _STRING


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


def assembled(catalogue: Catalogue, findings: Iterable[Finding], checked: Mapping[str, int]) -> Report:
    """Return the report of `findings`, in order; `checked` says how much of each population was looked at."""
    ordered = tuple(sorted(findings, key=_order))
    found = Counter(finding.code for finding in ordered)
    counts = (
        RuleCount(
            code=rule.code,
            rule=rule.iri,
            title=rule.title,
            severity=rule.severity,
            population=rule.population.label,
            checked=checked.get(rule.population.iri, 0),
            findings=found[rule.code],
        )
        for rule in catalogue
    )
    return Report(ordered, tuple(counts))
