"""`chitieu build` of the corpus as a cold process, against importing what chitieu depends on: at most 8 times as long.

All is measured in one run, in turn, each in a process of its own; a figure is the ratio of two medians. "What chitieu
depends on" are the dependencies that `pyproject.toml` declares. Beside it, for information, stands the ratio to those
that a build really loads. Prints two lines and exits 1 when the first ratio is over the limit.
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
    """Measure, print two lines; return 1 when the first ratio is over the limit."""
    with tempfile.TemporaryDirectory() as folder:
        declared = declared_modules()
        loaded = sorted(loaded_modules(Path(folder) / "first") & set(declared))
        times: dict[str, list[float]] = {"declared": [], "loaded": [], "build": []}
        for number in range(ROUNDS):
            times["declared"].append(seconds(f"import {', '.join(declared)}"))
            times["loaded"].append(seconds(f"import {', '.join(loaded)}"))
            times["build"].append(seconds(_BUILD, "build", str(resource("corpus")), "--data", f"{folder}/{number}"))
    median = {name: statistics.median(taken) for name, taken in times.items()}
    ratio = median["build"] / median["declared"]
    print(f"build {median['build']:.2f} s / import of {', '.join(declared)} {median['declared']:.2f} s", end="")
    print(f" = {ratio:.2f} (limit {LIMIT:g})")
    print(f"of these a build loads {', '.join(loaded)}: {median['loaded']:.2f} s, ratio", end="")
    print(f" {median['build'] / median['loaded']:.2f}")
    return int(ratio > LIMIT)


def declared_modules() -> list[str]:
    """Return the importable top-level modules of the declared dependencies."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=~!;\[ ]", line, maxsplit=1)[0].lower() for line in project["dependencies"]}
    owners = packages_distributions()
    names = sorted(name for name, found in owners.items() if declared & {owner.lower() for owner in found})
    return [name for name in names if name.isidentifier() and not name.startswith("_")]


def loaded_modules(data: Path) -> set[str]:
    """Return the top-level modules that a build loads, in its two processes together."""
    command = [sys.executable, "-c", _LOADED, "build", str(resource("corpus")), "--data", str(data)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in done.stdout.split()}


def seconds(code: str, *arguments: str) -> float:
    """Return how long a new Python process takes for `code`."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
