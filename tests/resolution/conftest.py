"""The registries, the corpus as extracted and resolved, and plans of some places to resolve names in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.curation.sources import load_sources
from kg.documents.reader import read
from kg.extraction.extract import extract
from kg.extraction.model import PlanRecord
from kg.resolution.context import PlanContext
from kg.resolution.model import Level, Place, ResolvedPlan
from kg.resolution.places import PLACE
from kg.resolution.registries import Registries
from kg.resolution.resolve import resolve
from kg.resources import resource

PLAN = "https://example.org/plan"


@pytest.fixture(scope="session")
def registries() -> Registries:
    return Registries.load()


@pytest.fixture(scope="session")
def records() -> dict[str, PlanRecord]:
    """The documents of the corpus as extracted, by the first part of their names."""
    paths = sorted(resource("corpus").glob("*.txt"))
    return {path.name.split("_")[0]: extract(read(path, max_bytes=1_000_000)) for path in paths}


@pytest.fixture(scope="session")
def plans(records: dict[str, PlanRecord], registries: Registries) -> dict[str, ResolvedPlan]:
    """The documents of the corpus, resolved with the shipped curation."""
    curation = load_sources()
    return {name: resolve(record, registries, curation) for name, record in records.items()}


@pytest.fixture(scope="session")
def context(registries: Registries) -> Callable[..., PlanContext]:
    """Make the context of a plan of a place, given by its slug; of an unnamed place of a level without one."""

    def make(slug: str | None, level: Level = Level.DISTRICT, date: str | None = "2024-01") -> PlanContext:
        if slug is None:
            return PlanContext(PLAN, level, None, None, Place(f"{PLAN}/place", "x", level, local=True), date)
        entry = registries.places.get(PLACE + slug)
        assert entry is not None, slug
        province = entry if entry.place.level is Level.PROVINCE else registries.places.get(entry.place.part_of)
        return PlanContext(PLAN, entry.place.level, entry, province, None, date)

    return make
