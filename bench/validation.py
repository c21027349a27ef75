"""How long the rules take: on the corpus, on one of its plans, and on many generated plans.

    python bench/validation.py [WORLDS]      default 33: 99 plans of 30 rows; 667 make 60,000 rows

Times are of a loaded shared machine; what counts is the ratio of the lines of one run.
"""

from __future__ import annotations

import importlib.util
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox

from kg.pipeline import build
from kg.resources import resource as data_room
from kg.settings import Settings
from kg.validation.report import validate_graph, validate_plan

GENERATOR = Path(__file__).resolve().parent.parent / "tests/validation/generator.py"
ROWS = 30


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("plan_generator", GENERATOR)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{GENERATOR} is missing.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def timed(name: str, work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    taken = time.perf_counter() - started
    print(f"{name:<44} {taken:>8.2f} s")
    return taken


def corpus() -> ox.Store:
    with tempfile.TemporaryDirectory() as folder:
        made = build([data_room("corpus")], data_dir=Path(folder), settings=Settings())
        return made.snapshot.load_store()


def main(worlds: int) -> None:
    store = corpus()
    whole = timed("corpus, all rules", lambda: validate_graph(store))
    plan = next(finding.plan for finding in validate_graph(store).findings if finding.plan)
    timed("one plan of the corpus", lambda: validate_plan(store, plan))
    made = generator()
    many = ox.Store()
    for seed in range(worlds):
        many.extend(made.world(seed, ROWS).quads)
    rows = worlds * 3 * ROWS
    taken = timed(f"{rows} generated rows in {worlds * 3} plans", lambda: validate_graph(many))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"per row: {taken / rows * 253 / whole:.2f} of the corpus's; peak {peak:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 33)
