"""How long a page of a view takes: filters, search, facets, order and rows; on the corpus and on generated plans.

    python -m bench.views [WORLDS]      default 33: 99 plans of 30 rows; 667 make 60,000 rows

What is measured is the processor time of `Views.select` with all its facets: what a page or a REST answer needs of the
data. The promise is a 95th percentile of at most 60 ms on the corpus and 150 ms on 60,000 rows for the whole page.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from bench.validation import ROWS, generator
from kg.pipeline import build
from kg.resources import resource
from kg.settings import Settings
from kg.store.publish import Part, publish
from kg.store.snapshot import Snapshot
from kg.views.catalogue import views
from kg.views.content import FILE, compute
from kg.views.model import Selection
from kg.views.reader import Views

_WORDS = ("phòng văn hóa", "ty le", "2024", "hộ gia đình")
_VALUES = 3


def selections(opened: Views, name: str) -> Iterator[Selection]:
    """What readers ask of a view: everything, each facet's most frequent values, words, orders, a page far down."""
    first = opened.select(name, Selection(limit=50))
    yield first.selection
    for facet in first.facets:
        for value in facet.values[:_VALUES]:
            yield Selection(filters={facet.column.name: (value.value,)})
            yield Selection(filters={facet.column.name: (value.value,)}, text=_WORDS[0])
    for words in _WORDS:
        yield Selection(text=words)
    for column in first.view.columns:
        if column.sortable:
            yield Selection(sort=f"-{column.name}")
    far = opened.select(name, Selection(limit=max(1, first.total // 2), facets=()))
    yield Selection(after=far.next)


def measure(title: str, snapshot: Snapshot) -> None:
    taken: dict[str, list[float]] = {}
    with Views.open(snapshot) as opened:
        for name in views():
            for selection in selections(opened, name):
                started = time.thread_time()  # others may use the machine too
                opened.select(name, selection)
                taken.setdefault(name, []).append(1000 * (time.thread_time() - started))
            rows = opened.select(name, Selection(limit=1, facets=())).total
            show(f"{title}, {name} ({rows:,} rows)", taken[name])
    show(f"{title}, all", [each for times in taken.values() for each in times])


def show(name: str, times: list[float]) -> None:
    if len(times) > 1:
        middle, late = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(f"{name:<58} {len(times):>4} pages   median {middle:>6.1f} ms   95th {late:>6.1f} ms")


def generated(worlds: int, data_dir: Path) -> Snapshot:
    made = generator()
    store = ox.Store()
    for seed in range(worlds):
        store.extend(made.world(seed, ROWS).quads)
    started = time.perf_counter()
    content = compute(store)
    print(f"{3 * worlds * ROWS:,} rows: views computed in {time.perf_counter() - started:.1f} s", flush=True)
    started = time.perf_counter()
    part = Part(FILE, content.digest(), content.write)
    found = publish([part], data_dir=data_dir, counts={}, graphs={}, keep=2)
    size = (found.path / FILE).stat().st_size / 2**20
    print(f"written in {time.perf_counter() - started:.1f} s, {size:.1f} MiB", flush=True)
    return found


def main(worlds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = build([resource("corpus")], data_dir=Path(folder) / "corpus", settings=Settings()).snapshot
        measure("corpus", corpus)
        measure(f"{3 * worlds * ROWS:,} rows", generated(worlds, Path(folder) / "many"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 33)
