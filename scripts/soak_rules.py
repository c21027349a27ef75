"""Longer runs of what the tests sample: more mutants, and every rule by both engines on each.

    python scripts/soak_rules.py [WORLDS]      default 3: 3 worlds a kind of fault, about ten minutes

Ends with 1 and says where, if a fault is not found by its rule or the engines differ.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox

from kg.validation.catalogue import load_catalogue
from kg.validation.engine import Engine, SparqlEngine
from kg.validation.shacl import ShaclEngine, flatten

GENERATOR = Path(__file__).resolve().parent.parent / "tests/validation/generator.py"
CATALOGUE = load_catalogue()


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("plan_generator", GENERATOR)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{GENERATOR} is missing.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _results(engine: Engine) -> set[tuple[str, ...]]:
    found = set()
    for solution in engine.run(CATALOGUE):
        sides = (solution.bindings.get(name) for name in ("other", "detail"))
        named = (side.value if isinstance(side, ox.NamedNode) else "" for side in sides)
        found.add((solution.rule.code, solution.value.value, *named))
    return found


def main(worlds: int) -> int:
    """Run all faults on as many worlds; return the exit code."""
    generator, bad, graphs = _generator(), 0, 0
    for fault in generator.faults():
        for seed in range(5000, 5000 + worlds):
            store = generator.with_fault(generator.world(seed, 6), fault)
            native, reference = _results(SparqlEngine(store, CATALOGUE)), _results(ShaclEngine(flatten(store)))
            graphs += 1
            if fault["rule"] not in {code for code, *_ in native} or native != reference:
                bad += 1
                print(f"{fault['name']}, seed {seed}: {sorted(native ^ reference) or 'not found'}")
    print(f"{graphs} graphs, {len(CATALOGUE.rules)} rules, two engines: {bad} bad.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
