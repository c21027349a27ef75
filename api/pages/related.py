"""What the pages of things read of views besides their tables: cells that are things, and how things are related."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from api.pages.desk import Desk
from kg.output.bilingual import Text
from kg.views.model import Row, Thing

_NOTHING: Final = Thing("", Text("", ""))


def thing(row: Row, name: str) -> Thing:
    """Return the thing in a cell; one without a name where there is none."""
    value = row[name]
    return value if isinstance(value, Thing) else _NOTHING


def things(values: Iterable[object]) -> tuple[Thing, ...]:
    """Return the things among some values, each once, in their order."""
    return tuple(dict.fromkeys(value for value in values if isinstance(value, Thing)))


def objects(desk: Desk, subject: str, *relations: str) -> tuple[Thing, ...]:
    """Return what a thing has such a relation to."""
    return things(row["object"] for row in desk.all("relations", subject=subject, relation=relations))


def subjects(desk: Desk, of: str, *relations: str) -> tuple[Thing, ...]:
    """Return what has such a relation to a thing."""
    return things(row["subject"] for row in desk.all("relations", object=of, relation=relations))


def line_upwards(desk: Desk, start: Thing) -> tuple[Thing, ...]:
    """Return what a thing is part of, what that is part of, and so on."""
    line: list[Thing] = []
    above = objects(desk, start.iri, "part-of")
    while above and above[0] not in (start, *line):
        line.append(above[0])
        above = objects(desk, above[0].iri, "part-of")
    return tuple(line)
