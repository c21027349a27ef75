"""How long a page of a view takes: filters, search, facets, order and rows; on the corpus and on generated plans.

    python -m bench.views [WORLDS]      default 33: 99 plans of 30 rows; 667 make 60,000 rows

Measured are `Views.select` with all its facets, which is what a page or a REST answer needs of the data, and then whole
pages with everything that the server does for them but the connection: on the clock, and of a processor, which others
on the machine hardly change. The promise is a 95th percentile of at most 60 ms on the corpus and 150 ms on 60,000 rows.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pyoxigraph as ox
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.pages.desk import Desk, Desks
from api.pages.routes import ROUTES
from api.pages.site import Pages
from bench.validation import ROWS
from kg.graph.inferred import superclasses
from kg.graph.terms import ct
from kg.pipeline import build
from kg.resources import resource
from kg.search.index import index_entries
from kg.settings import Settings
from kg.store.publish import Part, publish
from kg.store.snapshot import SOURCES, Snapshot
from kg.store.sources import SourceContent
from kg.views.catalogue import views
from kg.views.content import FILE, compute
from kg.views.model import Selection
from kg.views.reader import Views
from kg.vocabulary import INFERRED_GRAPH, expand
from tests.validation.generator import world

_WORDS = ("phòng văn hóa", "ty le", "2024", "hộ gia đình")
_VALUES = 3
_ROUNDS = 5
_PAGES = ("/", "/agencies", "/agencies/kinds", "/indicators", "/plans", "/documents", "/findings", "/compare")
_SEARCHES = ("/search?q=van+hoa", "/search?q=t%E1%BB%B7+l%E1%BB%87", "/search?q=phong&lang=en")
_SELECTIONS = ("", "?q=van+hoa", "?limit=500", "?lang=en")
_OF_VIEWS = ("agencies", "agency_kinds", "indicators", "plans", "documents")
_HEAVIEST = 4  # things of a view, those with most rows, whose own pages are measured
_TYPES = {ct("kind"): ct("AgencyKind"), ct("item"): ct("Indicator")}


@dataclass(frozen=True, slots=True)
class Took:
    """How long something took: on the clock, and of a processor; in milliseconds."""

    clock: float
    processor: float


@contextmanager
def taking(into: list[Took], processor: Callable[[], float] = time.thread_time) -> Iterator[None]:
    """Note what the block takes."""
    clock, busy = time.perf_counter(), processor()
    yield
    into.append(Took(1000 * (time.perf_counter() - clock), 1000 * (processor() - busy)))


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
    """Measure the views of a snapshot, then its pages."""
    taken: dict[str, list[Took]] = {}
    with Views.open(snapshot) as opened:
        for name in views():
            for selection in selections(opened, name):
                with taking(taken.setdefault(name, [])):
                    opened.select(name, selection)
            rows = opened.select(name, Selection(limit=1, facets=())).total
            show(f"{title}, {name} ({rows:,} rows)", taken[name])
    show(f"{title}, all views", [each for times in taken.values() for each in times])
    pages = measure_pages(snapshot)
    slow = sorted(pages, key=lambda path: -statistics.median(each.processor for each in pages[path]))
    for path in slow[:5]:
        show(f"  {path}", pages[path])
    show(f"{title}, all pages", [each for times in pages.values() for each in times])


def measure_pages(snapshot: Snapshot) -> dict[str, list[Took]]:
    """Return how long pages over a snapshot took, each asked `_ROUNDS` times after a first one that is not counted."""
    taken: dict[str, list[Took]] = {}
    with pages_over(snapshot) as client:
        for path in addresses(snapshot):
            client.get(path).raise_for_status()
            for _ in range(_ROUNDS):
                with taking(taken.setdefault(path, []), time.process_time):
                    client.get(path).raise_for_status()
    return taken


def pages_over(snapshot: Snapshot) -> TestClient:
    """Return a client, to be entered, of the pages over a snapshot that perhaps holds its views alone."""
    app = Starlette(routes=ROUTES)
    app.state.pool = SimpleNamespace(snapshot=snapshot)  # all that pages ask of it
    app.state.settings = Settings(public_url="http://testserver")
    app.state.desks, app.state.pages = Desks(), Pages()
    return TestClient(app)


def addresses(snapshot: Snapshot) -> Iterator[str]:
    """Yield the addresses of pages: lists, narrowed in the ways that readers do, and the things that come first."""
    desk = Desk(snapshot)
    yield from (f"{page}{narrowed}" for page in _PAGES for narrowed in _SELECTIONS)
    yield from _SEARCHES
    for view in _OF_VIEWS:
        rows = desk.select(view, Selection(sort=_heaviest(view), limit=_HEAVIEST, facets=())).rows
        yield from (path for row in rows if (path := desk.path(row.key)))


def _heaviest(view: str) -> str:
    """Return the order that puts first what has most rows."""
    sortable = [column.name for column in views()[view].columns if column.sortable]
    return next((f"-{name}" for name in ("rows", "coordinates", "leads", "citations") if name in sortable), "")


def show(name: str, took: Sequence[Took]) -> None:
    if len(took) > 1:
        told = {"clock": [each.clock for each in took], "processor": [each.processor for each in took]}
        parts = [f"{of}: median {statistics.median(ms):>6.1f}, 95th {_late(ms):>6.1f}" for of, ms in told.items()]
        print(f"{name:<72} {len(took):>4}   {'   '.join(parts)} ms", flush=True)


def _late(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _typed(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the types that the generator leaves out and the graph has: of kinds and items, and the wider ones."""
    graph, type_ = ox.NamedNode(INFERRED_GRAPH), ox.NamedNode(expand("rdf:type"))
    for quad in quads:
        asserted = quad.predicate == type_
        thing, narrow = (quad.subject, quad.object) if asserted else (quad.object, _TYPES.get(quad.predicate))
        if narrow is not None and not isinstance(thing, ox.Literal):
            for class_ in (*(() if asserted else (narrow,)), *superclasses().get(narrow, ())):
                yield ox.Quad(thing, type_, class_, graph)


def generated(worlds: int, store: ox.Store, data_dir: Path, rows: int = ROWS) -> Snapshot:
    """Publish the views and the search index of what a store holds and of generated plans, which are put into it."""
    for seed in range(worlds):
        quads = world(seed, rows).quads
        store.extend(quads)
        store.extend(_typed(quads))
    started = time.perf_counter()
    content = compute(store)
    print(f"{3 * worlds * rows:,} rows: views computed in {time.perf_counter() - started:.1f} s", flush=True)
    started = time.perf_counter()
    sources = SourceContent((), (), index_entries(store))
    parts = [Part(FILE, content.digest(), content.write), Part(SOURCES, sources.digest(), sources.write)]
    found = publish(parts, data_dir=data_dir, counts={"quads": len(store)}, graphs={}, keep=2)
    size = (found.path / FILE).stat().st_size / 2**20
    print(f"written, with the search index, in {time.perf_counter() - started:.1f} s, {size:.1f} MiB", flush=True)
    return found


def main(worlds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = build([resource("corpus")], data_dir=Path(folder) / "corpus", settings=Settings()).snapshot
        measure("corpus", corpus)
        measure(f"{3 * worlds * ROWS:,} rows", generated(worlds, corpus.load_store(), Path(folder) / "many"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 33)
