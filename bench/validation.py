"""How long the rules take: on the corpus, on one of its plans, on many generated plans, and after a change of one.

    python -m bench.validation [WORLDS [SHARED]]

WORLDS: how many times three plans of 30 rows (default 33: 2,970 rows; 667 make 60,030). SHARED: how many of the rows
are of indicators that all plans share (default 2; 15 is the hard case). Times: wall clock, then the processor's, which
other work on the machine disturbs less; what counts is the ratio of the lines of one run.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from kg.pipeline import build
from kg.resources import resource as data_room
from kg.settings import Settings
from kg.validation.catalogue import load_catalogue
from kg.validation.ledger import Ledger
from kg.validation.report import validate_graph, validate_plan
from kg.validation.shacl import ShaclEngine, flatten
from kg.vocabulary import expand
from tests.validation.generator import world

Result = TypeVar("Result")
ROWS = 30
TIMES = 5
SMALL = 1  # worlds for pyshacl: what it takes grows with the square of the rows


def timed(name: str, work: Callable[[], Result]) -> Result:
    started, busy = time.perf_counter(), time.process_time()
    result = work()
    taken, busy = time.perf_counter() - started, time.process_time() - busy
    print(f"{name:<64} {taken:>8.3f} s {busy:>8.3f} s", flush=True)
    return result


def corpus() -> ox.Store:
    with tempfile.TemporaryDirectory() as folder:
        made = build([data_room("corpus")], data_dir=Path(folder), settings=Settings())
        return made.snapshot.load_store()


def worlds(number: int, shared: int) -> ox.Store:
    store = ox.Store()
    for seed in range(number):
        store.extend(world(seed, ROWS, shared).quads)
    return store


def changed_target(store: ox.Store, plan: str) -> tuple[list[ox.Quad], list[ox.Quad]]:
    """The plan's graph as it is, and with another target."""
    about = store.quads_for_pattern(ox.NamedNode(plan), ox.NamedNode(expand("ct:number")), None)
    graph = next(iter(about)).graph_name
    quads = list(store.quads_for_pattern(None, None, None, graph))
    value = next(quad for quad in quads if quad.predicate.value == expand("ct:value"))
    other = ox.Literal("12.5", datatype=ox.NamedNode(expand("xsd:decimal")))
    return quads, [*(quad for quad in quads if quad != value), ox.Quad(value.subject, value.predicate, other, graph)]


def of_corpus() -> None:
    store = corpus()
    report = timed("corpus, all rules", lambda: validate_graph(store))
    for plan in sorted({finding.plan for finding in report.findings if finding.plan}):
        rows = set(store.quads_for_pattern(None, ox.NamedNode(expand("ct:plan")), ox.NamedNode(plan)))
        timed(f"… one plan of it ({len(rows)} rows, targets and citations)", partial(validate_plan, store, plan))


def of_many(number: int, shared: int) -> None:
    store = worlds(number, shared)
    size = f"{number * 3 * ROWS:,} rows in {number * 3:,} plans"
    print(f"{size}, {len(store):,} quads, {shared} of {ROWS} rows of indicators that all plans share")
    timed(f"{size}, all rules, two at a time", lambda: validate_graph(store, 2))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak of the process so far, the graph and its making included: {peak:.0f} MB")
    timed(f"{size}, all rules, one after the other", lambda: validate_graph(store, 1))
    ledger = timed("a ledger of it: all rules, and what it notes", lambda: Ledger(store))
    plan = f"{expand('ctid:document/huyen-1')}-2024"
    before, after = changed_target(store, plan)
    for turn in range(TIMES):
        removed, added = (before, after) if turn % 2 == 0 else (after, before)
        timed("… one plan of 30 rows replaced and judged again", partial(ledger.update, removed, added))
    timed("… one plan of 30 rows judged without a ledger", lambda: validate_plan(store, plan))


def beside_pyshacl(shared: int) -> None:
    store, catalogue = worlds(SMALL, shared), load_catalogue()
    size = f"{SMALL * 3 * ROWS} rows in {SMALL * 3} plans"
    timed(f"{size}, all rules", lambda: validate_graph(store))
    flat = timed(f"{size}, as an rdflib graph", lambda: flatten(store))
    timed(f"{size}, all rules by pyshacl", lambda: list(ShaclEngine(flat).run(catalogue)))


def main(number: int = 33, shared: int = 2) -> None:
    of_corpus()
    of_many(number, shared)
    beside_pyshacl(shared)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
