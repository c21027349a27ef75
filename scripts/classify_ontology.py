"""Classify the vocabulary with HermiT and write `ontology/classification.txt`; run by `make ontology`.

Exit code 1 when the vocabulary is inconsistent, has a class that can have no member, or fails a quality check of
severity ERROR or WARN.
"""

from __future__ import annotations

import sys

from kg.ontology import classify, load, load_checks, report, run_checks
from kg.resources import resource


def main() -> int:
    """Classify, check, write, and say what was found."""
    triples = load()
    classification = classify(triples)
    target = resource("ontology") / "classification.txt"
    target.write_text(report(classification), encoding="utf-8", newline="\n")
    problems = run_checks(triples, load_checks())
    for problem in problems:
        print(problem)
    sound = classification.consistent and not classification.unsatisfiable
    print(f"{target.name}: {'consistent' if sound else 'NOT SOUND'}, {len(classification.superclasses)} classes")
    return 0 if sound and all(problem.check.severity == "INFO" for problem in problems) else 1


if __name__ == "__main__":
    sys.exit(main())
