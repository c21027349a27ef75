"""chitieu: a knowledge graph of the indicators that Vietnamese government plans assign to agencies.

The rooms, in the order in which data goes through them (an arrow in `docs/architecture.md` for each):
`documents` → `extraction` → `curation` → `resolution` → `graph` → `store`, and beside the store `validation`,
`questions`, `views` and `search`. `pipeline` is the only module that knows the whole way; `dataset` is for notebooks;
`cli` and the `api` package hold no logic of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.version import VERSION

if TYPE_CHECKING:
    from os import PathLike

    from kg.dataset.dataset import Dataset
    from kg.output.bilingual import Language

__all__ = ["__version__", "open"]

__version__ = VERSION


def open(place: str | PathLike[str] = "data", *, lang: Language = "vi") -> Dataset:  # noqa: A001  # kg.open(…) is what people write
    """Open a graph to work with in Python: `kg.open("data")`, `kg.open("https://example.org/")`.

    Args:
        place: the folder that `chitieu build` publishes into, the folder of one snapshot, or the address of a running
            `chitieu serve` (the only case in which the network is asked).
        lang: language of titles, labels and messages; each call can name another.

    Raises:
        SnapshotNotFound: nothing is published there; SnapshotDamaged: it cannot be read.
        RemoteError: the server cannot be reached, or is no chitieu.
    """
    from kg.dataset.opening import open_dataset  # noqa: PLC0415  # `import kg` loads nothing

    return open_dataset(place, lang)
