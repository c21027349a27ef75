"""The gate of `shapes/model` in a process of its own, beside the rest of a build.

pyshacl is pure Python and slow to import: it takes about a third of a build, and nothing needs its verdict before the
moment of publishing. So a second process imports it while documents are still being read, and looks at the graph while
the rules run and the files are made. Wherever that cannot be, the caller checks in its own process (`check_model`).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import astuple
from io import BytesIO
from types import TracebackType
from typing import Final, Self

from pyoxigraph import Quad, RdfFormat, Store, serialize

from kg.validation.model import ModelFault, ModelReport

# -P: a stranger's kg/ or rdflib.py in the current folder is not imported.
_COMMAND: Final = ("-P", "-m", "kg.validation.gate")


class Gate:
    """Checks one graph against `shapes/model` in another process; a context manager that leaves none behind.

    >>> with Gate() as gate:  # doctest: +SKIP
    ...     gate.submit(quads)
    ...     report = gate.verdict()
    """

    def __init__(self) -> None:
        self._process = self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process:
            self._process.kill()
            with self._process:  # closes its pipes and waits for its end
                pass

    def submit(self, quads: Iterable[Quad]) -> None:
        """Hand over the graph: plan graphs, mappings and reference graph."""
        if not self._process or not self._process.stdin:
            return
        try:
            with self._process.stdin as stream:
                serialize(quads, stream, RdfFormat.N_QUADS)
        except OSError:  # it ended early; `verdict` tells
            self._process.kill()

    def verdict(self) -> ModelReport | None:
        """Wait for the report of the submitted graph; None if the process could not do its work."""
        if not self._process or not self._process.stdout:
            return None
        answer = self._process.stdout.read()
        return _from_json(answer) if self._process.wait() == 0 else None

    def _start(self) -> subprocess.Popen[bytes] | None:
        # What goes wrong over there is not shown: the caller does the work again, and shows what goes wrong then.
        command, pipe = [sys.executable, *_COMMAND], subprocess.PIPE
        try:
            return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
        except OSError:
            return None


def _main() -> None:
    """Read N-Quads from standard input, check them, write the report to standard output as JSON."""
    from kg.validation.shacl import check_model  # noqa: PLC0415  # slow; only the other process imports it

    store = Store()
    store.bulk_load(BytesIO(sys.stdin.buffer.read()), RdfFormat.N_QUADS)
    report = check_model(store)
    sys.stdout.write(json.dumps([report.checked, [astuple(fault) for fault in report.faults]]))


def _from_json(text: bytes) -> ModelReport:
    checked, faults = json.loads(text)
    return ModelReport(checked, tuple(ModelFault(*fault) for fault in faults))


if __name__ == "__main__":
    _main()
