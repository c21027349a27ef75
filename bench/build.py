"""`chitieu build` of the corpus as a cold process, against importing what it depends on: at most 8 times as long.

Both are measured in one run, in turn, each in processes of their own; the figure is the ratio of the medians. "What it
depends on" are the declared dependencies that a build really loads, so that the yardstick does not grow with what is
declared but left alone. Prints one line and exits 1 when the ratio is over the limit.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from kg.resources import resource

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
LIMIT = 8.0
ROUNDS = 5
_BUILD = "import sys; from kg.cli import main; sys.argv[0] = 'chitieu'; main()"
_LOADED = (
    "import kg.validation.shacl\n"  # a build does this in a second process
    + _BUILD.replace("main()", "import atexit; atexit.register(lambda: print(*sys.modules)); main()")
)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        modules = dependencies(Path(folder) / "first")
        imports, builds = [], []
        for number in range(ROUNDS):
            imports.append(seconds(f"import {', '.join(modules)}"))
            builds.append(seconds(_BUILD, "build", str(resource("corpus")), "--data", f"{folder}/{number}"))
    baseline, taken = statistics.median(imports), statistics.median(builds)
    ratio = taken / baseline
    print(
        f"build: {taken:.2f} s, importing {', '.join(modules)}: {baseline:.2f} s, ratio {ratio:.2f} (limit {LIMIT:g})"
    )
    return int(ratio > LIMIT)


def dependencies(data: Path) -> list[str]:
    """Return the top-level modules of chitieu's declared dependencies that a build loads."""
    command = [sys.executable, "-c", _LOADED, "build", str(resource("corpus")), "--data", str(data)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=~!;\[ ]", line, maxsplit=1)[0].lower() for line in project["dependencies"]}
    owners = packages_distributions()
    return sorted(name for name in loaded if declared & {owner.lower() for owner in owners.get(name, ())})


def seconds(code: str, *arguments: str) -> float:
    """Return how long a new Python process takes for `code`."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
