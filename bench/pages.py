"""How long the server takes for a page: each kind of page over the corpus, asked again and again by one reader.

    python -m bench.pages [ROUNDS]      default 15

Prints the median and the 95th percentile in milliseconds, the reader's own time included, with the cache of the browser
left out, and beside them the processor time that the server took (Linux), which others on the machine hardly change.
The promise is a 95th percentile of at most 60 ms over all of them.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.endpoints import serving
from kg.pipeline import build
from kg.resources import resource
from kg.settings import Settings

PAGES = [
    "/",
    "/agencies",
    "/agencies?level=huyen&order=-coordinates",
    "/agencies/so-thong-tin-va-truyen-thong/khanh-hoa",
    "/agencies/kinds/phong-van-hoa-va-thong-tin",
    "/indicators?q=kinh+te",
    "/indicators/ty-trong-thuong-mai-dien-tu-trong-tong-muc-ban-le",
    "/plans/kon-ray-2024?row=_/III/5&cell=note",
    "/plans/ubnd-tinh-khanh-hoa/2023/11252-kh-ubnd",
    "/documents",
    "/documents/bo-thong-tin-va-truyen-thong/2022/922-qd-btttt",
    "/findings?severity=warning",
    "/findings/rules",
    "/compare?plan=kon-ray-2024&plan=huyen-khong-neu-ten-2024",
    "/search?q=van+hoa",
    "/questions/leads-by-body?agency=ctid:agency/so-thong-tin-va-truyen-thong/kon-tum",
]
PROMISE = 60.0  # milliseconds


@dataclass(frozen=True, slots=True)
class Took:
    """How long a page took: on the clock, and of a processor; in milliseconds."""

    clock: float
    processor: float


def times(client: httpx.Client, server: int, path: str, rounds: int) -> list[Took]:
    """Return how long a page took each time, after a first time that is not counted."""
    took = []
    for _ in range(rounds + 1):
        busy, began = processor_ms(server), time.perf_counter()
        client.get(path, headers={"Accept": "text/html"}).raise_for_status()
        took.append(Took(1000 * (time.perf_counter() - began), processor_ms(server) - busy))
    return took[1:]


def processor_ms(process: int) -> float:
    """Return the processor time that all threads of a process have taken."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(each.read_text(encoding="ascii").split()[0]) for each in threads) / 1e6


def percentile_95(values: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def show(name: str, took: Sequence[Took]) -> float:
    """Print a line; return the 95th percentile on the clock."""
    clock, processor = [each.clock for each in took], [each.processor for each in took]
    middle, late = statistics.median(clock), percentile_95(clock)
    print(f"{name:<88}{middle:8.1f}{late:8.1f}{statistics.median(processor):10.1f}{percentile_95(processor):8.1f}")
    return late


def main(rounds: int) -> int:
    """Measure every page; return 1 if the promise is not kept."""
    with tempfile.TemporaryDirectory() as folder:
        build([resource("corpus")], data_dir=Path(folder), settings=Settings())
        with serving(Path(folder), client_rate=0) as server, httpx.Client(base_url=server.base, timeout=30) as client:
            found = {path: times(client, server.pid, path, rounds) for path in PAGES}
    print(f"{'page':<88}{'median':>8}{'p95':>8}{'of a CPU':>10}{'p95':>8}  ms")
    for path, took in found.items():
        show(path, took)
    return int(show("all", [each for took in found.values() for each in took]) > PROMISE)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
