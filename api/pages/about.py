"""About the dataset: licence, versions, where it comes from, what to download, how to cite."""

from __future__ import annotations

from typing import Final

from api.connection import base_of
from api.linked.dataset import dataset_json
from api.pages.visit import Page, Visit
from kg.output.tables import Column, TableData
from kg.version import VERSION
from kg.vocabulary import ID

_LISTED: Final = 50


def about(visit: Visit) -> Page:
    """Return the page."""
    manifest = visit.desk.snapshot.manifest
    table = TableData(
        (Column("name", visit.said("about_name")), Column("number", visit.said("about_number"))),
        tuple(sorted(manifest.counts.items())),
    )
    values = {
        "manifest": manifest,
        "version": VERSION,
        "base": base_of(visit.request),
        "dataset": dataset_json(base_of(visit.request), visit.desk.snapshot),
        "files": visit.desk.some("plans", _LISTED),
    }
    return Page("about/about.html", (), values, lambda: table, (f"{ID}dataset",))
