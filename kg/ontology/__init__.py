"""The vocabulary under a reasoner and under quality checks; needed at development time only.

`load` reads the vocabulary, `classify` runs HermiT over it (Java), `report` writes what it found, `run_checks` asks the
queries of `ontology/checks/`. Nothing that runs at a user's imports this room.
"""

from kg.ontology.loading import load
from kg.ontology.quality import Check, Problem, load_checks, run_checks
from kg.ontology.reasoning import Classification, classify
from kg.ontology.report import report

__all__ = ["Check", "Classification", "Problem", "classify", "load", "load_checks", "report", "run_checks"]
