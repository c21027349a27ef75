"""Quality checks of the vocabulary: one query a check, in `ontology/checks/`, in the style of ROBOT's report.

A check is a SPARQL SELECT that yields a row for each problem: `?entity`, the term at fault, and `?value`, a detail that
may be unbound. Its first comment lines say `# severity: ERROR|WARN|INFO`, `# title: …` and `# follows: …`, the check
of ROBOT, OOPS! or FOOPS! that it goes back to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from kg.errors import ResourceError
from kg.resources import resource
from kg.vocabulary import PREFIXES

SEVERITIES: Final = ("ERROR", "WARN", "INFO")
_FIELD: Final = re.compile(r"^# (severity|title|follows): (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Check:
    """A quality check: name (of its file), severity, title, the check that it follows, query."""

    name: str
    severity: str
    title: str
    follows: str
    query: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One row of a check's answer: the term at fault, and a detail, empty if the check gives none."""

    check: Check
    entity: str
    value: str

    def __str__(self) -> str:
        return f"{self.check.severity} {self.check.name}: {self.entity} {self.value}".rstrip()


def load_checks(folder: Path | None = None) -> list[Check]:
    """Read the checks of a folder, by default the shipped ones, in the order of their names.

    Raises:
        ResourceError: a file lacks one of its comment lines or names no known severity.
    """
    return [_load(path) for path in sorted((folder or resource("ontology/checks")).glob("*.rq"))]


def _load(path: Path) -> Check:
    query = path.read_text(encoding="utf-8")
    fields = dict(_FIELD.findall(query))
    if fields.keys() != {"severity", "title", "follows"} or fields["severity"] not in SEVERITIES:
        raise ResourceError(f"{path.name} must begin with # severity: {'|'.join(SEVERITIES)}, # title: and # follows:.")
    return Check(path.stem, fields["severity"], fields["title"], fields["follows"], query)


def run_checks(triples: Iterable[Triple], checks: Iterable[Check]) -> list[Problem]:
    """Ask every check of an ontology; the problems in the order of checks and terms.

    Raises:
        ResourceError: a check is not a SELECT query.
    """
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return [problem for check in checks for problem in _run(check, store)]


def _run(check: Check, store: Store) -> list[Problem]:
    answer = store.query(check.query, prefixes=PREFIXES)
    if not isinstance(answer, QuerySolutions):
        raise ResourceError(f"The check {check.name} is not a SELECT query.")
    variables = [variable.value for variable in answer.variables]
    found = {tuple(_text(row[name]) if name in variables else "" for name in ("entity", "value")) for row in answer}
    return [Problem(check, entity, value) for entity, value in sorted(found)]


def _text(term: object) -> str:
    """Return a bound term in short, "" for an unbound one."""
    if isinstance(term, NamedNode | Literal):
        return term.value
    return "" if term is None else str(term)
