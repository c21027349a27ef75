"""Hold the findings on the corpus against the hand-made list of issues, and print what is found, missed and beyond it.

    python scripts/score_findings.py [DATASET.nq | DATASET.nq.gz]

Without a file: the dataset of the current snapshot under `data/`. The mapping from categories to rules is
`tests/validation/issue_mapping.toml`; the list is `tests/gold/issues.json`.
"""

from __future__ import annotations

import gzip
import json
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox

from kg.validation.model import Finding, Report, Side
from kg.validation.report import validate_graph
from kg.vocabulary import PREFIXES

ROOT = Path(__file__).resolve().parent.parent
_SIDES = """SELECT ?file ?thing ?position ?plan WHERE {
    { ?thing ct:position ?position ; ct:plan ?plan } UNION
    { ?thing a ct:BodyTarget ; ct:plan ?plan BIND (REPLACE(STR(?thing), "^.*/", "") AS ?position) }
    ?plan ct:sourceFile/rdfs:label ?file }"""


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of the hand-made list; `rows` are IRIs of rows and body targets, `plans` of its documents."""

    number: str
    severity: str
    category: str
    explanation: str
    rows: frozenset[str]
    plans: frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    """Issues found and missed, and findings that answer no issue."""

    found: tuple[Issue, ...]
    missed: tuple[Issue, ...]
    beyond: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """What answers what.

    Attributes:
        codes: the codes that answer each category.
        whole_plan: codes that speak of a whole table where the list names its rows.
        only: the codes that answer an issue, by its number, where others of its category would by chance.
        reasons: why no finding answers an issue, by its number.
    """

    codes: dict[str, list[str]]
    whole_plan: frozenset[str]
    only: dict[str, list[str]]
    reasons: dict[str, str]

    @staticmethod
    def load() -> Mapping:
        """Read `tests/validation/issue_mapping.toml`."""
        table = tomllib.loads((ROOT / "tests/validation/issue_mapping.toml").read_text(encoding="utf-8"))
        codes = {**table["codes"], **{category: [] for category in table["unanswered"]}}
        return Mapping(codes, frozenset(table["whole_plan"]["codes"]), table["only"], table["missed"])

    def answers(self, finding: Finding, issue: Issue) -> bool:
        """Whether a finding says what an issue says, of the same row or plan."""
        if finding.code not in self.only.get(issue.number, self.codes[issue.category]):
            return False
        if finding.code in self.whole_plan and finding.plan in issue.plans:
            return True
        sides = [finding.focus, *([finding.other] if finding.other else [])]
        return any(_is_about(side, issue) for side in sides)


def load(path: Path) -> ox.Store:
    """Return a dataset (N-Quads, gzipped or not) as a store."""
    data = path.read_bytes()
    store = ox.Store()
    store.load(input=gzip.decompress(data) if path.suffix == ".gz" else data, format=ox.RdfFormat.N_QUADS)
    return store


def issues(store: ox.Store, gold: Path = ROOT / "tests/gold") -> list[Issue]:
    """Return the hand-made list with its row names turned into the store's IRIs (by file and place in it)."""
    things, plans = _things(store), _plans(store)
    names = {name: iri for document in plans for name, iri in _gold_rows(gold, document, things)}
    listed: list[dict[str, Any]] = json.loads((gold / "issues.json").read_text(encoding="utf-8"))
    return [
        Issue(
            number=one["id"],
            severity=one["severity"],
            category=one["category"],
            explanation=one["explanation"],
            rows=frozenset(names[row] for row in one["rows"]),
            plans=frozenset(plans.values() if one["document"] == "all" else [plans[one["document"]]]),
        )
        for one in listed
    ]


def score(report: Report, listed: list[Issue]) -> Score:
    """Set found issues apart from missed ones, and findings that answer an issue from those that answer none."""
    mapping = Mapping.load()
    answering = {issue: [f for f in report.findings if mapping.answers(f, issue)] for issue in listed}
    used = {finding.fingerprint for findings in answering.values() for finding in findings}
    return Score(
        found=tuple(issue for issue, findings in answering.items() if findings),
        missed=tuple(issue for issue, findings in answering.items() if not findings),
        beyond=tuple(finding for finding in report.findings if finding.fingerprint not in used),
    )


def _is_about(side: Side, issue: Issue) -> bool:
    """An issue that names no row is of the plan or its running text: a finding about a row does not answer it."""
    return side.iri in issue.rows if issue.rows else side.plan in issue.plans and side.kind != "row"


def _things(store: ox.Store) -> dict[tuple[str, str], str]:
    """Return rows and body targets by document ("000") and name: "7" for the seventh row, "body/3"."""
    things = {}
    for row in _select(store, _SIDES):
        iri, place = row["thing"].value, row["position"].value
        things[row["file"].value[:3], f"body/{place}" if "/body/" in iri else place] = iri
    return things


def _plans(store: ox.Store) -> dict[str, str]:
    query = "SELECT DISTINCT ?file ?plan { ?row ct:plan ?plan . ?plan ct:sourceFile/rdfs:label ?file }"
    return {row["file"].value[:3]: row["plan"].value for row in _select(store, query)}


def _select(store: ox.Store, query: str) -> ox.QuerySolutions:
    solutions = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    return cast("ox.QuerySolutions", solutions)  # both queries are SELECTs


def _gold_rows(gold: Path, document: str, things: dict[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
    content = json.loads((gold / f"{document}.json").read_text(encoding="utf-8"))
    for position, row in enumerate(content["rows"], 1):
        yield row["id"], things[document, str(position)]
    for number, _ in enumerate(content.get("body_targets", []), 1):
        yield f"{document}/body/{number}", things[document, f"body/{number}"]


def _print(result: Score) -> None:
    print("severity     found of all")
    for severity in ("high", "medium", "low", "info"):
        found = sum(issue.severity == severity for issue in result.found)
        print(f"  {severity:<10} {found:>3} of {found + sum(issue.severity == severity for issue in result.missed)}")
    print("\ncategory: found of all")
    numbers: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for index, group in enumerate((result.found, result.missed)):
        for issue in group:
            numbers[issue.category][index] += 1
    for category, (found, missed) in sorted(numbers.items()):
        print(f"  {category:<26} {found:>3} of {found + missed}")
    print("\nmissed")
    reasons = Mapping.load().reasons
    for issue in result.missed:
        print(f"  {issue.number} {issue.severity:<7} {issue.category}: {issue.explanation[:120]}")
        print(f"       {reasons.get(issue.number, 'no reason written')}")
    print("\nbeyond the list, by rule")
    for code, number in sorted(Counter(finding.code for finding in result.beyond).items()):
        print(f"  {code} {number}")


def main() -> None:
    """Score the dataset named on the command line."""
    current = ROOT / "data/current"
    given = sys.argv[1:]
    path = Path(given[0]) if given else ROOT / "data/snapshots" / current.read_text().strip() / "dataset.nq.gz"
    store = load(path)
    result = score(validate_graph(store), issues(store))
    _print(result)


if __name__ == "__main__":
    main()
