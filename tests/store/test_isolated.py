"""What a query's own process does to ours: nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from kg.errors import EngineFailure, QueryRefused
from kg.store.isolated import isolated

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork: queries run in the process")


def test_a_result_comes_back() -> None:
    assert isolated(lambda: {"rows": [1, "hai"]}) == {"rows": [1, "hai"]}


def test_our_own_errors_come_back_as_they_are() -> None:
    def refuse() -> None:
        raise QueryRefused("SERVICE is off.", hint="Leave it out.")

    with pytest.raises(QueryRefused, match="SERVICE is off") as raised:
        isolated(refuse)
    assert raised.value.hint == "Leave it out."


@pytest.mark.parametrize("end", [lambda: os.kill(os.getpid(), 9), lambda: sys.exit(3), lambda: 1 / 0])
def test_a_process_that_dies_is_told(end: object) -> None:
    assert callable(end)
    with pytest.raises(EngineFailure, match="stopped"):
        isolated(end)


def test_whoever_stops_waiting_ends_the_query() -> None:
    sleeping = "lambda: (print(os.getpid(), flush=True), time.sleep(60))"
    script = f"import os, time; from kg.store.isolated import isolated; isolated({sleeping})"
    waiting = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert waiting.stdout is not None
    with waiting.stdout as told:
        child = int(told.readline())
        waiting.send_signal(signal.SIGINT)
        assert waiting.wait(10) != 0
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells how much memory a process has")
def test_a_query_that_takes_all_memory_is_stopped() -> None:
    with pytest.raises(EngineFailure, match="4 GiB"):
        isolated(lambda: len(bytearray(5 * 1024**3)))
