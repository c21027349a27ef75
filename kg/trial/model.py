"""What trying a document gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Triple

from kg.output.bilingual import Text
from kg.resolution.model import ResolvedPlan
from kg.validation.model import Report


@dataclass(frozen=True, slots=True)
class Trial:
    """A document that was examined.

    Attributes:
        plan: what it prints and what that means, with method and confidence of every link.
        published: the plan is one of the published ones; here the document took its place.
        report: what the rules find in it, by itself and against the published plans.
        labels: what the linked things are called, by IRI.
        triples: the plan's own graph.
        snapshot: id of the snapshot that it was held against; None = of none.
    """

    plan: ResolvedPlan
    published: bool
    report: Report
    labels: Mapping[str, Text]
    triples: tuple[Triple, ...]
    snapshot: str | None


@dataclass(frozen=True, slots=True)
class Tried:
    """A trial as data and as files, as it comes from the process that did it.

    Attributes:
        content: the object of `kg.trial.render.as_data`.
        turtle: the plan's graph.
        workbook: the rows as an .xlsx file.
    """

    content: Mapping[str, Any]
    turtle: bytes
    workbook: bytes
