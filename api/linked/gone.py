"""Names that are withdrawn: what `ontology/tombstones.tsv` lists, so that old citations get a reason."""

from __future__ import annotations

from functools import cache

from kg.curation.tsv import read_table
from kg.errors import GonePage
from kg.output.tables import Iri
from kg.resources import resource
from kg.vocabulary import PREFIXES, expand

_TABLE = "ontology/tombstones.tsv"


@cache
def tombstones() -> dict[str, tuple[str, str]]:
    """Return of each withdrawn IRI the one that took its place (perhaps empty) and why, from the data file."""
    rows = read_table(resource(_TABLE), ("name", "replacement", "reason"))
    return {_iri(r.cells["name"]): (_iri(r.cells["replacement"]), r.cells["reason"]) for r in rows}


def check_not_gone(iri: str) -> None:
    """Raise for a name that is withdrawn.

    Raises:
        GonePage: it is; the hint names what took its place.
    """
    if iri in tombstones():
        replacement, reason = tombstones()[iri]
        hint = f"Its place is taken by {replacement}." if replacement else "Nothing took its place."
        raise GonePage(f"{Iri(iri).curie} is withdrawn: {reason}", hint=hint)


def _iri(name: str) -> str:
    prefix, _, _ = name.partition(":")
    return expand(name) if prefix in PREFIXES else name
