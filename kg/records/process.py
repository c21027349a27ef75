"""A process that reads documents for another one: `python -m kg.records.process`.

One line of JSON in names a file; one line out is its record or its error (`kg.records.codec`). It ends when its input
does, which is also when the process that started it dies.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from pathlib import Path
from threading import Timer
from typing import Final

from kg.errors import UnreadableDocument
from kg.records.codec import Answer, decode, encode
from kg.records.read import read_record

# -P: a stranger's kg/ or lxml.py in the current folder is not imported.
_COMMAND: Final = ("-P", "-m", "kg.records.process")


_READY: Final = b"ready\n"


class ReadingProcess:
    """Reads documents one after another in a process of its own, which is started anew when a document ends it.

    Args:
        max_bytes: the largest document that is read.
        seconds: how long one document may take.

    Raises:
        OSError: the system starts no process.
    """

    def __init__(self, max_bytes: int, seconds: float) -> None:
        self._max_bytes = max_bytes
        self._seconds = seconds
        self._start()

    def read(self, path: Path) -> Answer:
        """Return what the document at `path` prints, or why it cannot be used: for one, that it ends the process.

        Raises:
            OSError: the process cannot do its work, whatever the document.
        """
        if not self._is_ready:
            self._wait()
        late: list[bool] = []
        timer = Timer(self._seconds, self._too_late, [late])
        timer.start()
        try:
            return decode(self._ask(path))
        except (OSError, ValueError):  # it ended, maybe in the middle of a line
            self.close()
            self._start()
            return _lost(path, self._seconds if late else None)
        finally:
            timer.cancel()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what it did not take any more
                    pipe.close()
        self._process.wait()

    def _start(self) -> None:
        # What libraries say on their way (PDFium's and libxml2's warnings) is nobody's concern.
        pipe, command = subprocess.PIPE, [sys.executable, *_COMMAND]
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
        self._is_ready = False

    def _wait(self) -> None:
        """Wait until it has imported what it needs."""
        if self._process.stdout is None or self._process.stdout.readline() != _READY:
            raise ChildProcessError(f"{sys.executable} cannot run {_COMMAND[-1]}.")
        self._is_ready = True

    def _ask(self, path: Path) -> bytes:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise BrokenPipeError
        stdin.write(json.dumps([str(path), self._max_bytes]).encode() + b"\n")
        stdin.flush()
        return stdout.readline()

    def _too_late(self, late: list[bool]) -> None:
        late.append(True)
        self._process.kill()


def _lost(path: Path, seconds: float | None) -> UnreadableDocument:
    what = "ends the process that reads it" if seconds is None else f"takes longer than {seconds:g} seconds to read"
    return UnreadableDocument(f"{path} {what}.", hint="Save it anew, or in another format.")


def _main() -> None:
    """Read the files that standard input names; write their records to standard output."""
    answers = sys.stdout.buffer
    answers.write(_READY)
    answers.flush()
    for line in sys.stdin.buffer:
        path, max_bytes = json.loads(line)
        answers.write(encode(read_record(Path(path), max_bytes=max_bytes)) + b"\n")
        answers.flush()


if __name__ == "__main__":
    _main()
