"""Try documents of strangers: each in a process of its own that ends in time, in a folder that is gone afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from kg.errors import ChitieuError, ServerBusy, ServingUnavailable, UnreadableDocument
from kg.output.bilingual import Language
from kg.settings import Settings
from kg.trial.model import Tried
from kg.trial.process import Orders, Wish, decode, encode
from kg.trial.published import Held, answer

# -P: a stranger's kg/ in the current folder is not imported.
_COMMAND: Final = ("-P", "-m", "kg.trial.process")
_UNSAFE: Final = re.compile(r"[^\w.\- ]")
_LONGEST_NAME: Final = 100
_LONGEST_LINE: Final = 256 * 1024 * 1024  # bytes of a trial, its files within


class Trials:
    """Tries documents, so many at once.

    Args:
        settings: limits; see `kg.settings`.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._room = asyncio.Semaphore(settings.try_processes)

    async def try_document(self, content: bytes, name: str, held: Held | None, *, language: Language = "vi") -> Tried:
        """Examine a document in a process of its own.

        Args:
            content: the document.
            name: what its file is called; only for the reader.
            held: the published plans that it is held against; None = by itself.
            language: of the workbook.

        Raises:
            InputError: the document cannot be used; for one, it takes too long or too much memory.
            QueryError: what is published could not be asked.
            ServerBusy: as many documents as may be are being tried.
            ServingUnavailable: this system cannot confine the process.
        """
        if self._room.locked():
            raise ServerBusy("Other documents are being tried.", hint="Try again in a minute.")
        async with self._room:
            with TemporaryDirectory(prefix="chitieu-try-") as folder:
                path = Path(folder) / _safe(name)
                path.write_bytes(content)
                try:
                    return await self._run(path, held, language)
                except ChitieuError as error:
                    error.message = error.message.replace(f"{folder}{os.sep}", "")  # nobody's concern
                    raise

    async def _run(self, path: Path, held: Held | None, language: Language) -> Tried:
        settings = self._settings
        orders = Orders(
            path=str(path),
            snapshot=held.snapshot.id if held else None,
            language=language,
            mappings=str(Path(settings.mappings).resolve()) if settings.mappings else "",
            max_document_bytes=settings.max_document_bytes,
            memory_bytes=settings.try_memory_bytes,
            file_bytes=4 * settings.max_document_bytes,
            seconds=settings.try_seconds,
            parent=os.getpid(),
        )
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *_COMMAND,
            orders.argument(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=os.environ | {"HOME": str(path.parent), "TMPDIR": str(path.parent)},
            start_new_session=True,  # so that what it starts ends with it
            limit=_LONGEST_LINE,
        )
        try:
            async with asyncio.timeout(settings.try_seconds):
                return await _converse(process, path.name, held)
        except TimeoutError:
            raise UnreadableDocument(
                f"{path.name} takes longer than {settings.try_seconds:g} seconds to examine.",
                hint="Use `chitieu validate` on a machine of your own, or send the pages with the tables only.",
            ) from None
        finally:
            await _end(process)


async def _converse(process: asyncio.subprocess.Process, name: str, held: Held | None) -> Tried:
    """Give the process what it asks for, and return what it comes to."""
    if process.stdin is None or process.stdout is None:
        raise ServingUnavailable("A process was started without its pipes.")
    while True:
        told = _answer(await process.stdout.readline(), name)
        if isinstance(told, Tried):
            return told
        if held is not None:
            process.stdin.write(encode(await answer(held, told.graph, told.queries)))
            with contextlib.suppress(ConnectionError):  # it has ended; its next line, which is none, tells
                await process.stdin.drain()


async def _end(process: asyncio.subprocess.Process) -> None:
    """End the process and all that it started, whatever they do."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


def _answer(told: bytes, name: str) -> Tried | Wish:
    try:
        return decode(told)
    except (ValueError, KeyError):
        raise UnreadableDocument(
            f"{name} ends the process that reads it.", hint="Save it anew, or in another format."
        ) from None


def _safe(name: str) -> str:
    """Return a name of a file that is one, without a folder; readers go by its ending."""
    last = _UNSAFE.sub("_", name.replace("\\", "/").rpartition("/")[2]).lstrip(". ")
    return last[-_LONGEST_NAME:] or "document"
