"""The process that examines one document: `python -m kg.trial.process ORDERS`, with the orders as JSON.

It is confined before it opens the document. It writes a line of JSON that asks for what it has to know of the published
plans, is given it in a line on its standard input, and writes another: the trial, or the error that it ended with.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import ChitieuError, UnreadableDocument, errors_by_code
from kg.output.bilingual import Language
from kg.serving.confinement import die_with_parent
from kg.settings import Settings
from kg.trial.confinement import confine
from kg.trial.examine import examine
from kg.trial.model import Tried
from kg.trial.published import Seen
from kg.trial.render import as_data, as_turtle, as_workbook


@dataclass(frozen=True, slots=True)
class Orders:
    """What the process is to do.

    Attributes:
        path: of the document.
        snapshot: id of the snapshot to hold it against, or None.
        language: of the workbook.
        mappings, max_document_bytes: as of the settings.
        memory_bytes, file_bytes, seconds: its limits.
        parent: process id of who gives the orders.
    """

    path: str
    snapshot: str | None
    language: Language
    mappings: str
    max_document_bytes: int
    memory_bytes: int
    file_bytes: int
    seconds: float
    parent: int

    def argument(self) -> str:
        """Return the orders as the process takes them."""
        return json.dumps(asdict(self))


@dataclass(frozen=True, slots=True)
class Wish:
    """What the process asks for: see `Published.look`."""

    graph: str
    queries: tuple[str, ...]


def decode(line: bytes) -> Tried | Wish:
    """Return what a line of the process holds.

    Raises:
        ChitieuError: what it ended with.
        ValueError, KeyError: it wrote no such thing.
    """
    told = json.loads(line)
    if "queries" in told:
        return Wish(told["graph"], tuple(told["queries"]))
    if "error" in told:
        code, message, hint = told["error"]
        raise errors_by_code().get(code, UnreadableDocument)(message, hint=hint)
    return Tried(told["content"], base64.b64decode(told["turtle"]), base64.b64decode(told["workbook"]))


def encode(seen: Seen) -> bytes:
    """Return what is found as the line that the process waits for."""
    return json.dumps({"published": seen.published, "triples": seen.triples.decode()}).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class _Asking:
    """The published plans, of which the parent knows."""

    snapshot: str
    pipe: BinaryIO

    def look(self, graph: str, queries: tuple[str, ...]) -> Seen:
        """Ask the parent, and wait for what it says."""
        _write(self.pipe, {"graph": graph, "queries": queries})
        told = json.loads(sys.stdin.buffer.readline())
        return Seen(told["published"], told["triples"].encode())


def _write(pipe: BinaryIO, told: dict[str, Any]) -> None:
    pipe.write(json.dumps(told, ensure_ascii=False, default=str).encode() + b"\n")
    pipe.flush()


def _carry_out(orders: Orders, pipe: BinaryIO) -> dict[str, Any]:
    """Return the trial as JSON has it, or its error."""
    settings = Settings(mappings=orders.mappings, max_document_bytes=orders.max_document_bytes)
    try:
        confine(orders.memory_bytes, orders.file_bytes, orders.seconds)
        published = _Asking(orders.snapshot, pipe) if orders.snapshot else None
        trial = examine(Path(orders.path), published, settings)
        files = {"turtle": as_turtle(trial), "workbook": as_workbook(trial, orders.language)}
        return {
            "content": as_data(trial),
            **{name: base64.b64encode(body).decode("ascii") for name, body in files.items()},
        }
    except ChitieuError as error:
        return {"error": [error.code, error.message, error.hint]}
    except MemoryError:
        words = f"The document needs more than the {orders.memory_bytes:,} bytes of memory that it may take here."
        return {"error": [UnreadableDocument.code, words, "Use `chitieu validate` on a machine of your own."]}


def _main() -> None:
    orders = Orders(**json.loads(sys.argv[1]))
    die_with_parent(orders.parent)
    answers = os.dup(1)
    os.dup2(2, 1)  # what libraries print is not the answer
    with os.fdopen(answers, "wb") as pipe:
        _write(pipe, _carry_out(orders, pipe))


if __name__ == "__main__":
    _main()
