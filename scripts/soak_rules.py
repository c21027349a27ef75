"""Longer runs of what the tests sample: more mutants, and every rule by both engines on each.

    python -m scripts.soak_rules [WORLDS]      default 3: 3 worlds a kind of fault, about ten minutes

Ends with 1 and says where, if a fault is not found by its rule or the engines differ.
"""

from __future__ import annotations

import sys

from kg.validation.catalogue import load_catalogue
from kg.validation.engine import SparqlEngine
from kg.validation.shacl import ShaclEngine, flatten
from tests.validation.generator import faults, with_fault, world
from tests.validation.solutions import solutions_of

CATALOGUE = load_catalogue()


def main(worlds: int) -> int:
    """Run all faults on as many worlds; return the exit code."""
    bad, graphs = 0, 0
    for fault in faults():
        for seed in range(5000, 5000 + worlds):
            store = with_fault(world(seed, 6), fault)
            native = solutions_of(SparqlEngine(store, CATALOGUE), CATALOGUE)
            reference = solutions_of(ShaclEngine(flatten(store)), CATALOGUE)
            graphs += 1
            if fault["rule"] not in {code for code, *_ in native} or native != reference:
                bad += 1
                print(f"{fault['name']}, seed {seed}: {sorted(native ^ reference) or 'not found'}")
    print(f"{graphs} graphs, {len(CATALOGUE.rules)} rules, two engines: {bad} bad.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
