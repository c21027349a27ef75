"""Which backend a place means."""

from __future__ import annotations

from os import PathLike, fspath
from pathlib import Path

from kg.dataset.dataset import Dataset
from kg.dataset.local import LocalBackend
from kg.dataset.remote import RemoteBackend
from kg.output.bilingual import Language
from kg.settings import Settings
from kg.store.snapshot import MANIFEST, Snapshot, open_current


def open_dataset(place: str | PathLike[str], lang: Language) -> Dataset:
    """Open a dataset; see `kg.open`."""
    name = fspath(place)
    if name.startswith(("http://", "https://")):
        return Dataset(RemoteBackend(name), lang)
    folder = Path(name)
    snapshot = Snapshot.open(folder) if (folder / MANIFEST).is_file() else open_current(folder)
    return Dataset(LocalBackend(snapshot, Settings.from_environment()), lang)
