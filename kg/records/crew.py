"""Many documents read at once, each only if it changed: the door of this room."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from kg.records.process import ReadingProcess
from kg.records.read import read_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.records.cache import RecordCache
    from kg.records.codec import Answer
    from kg.settings import Settings

_WORTH: Final = 200_000  # bytes of documents that take as long to read as a process takes to start


def read_records(
    paths: Sequence[Path], settings: Settings, tell: Callable[[int], None], cache: RecordCache | None = None
) -> list[Answer]:
    """Return what each document prints, or why it cannot be used, in the order of `paths`.

    Which process reads a document, and whether it was read before, makes no difference to its answer.

    Args:
        paths: the files.
        settings: `max_document_bytes`, `document_seconds` and `read_processes` are used.
        tell: told how many documents are done, whenever one is.
        cache: what was read before; None = all are read.
    """
    answers: dict[int, Answer] = {}
    for index, path in enumerate(paths):
        known = cache.find(path, settings.max_document_bytes) if cache else None
        if known is not None:
            answers[index] = known
            tell(len(answers))
    unread = [index for index in range(len(paths)) if index not in answers]
    for at, answer in _read([paths[index] for index in unread], settings):
        answers[unread[at]] = answer
        if cache:
            cache.keep(paths[unread[at]], answer)
        tell(len(answers))
    return [answers[index] for index in range(len(paths))]


def _read(paths: Sequence[Path], settings: Settings) -> Iterator[tuple[int, Answer]]:
    """Give the answer of each document with its index, as they come."""
    number = min(settings.reading_processes, len(paths))
    processes = _processes(number, settings) if number > 1 and _size(paths) > _WORTH * number else []
    if not processes:
        yield from ((at, read_record(path, max_bytes=settings.max_document_bytes)) for at, path in enumerate(paths))
        return
    try:
        yield from _read_by(processes, paths, settings.max_document_bytes)
    finally:
        for process in processes:
            process.close()


def _size(paths: Sequence[Path]) -> int:
    return sum(path.stat().st_size for path in paths if path.is_file())


def _processes(number: int, settings: Settings) -> list[ReadingProcess]:
    """Start processes, as many of `number` as the system starts."""
    started: list[ReadingProcess] = []
    with contextlib.suppress(OSError):
        while len(started) < number:
            started.append(ReadingProcess(settings.max_document_bytes, settings.document_seconds))
    return started


def _read_by(
    processes: Sequence[ReadingProcess], paths: Sequence[Path], max_bytes: int
) -> Iterator[tuple[int, Answer]]:
    free: SimpleQueue[ReadingProcess] = SimpleQueue()
    for process in processes:
        free.put(process)

    def read(path: Path) -> Answer:
        process = free.get()
        try:
            return process.read(path)
        except OSError:  # it cannot work; this one can
            return read_record(path, max_bytes=max_bytes)
        finally:
            free.put(process)

    with ThreadPoolExecutor(len(processes)) as threads:
        pending = {threads.submit(read, path): at for at, path in enumerate(paths)}
        try:
            for done in as_completed(pending):
                yield pending[done], done.result()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
