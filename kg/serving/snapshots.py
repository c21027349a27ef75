"""Which snapshot is current."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import SnapshotNotFound
from kg.serving.generation import Published

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def current_of(data_dir: Path) -> Callable[[], Published]:
    """Return a function that says which snapshot under `data_dir` is current.

    It raises SnapshotNotFound when there is none.
    """

    def current() -> Published:
        try:
            name = (data_dir / "current").read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SnapshotNotFound(
                f"There is no snapshot in {data_dir}: {error.strerror}.", hint="Run `chitieu build` first."
            ) from error
        return Published(name, data_dir / "snapshots" / name / "dataset.nq.gz")

    return current
