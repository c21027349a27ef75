"""How long the server takes for a page: each kind of page over the corpus, asked again and again by one reader.

    python -m bench.pages [ROUNDS]      default 15

Prints the median and the 95th percentile in milliseconds, the reader's own time included, with the cache of the browser
left out. The promise is a 95th percentile of at most 60 ms over all of them.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
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


def times(client: httpx.Client, path: str, rounds: int) -> list[float]:
    """Return how long a page took each time, in milliseconds, after a first time that is not counted."""
    took = []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        client.get(path, headers={"Accept": "text/html"}).raise_for_status()
        took.append(1000 * (time.perf_counter() - began))
    return took[1:]


def percentile_95(values: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def main(rounds: int) -> int:
    """Measure every page; return 1 if the promise is not kept."""
    with tempfile.TemporaryDirectory() as folder:
        build([resource("corpus")], data_dir=Path(folder), settings=Settings())
        with serving(Path(folder), client_rate=0) as server, httpx.Client(base_url=server.base, timeout=30) as client:
            found = {path: times(client, path, rounds) for path in PAGES}
    print(f"{'page':<88}{'median':>8}{'p95':>8}  ms")
    for path, took in found.items():
        print(f"{path:<88}{statistics.median(took):8.1f}{percentile_95(took):8.1f}")
    everything = [each for took in found.values() for each in took]
    worst = percentile_95(everything)
    print(f"{'all':<88}{statistics.median(everything):8.1f}{worst:8.1f}")
    return int(worst > PROMISE)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
