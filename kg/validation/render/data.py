"""The report for programs: JSON, and Turtle as `sh:ValidationReport`."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from typing import Any

import pyoxigraph as ox

from kg.output.bilingual import Text
from kg.validation.model import Cell, Finding, Report, Severity, Side
from kg.validation.quads import report_quads
from kg.vocabulary import PREFIXES


def as_json(report: Report, lang: str = "vi") -> str:  # noqa: ARG001 - both languages are in it
    """Return one object: `summary` (numbers by severity, and waived), `findings`, `rules`, `notices` on waivers.

    A report on documents that are not published has `against` as well.
    """
    content = {
        "summary": {**{severity.value: report.number(severity) for severity in Severity}, "waived": report.waived},
        "findings": [asdict(finding) for finding in report.findings],
        "rules": [asdict(count) for count in report.counts],
        "notices": [asdict(notice) for notice in report.notices],
        **({"against": asdict(report.against)} if report.against else {}),
    }
    return json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n"  # str: the dates of waivers


def findings_of(text: str) -> tuple[Finding, ...]:
    """Return the findings of a report that `as_json` wrote before anything was waived.

    Raises:
        ValueError, KeyError, TypeError: it is no such report.
    """
    return tuple(_finding(entry) for entry in json.loads(text)["findings"])


def _finding(entry: dict[str, Any]) -> Finding:
    texts = {key: Text(**entry[key]) for key in ("title", "message", "remedy")}
    sides = {"focus": _side(entry["focus"]), "other": _side(entry["other"]) if entry["other"] else None}
    told = {"severity": Severity(entry["severity"]), "marks": tuple(entry["marks"])}
    return Finding(**{**entry, **texts, **sides, **told})


def _side(entry: dict[str, Any]) -> Side:
    return Side(**{**entry, "cells": tuple(Cell(**cell) for cell in entry["cells"])})


def as_turtle(report: Report, lang: str = "vi") -> str:  # noqa: ARG001 - both languages are in it
    """Return the triples of the findings' graph as Turtle."""
    triples = [quad.triple for quad in report_quads(report)]
    used = {name: iri for name, iri in PREFIXES.items() if any(iri in str(triple) for triple in triples)}
    buffer = io.BytesIO()
    ox.serialize(triples, buffer, format=ox.RdfFormat.TURTLE, prefixes=used)
    return buffer.getvalue().decode()
